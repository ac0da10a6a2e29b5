using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

public sealed class MarketOrderTests
{
    [Fact]
    public void Market_order_walks_the_book_and_pays_the_average_of_what_it_takes()
    {
        Bench bench = Bench.WithBook();

        List<VenueFact> facts = bench.Place(Bench.Market("a", Side.Buy, 4m));

        facts[0].ShouldBeOfType<OrderAccepted>();
        facts.Legs().ShouldBe([(100.1m, 1m), (100.2m, 2m), (100.5m, 1m)]);
        // (100.1 + 200.4 + 100.5) / 4
        (facts.Fills().Sum(fill => fill.Price * fill.Quantity) / 4).ShouldBe(100.25m);
        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.From(4m));
        bench.Venue.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public void Fees_are_charged_per_fill_to_the_cent()
    {
        Bench bench = Bench.WithBook();

        List<OrderFilled> fills = bench.Place(Bench.Market("a", Side.Sell, 2m)).Fills();

        // 5 basis points of 100.0 and of 99.9.
        fills.Select(fill => fill.Fee).ShouldBe([0.05m, 0.04995m]);
        fills.ShouldAllBe(fill => !fill.IsMaker);
        bench.Venue.FeesPaid.ShouldBe(0.09995m);
        bench.Venue.Cash.ShouldBe(100_000m - 0.09995m);
    }

    [Fact]
    public void Rest_of_a_market_order_expires_when_the_visible_book_is_exhausted()
    {
        Bench bench = Bench.WithBook();

        List<VenueFact> facts = bench.Place(Bench.Market("a", Side.Buy, 10m));

        facts.Fills().Sum(fill => fill.Quantity.Value).ShouldBe(6m);
        facts[^1].ShouldBeOfType<OrderExpired>().Reason.ShouldContain("4 of 10 unfilled");
    }

