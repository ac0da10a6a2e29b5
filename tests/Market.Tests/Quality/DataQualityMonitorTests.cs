using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class DataQualityMonitorTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Start = Timestamp.Parse("2024-01-01T00:00:00Z");

    private readonly List<DataIssue> found = [];
    private readonly DataQualityMonitor monitor;
    private long nextId = 1;

    public DataQualityMonitorTests() => monitor = new DataQualityMonitor(Btc, null, found.Add);

    [Fact]
    public void Gap_in_trade_numbers_is_reported_and_the_trade_used()
    {
        Accept(1, 100, id: 10).ShouldBeTrue();
        Accept(2, 100, id: 14).ShouldBeTrue();
        found.ShouldHaveSingleItem().ShouldBe(new DataIssue(DataIssueKind.Gap, Btc, At(2), "trades 11 to 13 are missing"));
    }

    [Fact]
    [Trait("Fault", "F-059")]
    public void Duplicates_and_late_trades_are_told_apart_and_dropped()
    {
        Accept(1, 100, id: 10);
        Accept(2, 100, id: 14);
        Accept(3, 100, id: 14).ShouldBeFalse();
        Accept(3, 100, id: 12).ShouldBeFalse();
        Accept(3, 100, id: 12).ShouldBeFalse();
        found.Select(i => i.Kind).ShouldBe([DataIssueKind.Gap, DataIssueKind.Duplicate, DataIssueKind.OutOfOrder, DataIssueKind.Duplicate]);
        monitor.CountOf(DataIssueKind.Duplicate).ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-055")]
    public void Single_print_far_off_the_market_is_dropped_and_stops_new_risk_for_a_while()
    {
        for (int i = 0; i < 20; i++) Accept(i * 0.1, 100).ShouldBeTrue();
        Accept(3, 102).ShouldBeFalse();
        monitor.ActiveAt(At(3)).ShouldHaveSingleItem().Kind.ShouldBe(DataIssueKind.PriceSpike);
        Accept(4, 100).ShouldBeTrue();
        monitor.ActiveAt(At(9)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-055")]
    public void Three_prints_in_a_row_that_agree_are_the_market()
    {
        for (int i = 0; i < 20; i++) Accept(i * 0.1, 100);
        Accept(3, 103).ShouldBeFalse();
        Accept(3.1, 103).ShouldBeFalse();
        Accept(3.2, 103).ShouldBeTrue();
        Accept(3.3, 103.2).ShouldBeTrue("the market is there now");
        Accept(3.4, 100).ShouldBeFalse("and no longer here");
    }

    [Fact]
    public void Prints_that_disagree_confirm_nothing()
    {
        for (int i = 0; i < 20; i++) Accept(i * 0.1, 100);
        foreach (double price in (double[])[103, 97, 110, 103, 97]) Accept(3, price).ShouldBeFalse();
    }

    [Fact]
    public void Market_that_always_moves_more_than_a_percent_has_no_spikes()
    {
        double price = 100;
        for (int i = 0; i < 200; i++)
        {
            Accept(i * 0.1, price).ShouldBeTrue($"print {i} at {price}");
            price *= i % 2 == 0 ? 1.005 : 1 / 1.005;
        }

        Accept(20.1, price * 1.03).ShouldBeTrue("3 % is six times the usual half percent");
        Accept(20.2, price * 1.30).ShouldBeFalse();
    }

    [Fact]
    public void Live_book_says_where_the_market_is()
    {
        OrderBook book = new(Btc);
        book.ApplySnapshot(new DepthSnapshot(Btc, At(0), At(0), 1, [Level(99.9)], [Level(100.1)]));
        monitor.ObserveBook(book, BookChange.Applied, At(0), At(0));
        Accept(1, 105).ShouldBeFalse("the first trade ever already has a market to be held against");
        Accept(1, 100.5).ShouldBeTrue();
    }

    [Fact]
    public void Insurance_fund_print_is_caught_by_its_origin_and_without_it_by_its_price()
    {
        using IMarketFile file = MarketFiles.Open(RealData.Recording("usdm_btcusdt_20230405.dat.gz"));
        List<Trade> trades = EventLog.Of(file).Trades;
        Trade odd = trades.Single(t => t.Origin == TradeOrigin.OffBook);

        trades.Where(t => !monitor.Accept(t)).ShouldBe([odd]);
        found.ShouldHaveSingleItem().Kind.ShouldBe(DataIssueKind.OffBookTrade);

        List<DataIssue> blind = [];
        DataQualityMonitor second = new(Btc, null, blind.Add);
        trades.Select(t => t with { Origin = TradeOrigin.Market }).Where(t => !second.Accept(t))
            .ShouldBe([odd with { Origin = TradeOrigin.Market }]);
        DataIssue spike = blind.ShouldHaveSingleItem();
        spike.Kind.ShouldBe(DataIssueKind.PriceSpike);
        spike.At.ShouldBe(odd.VenueTime);
        second.ActiveAt(odd.VenueTime).ShouldBe([spike]);
    }

    [Theory]
    [InlineData("usdm_btcusdt_20240718.gz", "usdm_btcusdt_20240719.gz")]
    [InlineData("usdm_ethusdt_20240718.gz", "usdm_ethusdt_20240719.gz")]
    [InlineData("spot_btcusdt_20240808.gz", null)]
    [InlineData("spot_btcusdt_20230405.dat.gz", null)]
    public void Clean_recordings_raise_no_alarm(string first, string? second)
    {
        string[] paths = second is null ? [RealData.Recording(first)] : [RealData.Recording(first), RealData.Recording(second)];
        using IMarketSource source = MarketFiles.OpenAll(paths);
        DataReport report = DataCheck.Run(source);
        report.Error.ShouldBeNull();
        report.Issues.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-061")]
    [Trait("Invariant", "I-25")]
    public void Silence_is_stale_and_reported_once()
    {
        Accept(0, 100);
        monitor.ActiveAt(At(10)).ShouldBeEmpty();
        monitor.ActiveAt(At(10.5)).ShouldHaveSingleItem().Kind.ShouldBe(DataIssueKind.Stale);
        monitor.ActiveAt(At(11)).Count.ShouldBe(1);
        monitor.CountOf(DataIssueKind.Stale).ShouldBe(1);
        Accept(11, 100);
        monitor.ActiveAt(At(12)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-061")]
    [Trait("Invariant", "I-25")]
    public void Events_that_come_late_are_stale_although_many_come()
    {
        // The recorder's clock runs 1.5 s behind the venue's: that alone is no delay.
        for (int i = 0; i < 10; i++) monitor.Accept(TradeAt(i, 100, nextId++) with { ReceivedAt = At(i - 1.5) }).ShouldBeTrue();
        monitor.ActiveAt(At(9)).ShouldBeEmpty();
        monitor.Accept(TradeAt(10, 100, nextId++) with { ReceivedAt = At(14) });
        monitor.ActiveAt(At(10)).ShouldHaveSingleItem().Detail.ShouldBe("events come 5.5 s late");
        monitor.Accept(TradeAt(11, 100, nextId++) with { ReceivedAt = At(9.6) });
        monitor.ActiveAt(At(11)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-056")]
    [Trait("Fault", "F-061")]
    public void Topic_that_stops_while_others_go_on_is_mute()
    {
        OrderBook book = new(Btc);
        book.ApplySnapshot(new DepthSnapshot(Btc, At(0), At(0), 1, [Level(99)], [Level(101)]));
        monitor.ObserveBook(book, BookChange.Applied, At(0), At(0));
        for (int i = 0; i <= 10; i++) AcceptQuote(i).ShouldBeTrue();
        monitor.ActiveAt(At(10)).ShouldBeEmpty();
        AcceptQuote(11);
        monitor.ActiveAt(At(11)).ShouldHaveSingleItem().Kind.ShouldBe(DataIssueKind.Mute);
        AcceptQuote(12);
        monitor.CountOf(DataIssueKind.Mute).ShouldBe(1);
        monitor.ObserveBook(book, BookChange.Applied, At(13), At(13));
        monitor.ActiveAt(At(13)).ShouldBeEmpty();
    }

    [Fact]
    public void Topic_that_was_never_there_is_not_missed()
    {
        for (int i = 0; i < 1_000; i++) AcceptQuote(i);
        monitor.ActiveAt(At(999)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-052")]
    [Trait("Fault", "F-061")]
    public void Broken_book_forbids_new_risk_until_it_lives_again()
    {
        OrderBook book = new(Btc);
        book.ApplySnapshot(new DepthSnapshot(Btc, At(0), At(0), 1, [Level(99)], [Level(101)]));
        DepthUpdate skipping = new(Btc, At(1), At(1), 5, 6, -1, [], []);
        monitor.ObserveBook(book, book.Apply(skipping), At(1), At(1));
        monitor.ActiveAt(At(1)).ShouldHaveSingleItem().Kind.ShouldBe(DataIssueKind.BookChainBroken);
        book.ApplySnapshot(new DepthSnapshot(Btc, At(2), At(2), 6, [Level(99)], [Level(101)])).ShouldBeTrue();
        monitor.ObserveBook(book, BookChange.Applied, At(2), At(2));
        monitor.ActiveAt(At(2)).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-055")]
    public void Crossed_and_old_quotes_are_dropped()
    {
        AcceptQuote(1, id: 5).ShouldBeTrue();
        AcceptQuote(2, id: 5).ShouldBeFalse();
        AcceptQuote(2, id: 4).ShouldBeFalse();
        Quote crossed = QuoteAt(3, 9) with { Bid = Price.From(101), Ask = Price.From(101) };
        monitor.Accept(crossed).ShouldBeFalse();
        found.Select(i => i.Kind).ShouldBe([DataIssueKind.Duplicate, DataIssueKind.OutOfOrder, DataIssueKind.PriceSpike]);
    }

    [Fact]
    [Trait("Fault", "F-059")]
    [Trait("Fault", "F-062")]
    public void Bars_are_held_to_order_gaps_and_outliers()
    {
        for (int i = 0; i < 50; i++) monitor.Accept(BarAt(i, 100)).ShouldBeTrue();
        monitor.Accept(BarAt(49, 100)).ShouldBeFalse();
        monitor.Accept(BarAt(10, 100)).ShouldBeFalse();
        monitor.Accept(BarAt(53, 100)).ShouldBeTrue("a gap does not spoil the bar after it");
        monitor.Accept(BarAt(54, 1_000)).ShouldBeFalse();
        monitor.Accept(BarAt(55, 100) with { Low = Price.From(1) }).ShouldBeFalse("a wick to nearly zero");
        monitor.Accept(BarAt(56, 140)).ShouldBeFalse();
        monitor.Accept(BarAt(57, 141)).ShouldBeTrue("the second candle there confirms the move");
        monitor.CountOf(DataIssueKind.Gap).ShouldBe(1);
        monitor.CountOf(DataIssueKind.PriceSpike).ShouldBe(3);
    }

    [Theory]
    [InlineData("mooneyes_freqtrade/BTC_USDT-5m.json")]
    [InlineData("nostalgia_for_infinity/ETH_USDT-5m.json")]
    public void Real_candles_of_crashes_are_no_outliers(string path)
    {
        using IMarketFile file = MarketFiles.Open(RealData.Require(path));
        EventLog.Of(file).Bars.ShouldAllBe(b => monitor.Accept(b));
    }

    private bool Accept(double second, double price, long id = 0) =>
        monitor.Accept(TradeAt(second, price, id > 0 ? id : nextId++));

    private bool AcceptQuote(double second, long id = 0) => monitor.Accept(QuoteAt(second, id > 0 ? id : nextId++));

    private static Timestamp At(double seconds) => new(Start.Nanoseconds + (long)(seconds * 1e9));

    private static BookLevel Level(double price) => new(Price.From((decimal)price), Quantity.From(1));

    private static Trade TradeAt(double second, double price, long id) =>
        new(Btc, id, At(second), At(second), Price.From(Math.Round((decimal)price, 8)), Quantity.From(1), Side.Buy, TradeOrigin.Market);

    private static Quote QuoteAt(double second, long id) =>
        new(Btc, id, At(second), At(second), Price.From(99), Quantity.From(1), Price.From(101), Quantity.From(1));

    private static Bar BarAt(int minute, double price) => new(
        Btc, Timeframe.OneMinute, At(minute * 60), Price.From((decimal)price), Price.From((decimal)price), Price.From((decimal)price),
        Price.From((decimal)price), 1, double.NaN, 0, AfterGap: false);
}
