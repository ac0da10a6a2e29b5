using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class BarBuilderTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Midnight = Timestamp.Parse("2024-01-01T00:00:00Z");
    private static readonly Timeframe ThreeMinutes = Timeframe.Parse("3m");

    private readonly List<Bar> bars = [];

    [Fact]
    public void Trades_of_an_interval_become_one_bar_when_time_passes_its_end()
    {
        BarBuilder builder = Build(Timeframe.OneMinute);
        builder.OnTrade(TradeAt(1, 100, 2, Side.Buy));
        builder.OnTrade(TradeAt(20, 105, 1, Side.Sell));
        builder.OnTrade(TradeAt(40, 95, 3, Side.Sell));
        builder.OnTrade(TradeAt(59, 101, 4, Side.Buy));
        bars.ShouldBeEmpty();
        builder.OnTrade(TradeAt(60, 103, 1, Side.Buy));
        bars.ShouldHaveSingleItem().ShouldBe(new Bar(
            Btc, Timeframe.OneMinute, Midnight, Price.From(100), Price.From(105), Price.From(95), Price.From(101), 10, 6, 4, AfterGap: false));
    }

    [Fact]
    [Trait("Fault", "F-081")]
    public void Time_alone_closes_a_bar()
    {
        BarBuilder builder = Build(Timeframe.OneMinute);
        builder.OnTrade(TradeAt(1, 100));
        builder.AdvanceTo(At(59));
        bars.ShouldBeEmpty();
        builder.AdvanceTo(At(60));
        bars.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Fault", "F-062")]
    public void Interval_without_trades_gives_no_bar_and_marks_the_next()
    {
        BarBuilder builder = Build(Timeframe.OneMinute);
        builder.OnTrade(TradeAt(1, 100));
        builder.OnTrade(TradeAt(61, 100));
        builder.OnTrade(TradeAt(200, 100));
        builder.AdvanceTo(At(600));
        bars.Select(b => (b.OpenTime, b.AfterGap)).ShouldBe([(At(0), false), (At(60), false), (At(180), true)]);
    }

    [Fact]
    [Trait("Fault", "F-059")]
    public void Late_trade_is_counted_and_changes_nothing()
    {
        BarBuilder builder = Build(Timeframe.OneMinute, Timeframe.FiveMinutes);
        builder.OnTrade(TradeAt(1, 100));
        builder.OnTrade(TradeAt(61, 100));
        builder.OnTrade(TradeAt(59, 500));
        builder.LateCount.ShouldBe(1);
        builder.AdvanceTo(At(300));
        bars.ShouldAllBe(b => b.High == Price.From(100));
        bars.Sum(b => b.Timeframe == Timeframe.FiveMinutes ? b.Trades : 0).ShouldBe(2, "what no short bar has, no long one has");
    }

    [Fact]
    public void Trade_that_steps_back_within_the_open_bar_still_counts()
    {
        BarBuilder builder = Build(Timeframe.OneMinute);
        builder.OnTrade(TradeAt(30, 100));
        builder.OnTrade(TradeAt(20, 110));
        builder.AdvanceTo(At(60));
        bars[0].Trades.ShouldBe(2);
        builder.LateCount.ShouldBe(0);
    }

    [Fact]
    public void Off_book_trade_never_enters_a_bar()
    {
        BarBuilder builder = Build(Timeframe.OneMinute);
        builder.OnTrade(TradeAt(1, 100));
        builder.OnTrade(TradeAt(2, 900) with { Origin = TradeOrigin.OffBook });
        builder.AdvanceTo(At(60));
        bars[0].High.ShouldBe(Price.From(100));
        builder.OffBookCount.ShouldBe(1);
    }

    [Fact]
    public void Bars_that_close_together_come_by_end_then_shortest_first()
    {
        BarBuilder builder = Build(Timeframe.FiveMinutes, Timeframe.OneMinute, ThreeMinutes);
        builder.OnTrade(TradeAt(130, 100));
        builder.OnTrade(TradeAt(290, 100));
        builder.AdvanceTo(At(3_600));
        bars.Select(b => $"{b.Timeframe}@{(b.OpenTime - Midnight).TotalSeconds}").ShouldBe(["1m@120", "3m@0", "1m@240", "5m@0", "3m@180"]);
    }

    [Fact]
    public void Short_bars_make_long_ones_and_pass_through_themselves()
    {
        BarBuilder builder = Build(Timeframe.OneMinute, Timeframe.FiveMinutes);
        for (int minute = 0; minute < 10; minute++)
            builder.OnBar(MinuteBar(minute, open: 100 + minute, high: 110 + minute, low: 90 + minute, close: 101 + minute));
        bars.Count(b => b.Timeframe == Timeframe.OneMinute).ShouldBe(10);
        Bar[] fives = bars.Where(b => b.Timeframe == Timeframe.FiveMinutes).ToArray();
        fives.Length.ShouldBe(2, "the last minute completes the second one");
        fives[1].ShouldBe(new Bar(
            Btc, Timeframe.FiveMinutes, At(300), Price.From(105), Price.From(119), Price.From(95), Price.From(110), 10, 5, 15, AfterGap: false));
        bars[5].ShouldBe(fives[0], "the long bar comes right after the short one that completes it");
    }

    [Theory]
    [InlineData("0-14", "")]
    [InlineData("0-2,4-14", "0")]
    [InlineData("1-14", "0")]
    [InlineData("0-3,5-14", "0")]
    [InlineData("0-4,6-14", "5")]
    [InlineData("0-4,10-14", "10")]
    [InlineData("0-4,12-14", "10")]
    public void Long_bar_that_short_bars_do_not_cover_says_so(string minutes, string broken)
    {
        BarBuilder builder = Build(Timeframe.FiveMinutes);
        int before = -1;
        foreach (int minute in Minutes(minutes))
        {
            builder.OnBar(MinuteBar(minute, 2, 3, 1, 2) with { AfterGap = before >= 0 && minute > before + 1 });
            before = minute;
        }

        builder.AdvanceTo(At(15 * 60));
        string.Join(',', bars.Where(b => b.AfterGap).Select(b => (b.OpenTime - Midnight).TotalMinutes)).ShouldBe(broken);
    }

    [Fact]
    public void Incomplete_bars_make_incomplete_bars()
    {
        List<Bar> hours = [];
        BarBuilder stacked = new(Btc, [Timeframe.OneHour], (in Bar bar) => hours.Add(bar));
        BarBuilder fives = new(Btc, [Timeframe.FiveMinutes], (in Bar bar) => stacked.OnBar(bar));
        for (int minute = 0; minute < 180; minute++)
            if (minute != 62) fives.OnBar(MinuteBar(minute, 2, 3, 1, 2));
        hours.Select(b => b.AfterGap).ShouldBe([false, true, false]);
    }

    [Theory]
    [InlineData(125, false)]
    [InlineData(185, true)]
    public void Trades_go_on_where_history_ends(double firstTrade, bool broken)
    {
        BarBuilder builder = Build(Timeframe.FiveMinutes);
        builder.OnBar(MinuteBar(0, 2, 3, 1, 2));
        builder.OnBar(MinuteBar(1, 2, 3, 1, 2));
        builder.OnTrade(TradeAt(firstTrade, 2));
        builder.AdvanceTo(At(300));
        bars.ShouldHaveSingleItem().AfterGap.ShouldBe(broken);
    }

    [Fact]
    public void Weeks_start_on_monday_as_the_venue_counts_them()
    {
        BarBuilder builder = Build(Timeframe.Parse("1w"));
        for (int day = 0; day < 21; day++)
            builder.OnBar(MinuteBar(day * 24 * 60, 2, 3, 1, 2) with { Timeframe = Timeframe.OneDay });
        Midnight.ToDateTimeOffset().DayOfWeek.ShouldBe(DayOfWeek.Monday);
        bars.Select(b => ((b.OpenTime - Midnight).TotalDays, b.Volume, b.AfterGap)).ShouldBe([(0, 14, false), (7, 14, false), (14, 14, false)]);
    }

    [Fact]
    public void Bar_of_a_listed_timeframe_replaces_the_one_built_so_far_and_is_not_built_from_again()
    {
        BarBuilder builder = Build(Timeframe.FiveMinutes, Timeframe.OneHour);
        builder.OnBar(MinuteBar(0, 1, 2, 1, 2) with { Timeframe = Timeframe.FiveMinutes });
        bars.ShouldHaveSingleItem().Timeframe.ShouldBe(Timeframe.FiveMinutes);
        builder.OnBar(MinuteBar(0, 1, 2, 1, 2) with { Timeframe = Timeframe.FiveMinutes });
        bars.Count.ShouldBe(1);
        builder.LateCount.ShouldBe(1);
    }

    [Fact]
    public void Long_bars_from_trades_equal_long_bars_from_short_bars_from_trades() =>
        Prop.ForAll<int>(seed =>
        {
            List<Bar> direct = [];
            List<Bar> stacked = [];
            BarBuilder both = new(Btc, [Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.OneHour], (in Bar b) => direct.Add(b));
            BarBuilder fromBars = new(Btc, [Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.OneHour], (in Bar b) => stacked.Add(b));
            Random random = new(seed);
            double second = 0;
            for (int i = 0; i < 300; i++)
            {
                second += random.Next(6) == 0 ? random.Next(400) : random.NextDouble() * 10;
                both.OnTrade(TradeAt(second, random.Next(90, 110), random.Next(1, 9), (Side)random.Next(2)));
            }

            both.AdvanceTo(At(second + 7_200));
            foreach (Bar bar in direct.Where(b => b.Timeframe == Timeframe.OneMinute).ToArray()) fromBars.OnBar(bar);
            fromBars.AdvanceTo(At(second + 7_200));
            foreach (Timeframe timeframe in (Timeframe[])[Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.OneHour])
            {
                Bar[] fromTrades = [.. direct.Where(b => b.Timeframe == timeframe)];
                Bar[] fromMinutes = [.. stacked.Where(b => b.Timeframe == timeframe)];
                // A minute without a trade is quiet to one and missing to the other.
                fromMinutes.Select(b => b with { AfterGap = false }).ShouldBe(fromTrades.Select(b => b with { AfterGap = false }));
                fromMinutes.Zip(fromTrades).ShouldAllBe(p => p.First.AfterGap || !p.Second.AfterGap);
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Volume_of_the_bars_is_the_volume_of_the_trades_of_a_real_recording()
    {
        using IMarketFile file = MarketFiles.Open(RealData.Recording("usdm_btcusdt_20230405.dat.gz"));
        List<Trade> trades = EventLog.Of(file).Trades;
        BarBuilder builder = Build(Timeframe.OneMinute, Timeframe.FiveMinutes);
        foreach (Trade trade in trades) builder.OnTrade(trade);
        builder.AdvanceTo(trades[^1].VenueTime + Timeframe.OneHour);
        double expected = trades.Where(t => t.Origin == TradeOrigin.Market).Sum(t => t.Quantity.ToDouble());
        bars.Where(b => b.Timeframe == Timeframe.OneMinute).Sum(b => b.Volume).ShouldBe(expected, 1e-9);
        bars.Where(b => b.Timeframe == Timeframe.FiveMinutes).Sum(b => b.Volume).ShouldBe(expected, 1e-9);
        bars.Count(b => b.Timeframe == Timeframe.OneMinute).ShouldBe(7);
        bars.ShouldAllBe(b => b.High < Price.From(28_300), "the insurance fund's 28722.50 is no market price");
        builder.LateCount.ShouldBe(0);
    }

    [Fact]
    public void Another_symbols_trade_is_a_programming_error() =>
        Should.Throw<ArgumentException>(() => Build(Timeframe.OneMinute).OnTrade(TradeAt(1, 1) with { Symbol = new Symbol("X") }));

    private BarBuilder Build(params Timeframe[] timeframes) => new(Btc, timeframes, (in Bar bar) => bars.Add(bar));

    private static IEnumerable<int> Minutes(string ranges) =>
        ranges.Split(',').Select(r => r.Split('-').Select(int.Parse).ToArray()).SelectMany(r => Enumerable.Range(r[0], r[1] - r[0] + 1));

    private static Timestamp At(double seconds) => new(Midnight.Nanoseconds + (long)(seconds * 1e9));

    private static Trade TradeAt(double second, int price, int quantity = 1, Side side = Side.Buy) =>
        new(Btc, 1, At(second), At(second), Price.From(price), Quantity.From(quantity), side, TradeOrigin.Market);

    private static Bar MinuteBar(int minute, int open, int high, int low, int close) =>
        new(Btc, Timeframe.OneMinute, At(minute * 60), Price.From(open), Price.From(high), Price.From(low), Price.From(close), 2, 1, 3, AfterGap: false);
}