    [Fact]
    public void Same_liquidity_is_not_taken_twice_until_its_level_is_updated()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Market("a", Side.Buy, 2m)).Legs().ShouldBe([(100.1m, 1m), (100.2m, 1m)]);

        bench.Place(Bench.Market("b", Side.Buy, 2m)).Legs().ShouldBe([(100.2m, 1m), (100.5m, 1m)]);
        bench.Depth(1, bids: [], asks: [(100.1m, 0.5m)]);

        bench.Place(Bench.Market("c", Side.Buy, 1m)).Legs().ShouldBe([(100.1m, 0.5m), (100.5m, 0.5m)]);
    }

    [Fact]
    public void Round_trip_realises_profit_less_fees()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Market("in", Side.Buy, 1m));
        bench.Book(1, bids: [(110.0m, 5m)], asks: [(110.1m, 5m)]);

        bench.Place(Bench.Market("out", Side.Sell, 1m, reduceOnly: true));

        bench.Venue.Cash.ShouldBe(100_000m + 9.9m - 0.05005m - 0.055m);
        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.Zero);
        bench.Venue.Equity.ShouldBe(bench.Venue.Cash);
    }

    [Fact]
    public void Selling_through_a_long_position_turns_it_short_with_the_right_cost()
    {
        Bench bench = new(Bench.Terms with { TakerFeeBps = 0 });
        bench.Book(0, bids: [(100m, 10m)], asks: [(100.1m, 10m)]);
        bench.Place(Bench.Market("a", Side.Buy, 2m));
        bench.Book(1, bids: [(110m, 10m)], asks: [(110.1m, 10m)]);
        bench.Place(Bench.Market("b", Side.Sell, 5m));

        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.From(-3m));
        bench.Venue.Cash.ShouldBe(100_000m + 2 * 9.9m);
        bench.Venue.EquityAt(new Dictionary<Symbol, Price> { [Bench.Btc] = Price.From(105m) }).ShouldBe(100_019.8m + 3 * 5m);
    }

    [Fact]
    public void Without_a_book_the_latest_quote_is_a_book_of_one_level()
    {
        Bench bench = new(Bench.Terms);
        bench.Quote(0, bid: 99.9m, bidQuantity: 3m, ask: 100m, askQuantity: 2m);

        List<VenueFact> facts = bench.Place(Bench.Market("a", Side.Buy, 3m));

        facts.Legs().ShouldBe([(100m, 2m)]);
        facts[^1].ShouldBeOfType<OrderExpired>();
        bench.Place(Bench.Market("b", Side.Buy, 1m)).Fills().ShouldBeEmpty("the quote is used up");
        bench.Quote(1, bid: 99.8m, bidQuantity: 3m, ask: 100m, askQuantity: 2m);
        bench.Place(Bench.Market("c", Side.Buy, 1m)).Fills().ShouldBeEmpty("only the bid moved");
        bench.Quote(2, bid: 99.8m, bidQuantity: 3m, ask: 100m, askQuantity: 1m);
        bench.Place(Bench.Market("d", Side.Buy, 1m)).Legs().ShouldBe([(100m, 1m)]);
    }

    [Fact]
    public void A_broken_book_gives_way_to_the_latest_quote()
    {
        Bench bench = Bench.WithBook();
        bench.Quote(1, bid: 98m, bidQuantity: 7m, ask: 98.1m, askQuantity: 7m);
        bench.Venue.OnDepth(new DepthUpdate(Bench.Btc, Bench.At(2), Bench.At(2), 900, 901, 899, [], []));

        bench.Place(Bench.Market("a", Side.Sell, 1m)).Legs().ShouldBe([(98m, 1m)]);
    }

    [Fact]
    public void Where_only_trades_are_known_a_market_order_gets_the_next_trade_price()
    {
        Bench bench = new(Bench.Terms);
        bench.Trade(0, 100m, 1m, Side.Buy);
        bench.Place(Bench.Market("a", Side.Buy, 1m)).ShouldHaveSingleItem().ShouldBeOfType<OrderAccepted>();

        bench.Trade(1, 150m, 1m, Side.Buy, TradeOrigin.OffBook);
        bench.Facts().ShouldBeEmpty();
        bench.Trade(2, 101m, 1m, Side.Buy);

        bench.Facts().Legs().ShouldBe([(101m, 1m)]);
    }

    [Fact]
    public void Order_takes_effect_after_the_latency_against_the_book_of_that_moment()
    {
        Bench bench = new(Bench.Terms with { Latency = TimeSpan.FromMilliseconds(50), AnswerLatency = TimeSpan.FromMilliseconds(30) });
        bench.Book(0, bids: [(100m, 5m)], asks: [(100.1m, 5m)]);
        bench.Venue.Place(Bench.Market("a", Side.Buy, 1m));

        bench.Book(49, bids: [(105m, 5m)], asks: [(105.1m, 5m)]);
        bench.Facts().ShouldBeEmpty();
        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.Zero);
        bench.Book(51, bids: [(120m, 5m)], asks: [(120.1m, 5m)]);
        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.From(1m));
        bench.Facts().ShouldBeEmpty();
        bench.Venue.AdvanceTo(Bench.At(79));
        bench.Facts().ShouldBeEmpty();
        bench.Venue.AdvanceTo(Bench.At(80));

        OrderFilled fill = bench.Facts().Fills().ShouldHaveSingleItem();
        fill.Price.ShouldBe(Price.From(105.1m));
        fill.At.ShouldBe(Bench.At(50));
    }

    [Fact]
    public void Cancel_that_arrives_after_the_fill_is_refused_and_one_in_time_cancels()
    {
        Bench bench = Bench.WithBook(Bench.Terms with { Latency = TimeSpan.FromMilliseconds(10) });
        bench.Venue.Place(Bench.Limit("rests", Side.Buy, 1m, 99m));
        bench.Venue.Place(Bench.Limit("fills", Side.Buy, 1m, 100.1m));
        bench.Venue.AdvanceTo(Bench.At(5));
        bench.Venue.Cancel(Bench.Btc, new("rests"));
        bench.Venue.Cancel(Bench.Btc, new("fills"));
        bench.Venue.Cancel(new("NOPE"), new("fills"));
        bench.Venue.AdvanceTo(Bench.At(15));

        List<VenueFact> facts = bench.Facts();
        facts.OfType<OrderCancelled>().ShouldHaveSingleItem().Id.ShouldBe(new("rests"));
        facts.OfType<CancelRefused>().Select(fact => fact.Id).ShouldBe([new("fills"), new("fills")]);
        bench.Venue.OpenOrders.ShouldBeEmpty();
    }
}
