using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class SyntheticMarketTests
{
    private static readonly SyntheticMarketOptions HalfHour = new() { Duration = TimeSpan.FromMinutes(30), NewsPerHour = 60 };

    [Fact]
    public void Same_seed_makes_the_same_events_and_another_seed_makes_others()
    {
        SyntheticMarketOptions options = HalfHour with { Seed = 7, History = TimeSpan.FromHours(1) };
        ulong hash = MarketTape.Of(options).Hash;

        MarketTape.Of(options).Hash.ShouldBe(hash);
        MarketTape.Of(options with { Seed = 8 }).Hash.ShouldNotBe(hash);
    }

    [Fact]
    public void A_seed_makes_the_events_it_always_made()
    {
        // Pins the sequence: a machine, a runtime or an edit that changes one bit of one event fails here.
        MarketTape tape = MarketTape.Of(new() { Seed = 1, Duration = TimeSpan.FromMinutes(10), History = TimeSpan.FromHours(2), NewsPerHour = 60 });

        tape.Hash.ShouldBe(7_892_125_398_242_755_507UL);
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 4)]
    [InlineData(3, 60)]
    public void Book_stays_live_through_the_venue_rules_and_agrees_with_quotes_and_trades(ulong seed, double eventsPerSecond)
    {
        MarketTape tape = MarketTape.Of(HalfHour with { Seed = seed, EventsPerSecond = eventsPerSecond });

        tape.Faults.ShouldBeEmpty();
        tape.Books[new Symbol("BTCUSDT")].Status.ShouldBe(BookStatus.Live);
        tape.LevelsFewest.ShouldBeGreaterThanOrEqualTo(20);
        tape.Depths.ShouldBeGreaterThan(1_000);
        tape.Trades.Count.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public void Trades_have_consecutive_ids_both_sides_and_a_heavy_tail()
    {
        List<Trade> trades = MarketTape.Of(HalfHour).Trades;

        trades.Select((trade, index) => trade.TradeId - index).Distinct().Count().ShouldBe(1);
        trades.ShouldAllBe(trade => trade.Price.IsMultipleOf(Price.From(0.1m)) && trade.Quantity.IsMultipleOf(Quantity.From(0.001m)));
        trades.ShouldAllBe(trade => trade.Quantity.IsPositive && trade.Origin == TradeOrigin.Market);
        double[] sizes = [.. trades.Select(trade => trade.Quantity.ToDouble()).Order()];
        (sizes[^1] / sizes[sizes.Length / 2]).ShouldBeGreaterThan(50);
        trades.Count(trade => trade.Aggressor == Side.Buy).ShouldBeInRange(trades.Count / 5, trades.Count * 4 / 5);
    }

    [Fact]
    public void Events_come_at_about_the_asked_rate()
    {
        foreach (double rate in new[] { 6.0, 12.0, 40.0 })
        {
            using SyntheticMarket market = new(new() { Duration = TimeSpan.FromHours(2), EventsPerSecond = rate, Seed = 5 });
            MarketTape tape = new();
            while (market.Pump(tape))
            {
            }

            (market.FramesRead / 7_200.0).ShouldBeInRange(rate * 0.6, rate * 1.6);
        }
    }

    [Fact]
    public void Mark_prices_come_every_second_and_name_the_next_eight_hour_settlement()
    {
        MarketTape tape = MarketTape.Of(new() { Duration = TimeSpan.FromMinutes(3), Start = Timestamp.Parse("2025-03-01T07:58:00Z") });

        tape.Marks.Count.ShouldBe(180);
        tape.Marks.Zip(tape.Marks.Skip(1), (a, b) => b.VenueTime - a.VenueTime).ShouldAllBe(gap => gap == TimeSpan.FromSeconds(1));
        tape.Marks[0].NextFundingAt.ShouldBe(Timestamp.Parse("2025-03-01T08:00:00Z"));
        tape.Marks[^1].NextFundingAt.ShouldBe(Timestamp.Parse("2025-03-01T16:00:00Z"));
        tape.Marks.ShouldAllBe(mark => Math.Abs(mark.FundingRate) <= 0.001);
        tape.Marks.ShouldContain(mark => mark.FundingRate != 0);
        MarketTape.Of(new() { Duration = TimeSpan.FromMinutes(1), Funding = false }).Marks.ShouldAllBe(mark => mark.FundingRate == 0);
    }

    [Fact]
    public void News_is_published_before_it_arrives_and_arrives_in_order()
    {
        MarketTape tape = MarketTape.Of(HalfHour with { Duration = TimeSpan.FromHours(3) });

        tape.News.Count.ShouldBeInRange(120, 240);
        tape.News.ShouldAllBe(news => news.Item.PublishedAt < news.Item.IngestedAt);
        tape.News.ShouldAllBe(news => news.ReceivedBefore <= news.Item.IngestedAt + TimeSpan.FromMilliseconds(40));
        tape.News.Select(news => news.Item.IngestedAt).ShouldBeInOrder();
        tape.News.Select(news => news.Item.Id).Distinct().Count().ShouldBe(tape.News.Count);
        tape.News.Select(news => news.Item.Headline).Distinct().Count().ShouldBeGreaterThan(8);
        tape.News.ShouldAllBe(news => Math.Abs(news.Item.Sentiment!.Value) >= 0.3 && Math.Abs(news.Item.Sentiment!.Value) <= 1);
    }

    [Fact]
    public void History_is_closed_minutes_without_gap_up_to_the_start_and_the_live_part_continues_its_price()
    {
        MarketTape tape = MarketTape.Of(HalfHour with { History = TimeSpan.FromHours(5), Duration = TimeSpan.FromMinutes(1) });

        tape.Bars.Count.ShouldBe(300);
        tape.Bars[^1].CloseTime.ShouldBe(HalfHour.Start);
        tape.Bars.Zip(tape.Bars.Skip(1), (a, b) => b.OpenTime == a.CloseTime && b.Open == a.Close).ShouldAllBe(follows => follows);
        tape.Bars.ShouldAllBe(bar => bar.Low <= bar.Open && bar.Low <= bar.Close && bar.High >= bar.Open && bar.High >= bar.Close);
        tape.Bars.ShouldAllBe(bar => bar.Volume > 0 && bar.TakerBuyVolume > 0 && bar.TakerBuyVolume < bar.Volume && bar.Trades > 0);
        tape.MinuteMids[0].ShouldBe(tape.Bars[^1].Close.ToDouble(), tape.MinuteMids[0] * 0.005);
    }

    [Fact]
    public void Several_symbols_come_interleaved_each_with_its_own_price()
    {
        Symbol btc = new("BTCUSDT");
        Symbol eth = new("ETHUSDT");
        MarketTape tape = MarketTape.Of(HalfHour with
        {
            Symbols = [btc, eth],
            StartPrices = new Dictionary<Symbol, decimal> { [eth] = 3_000m },
            History = TimeSpan.FromMinutes(10),
        });

        tape.Faults.ShouldBeEmpty();
        tape.Bars.Count.ShouldBe(20);
        tape.Trades.Where(trade => trade.Symbol == btc).ShouldAllBe(trade => trade.Price > Price.From(40_000m));
        tape.Trades.Where(trade => trade.Symbol == eth).ShouldAllBe(trade => trade.Price < Price.From(5_000m));
    }

    [Fact]
    public void Progress_runs_to_one_and_an_endless_market_has_none()
    {
        using SyntheticMarket market = new(HalfHour with { Duration = TimeSpan.FromMinutes(2) });
        market.Progress.ShouldBe(0);
        MarketTape tape = new();
        while (market.Pump(tape))
        {
        }

        market.Progress!.Value.ShouldBeInRange(0.99, 1);
        market.Pump(tape).ShouldBeFalse();
        using SyntheticMarket endless = new(new());
        endless.Progress.ShouldBeNull();
    }

    [Fact]
    public void Options_out_of_bounds_are_refused_by_name()
    {
        Refused(new() { PlantedEdge = 1.5 }, nameof(SyntheticMarketOptions.PlantedEdge));
        Refused(new() { PlantedEdge = double.NaN }, nameof(SyntheticMarketOptions.PlantedEdge));
        Refused(new() { Symbols = [] }, nameof(SyntheticMarketOptions.Symbols));
        Refused(new() { Symbols = [new("A"), new("A")] }, nameof(SyntheticMarketOptions.Symbols));
        Refused(new() { StartPrice = 1m }, nameof(SyntheticMarketOptions.StartPrice));
        Refused(new() { History = TimeSpan.FromSeconds(30) }, nameof(SyntheticMarketOptions.History));
        Refused(new() { Duration = TimeSpan.Zero }, nameof(SyntheticMarketOptions.Duration));
        Refused(new() { Start = Timestamp.FromMilliseconds(1) }, nameof(SyntheticMarketOptions.Start));
        Refused(new() { EventsPerSecond = 1_000 }, nameof(SyntheticMarketOptions.EventsPerSecond));
        Refused(new() { LyingNewsShare = -0.1 }, nameof(SyntheticMarketOptions.LyingNewsShare));
        Refused(new() { NewsPerHour = -1 }, nameof(SyntheticMarketOptions.NewsPerHour));
    }

    private static void Refused(SyntheticMarketOptions options, string name) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SyntheticMarket(options)).ParamName.ShouldBe(name);
}
