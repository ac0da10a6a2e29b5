using FsCheck;
using FsCheck.Fluent;

namespace Parley.Backtesting.Tests;

public sealed class SmaCrossTests
{
    private static readonly BarBacktestOptions OneUnit = new()
    {
        StartingBalance = 10_000_000m,
        FeeBps = 10m,
        Quantity = Quantity.From(1m),
    };

    [Theory]
    [InlineData(20, 50)]
    [InlineData(1, 2)]
    [InlineData(7, 233)]
    public void Real_candles_give_the_trades_and_the_equity_of_the_plain_rule(int fast, int slow)
    {
        BarSeries bars = SharedData.Candles("mooneyes_freqtrade/BTC_USDT-5m.json", "BTCUSDT", Timeframe.FiveMinutes);
        bars.Count.ShouldBe(59_999);
        BarBacktestResult result = BarBacktest.Run(bars, new SmaCross(fast, slow), OneUnit);
        result.Trades.Count.ShouldBeGreaterThan(10);
        ShouldMatch(result, NaiveSmaCross.Run(bars, fast, slow, 1m, 10_000_000m, 0.001m));
    }

    [Fact]
    public void Candles_with_outages_count_their_gaps_and_trade_by_the_plain_rule()
    {
        BarSeries bars = SharedData.Candles("nostalgia_for_infinity/ETH_USDT-5m.json", "ETHUSDT", Timeframe.FiveMinutes);
        BarBacktestResult result = BarBacktest.Run(bars, new SmaCross(20, 50), OneUnit);
        result.Gaps.ShouldBe(6);
        bars.MissingBars.ShouldBe(177);
        ShouldMatch(result, NaiveSmaCross.Run(bars, 20, 50, 1m, 10_000_000m, 0.001m));
    }

    [Fact]
    public void Any_walk_gives_the_trades_and_the_equity_of_the_plain_rule() =>
        Prop.ForAll<int, PositiveInt, PositiveInt>((seed, a, b) =>
        {
            int fast = 1 + a.Get % 12;
            int slow = fast + 1 + b.Get % 20;
            BarSeries bars = RandomBars.Series(seed, 40 + a.Get * b.Get % 400, step: 1 + b.Get % 4);
            BarBacktestResult result = BarBacktest.Run(bars, new SmaCross(fast, slow), OneUnit);
            ShouldMatch(result, NaiveSmaCross.Run(bars, fast, slow, 1m, 10_000_000m, 0.001m));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Averages_that_touch_are_no_cross_and_the_bar_after_the_touch_is()
    {
        // Closes of 1.00 tie both averages exactly; the rise at bar 4 is the cross, bought at the open of bar 5.
        BarSeries bars = RandomBars.Flat(100, 100, 100, 100, 103, 103, 103);
        BarBacktestResult result = BarBacktest.Run(bars, new SmaCross(2, 3), OneUnit);
        result.OpenPosition.ShouldNotBeNull().EntryBar.ShouldBe(5);
    }

    [Fact]
    public void A_lead_that_exists_from_the_first_average_on_is_no_cross()
    {
        BarSeries bars = RandomBars.Flat(100, 110, 120, 130, 140, 150, 160);
        BarBacktestResult result = BarBacktest.Run(bars, new SmaCross(2, 3), OneUnit);
        result.Trades.ShouldBeEmpty();
        result.OpenPosition.ShouldBeNull();
    }

    [Fact]
    public void Prices_near_the_largest_that_exist_do_not_overflow()
    {
        Bar[] bars = [.. RandomBars.Make(3, 400)
            .Select(b => b with
            {
                Open = Scaled(b.Open), High = Scaled(b.High), Low = Scaled(b.Low), Close = Scaled(b.Close),
            })];
        BarBacktestOptions options = OneUnit with { StartingBalance = 1e13m };
        BarSeries series = BarSeries.From(bars);
        BarBacktestResult result = BarBacktest.Run(series, new SmaCross(20, 50), options);
        result.Trades.ShouldNotBeEmpty();
        result.FinalEquity.ShouldBe(NaiveSmaCross.Run(series, 20, 50, 1m, 1e13m, 0.001m).FinalEquity);

        static Price Scaled(Price price) => Price.FromRaw(price.Raw * 500_000_000);
    }

    private static void ShouldMatch(BarBacktestResult result, NaiveSmaCross.Outcome expected)
    {
        result.Trades
            .Select(t => new NaiveSmaCross.Trade(t.EntryBar, t.ExitBar, t.EntryPrice, t.ExitPrice, t.NetProfit))
            .ShouldBe(expected.Trades);
        result.FinalEquity.ShouldBe(expected.FinalEquity);
        result.FeesPaid.ShouldBe(expected.Fees);
        (result.OpenPosition is not null).ShouldBe(expected.Open);
        result.Equity.Count.ShouldBe(expected.Equity.Count);
        for (int i = 0; i < expected.Equity.Count; i++)
            ((decimal)result.Equity[i]).ShouldBe(expected.Equity[i], 0.0001m);
    }
}
