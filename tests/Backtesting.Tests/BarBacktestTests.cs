using FsCheck;
using FsCheck.Fluent;

namespace Parley.Backtesting.Tests;

public sealed class BarBacktestTests
{
    private static readonly BarBacktestOptions OneUnit = new()
    {
        StartingBalance = 1_000m,
        FeeBps = 10m,
        Quantity = Quantity.From(1m),
    };

    [Fact]
    public void A_round_trip_pays_both_fees_to_the_last_digit()
    {
        // Decided at the closes of bars 1 and 3, executed at the opens of 2 (100.07) and 4 (103.11).
        BarSeries bars = RandomBars.Flat(10_000, 10_000, 10_007, 10_200, 10_311, 10_311);
        BarBacktestResult result = BarBacktest.Run(bars, new Script((1, BarSignal.EnterLong), (3, BarSignal.Exit)), OneUnit);
        ClosedTrade trade = result.Trades.ShouldHaveSingleItem();
        (trade.EntryBar, trade.ExitBar, trade.BarsHeld).ShouldBe((2, 4, 2));
        (trade.EntryPrice, trade.ExitPrice).ShouldBe((100.07m, 103.11m));
        trade.EntryTime.ShouldBe(bars.OpenTime(2));
        trade.ExitTime.ShouldBe(bars.OpenTime(4));
        trade.GrossProfit.ShouldBe(3.04m);
        trade.Fees.ShouldBe(0.10007m + 0.10311m);
        trade.NetProfit.ShouldBe(2.83682m);
        trade.ExitReason.ShouldBe("exit_signal");
        result.FeesPaid.ShouldBe(0.20318m);
        result.FinalEquity.ShouldBe(1_002.83682m);
        result.FinalEquity.ToString().ShouldBe("1002.83682");
        result.Equity.Values.ToArray().Select(v => Math.Round(v, 5))
            .ShouldBe([1_000.0, 1_000.0, 999.89993, 1_001.82993, 1_002.83682, 1_002.83682]);
    }

    [Fact]
    public void A_position_open_at_the_end_is_marked_at_the_last_close_and_is_no_trade()
    {
        BarSeries bars = RandomBars.Flat(10_000, 10_000, 10_500);
        BarBacktestResult result = BarBacktest.Run(bars, new Script((0, BarSignal.EnterLong)), OneUnit);
        result.Trades.ShouldBeEmpty();
        OpenPosition open = result.OpenPosition.ShouldNotBeNull();
        (open.EntryBar, open.EntryPrice, open.MarkPrice, open.EntryFee).ShouldBe((1, 100m, 105m, 0.1m));
        open.UnrealisedProfit.ShouldBe(4.9m);
        result.FeesPaid.ShouldBe(0.1m);
        result.FinalEquity.ShouldBe(1_004.9m);
    }

    [Fact]
    public void A_decision_at_the_last_close_executes_nowhere()
    {
        BarBacktestResult result = BarBacktest.Run(
            RandomBars.Flat(100, 100, 100), new Script((2, BarSignal.EnterLong)), OneUnit);
        result.OpenPosition.ShouldBeNull();
        result.FeesPaid.ShouldBe(0m);
    }

    [Fact]
    public void One_bar_and_a_quiet_strategy_leave_the_balance_alone()
    {
        BarBacktestResult result = BarBacktest.Run(RandomBars.Flat(100), new SmaCross(1, 2), OneUnit);
        result.Bars.ShouldBe(1);
        result.Trades.ShouldBeEmpty();
        result.FinalEquity.ShouldBe(1_000m);
        result.Equity.Values.ToArray().ShouldBe([1_000.0]);
    }

    [Fact]
    public void No_bars_are_an_error() =>
        Should.Throw<StrategyException>(() => BarBacktest.Run(
            new BarSeries(RandomBars.Symbol, Timeframe.FiveMinutes), new SmaCross(1, 2), OneUnit));

    [Fact]
    public void An_entry_the_cash_does_not_cover_is_refused_and_counted()
    {
        // 1000.00 buys at 999.00 + 0.999 fee, and does not at 999.01 + 0.99901.
        BarSeries cheap = RandomBars.Flat(99_900, 99_900);
        BarSeries dear = RandomBars.Flat(99_901, 99_901);
        var script = new Script((0, BarSignal.EnterLong));
        BarBacktest.Run(cheap, script, OneUnit).RejectedEntries.ShouldBe(0);
        BarBacktestResult refused = BarBacktest.Run(dear, script, OneUnit);
        refused.RejectedEntries.ShouldBe(1);
        refused.OpenPosition.ShouldBeNull();
        refused.FinalEquity.ShouldBe(1_000m);
    }

    [Fact]
    public void A_second_entry_and_an_exit_while_flat_do_nothing()
    {
        BarSeries bars = RandomBars.Flat(100, 101, 102, 103, 104, 105, 106);
        BarBacktestResult result = BarBacktest.Run(
            bars,
            new Script((0, BarSignal.Exit), (1, BarSignal.EnterLong), (2, BarSignal.EnterLong), (3, BarSignal.StopLoss), (4, BarSignal.Exit)),
            OneUnit);
        ClosedTrade trade = result.Trades.ShouldHaveSingleItem();
        (trade.EntryBar, trade.ExitBar, trade.ExitReason).ShouldBe((2, 4, "stop_loss"));
    }

    [Fact]
    public void A_stake_buys_the_most_that_fits_cost_and_fee() =>
        Prop.ForAll<PositiveInt, PositiveInt, PositiveInt>((p, s, f) =>
        {
            int cents = 1 + p.Get % 7_000_000;
            decimal stake = (1 + s.Get % 100) / 100m;
            decimal feeBps = f.Get % 1_000 / 10m;
            BarBacktestOptions options = new() { StartingBalance = 1_000m, FeeBps = feeBps, Stake = stake };
            BarBacktestResult result = BarBacktest.Run(
                RandomBars.Flat(cents, cents), new Script((0, BarSignal.EnterLong)), options);
            OpenPosition open = result.OpenPosition.ShouldNotBeNull();
            Cost(open.Quantity).ShouldBeLessThanOrEqualTo(1_000m * stake);
            Cost(open.Quantity + Quantity.FromRaw(1)).ShouldBeGreaterThan(1_000m * stake);

            decimal Cost(Quantity quantity) => quantity.Value * cents / 100m * (1m + feeBps / 10_000m);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Final_equity_is_the_balance_plus_the_profit_of_every_trade() =>
        Prop.ForAll<int>(seed =>
        {
            BarSeries bars = RandomBars.Series(seed, 300, step: 9);
            foreach (StrategyDefinition definition in StrategyCatalog.All)
            {
                BarBacktestResult result = StrategyCatalog.Configure(definition.Name, Short(definition)).Run(bars, 5_000m, 7.5m);
                decimal profit = result.Trades.Sum(t => t.NetProfit) + (result.OpenPosition?.UnrealisedProfit ?? 0m);
                result.FinalEquity.ShouldBe(5_000m + profit, 1e-12m);
                result.FeesPaid.ShouldBe(
                    result.Trades.Sum(t => t.Fees) + (result.OpenPosition?.EntryFee ?? 0m), 1e-12m);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Nothing_after_a_bar_changes_what_happened_before_it() =>
        Prop.ForAll<int, PositiveInt>((seed, at) =>
        {
            Bar[] bars = RandomBars.Make(seed, 250, step: 9);
            int cut = 1 + at.Get % 249;
            foreach (StrategyDefinition definition in StrategyCatalog.All)
            {
                ConfiguredStrategy strategy = StrategyCatalog.Configure(definition.Name, Short(definition));
                BarBacktestResult whole = strategy.Run(BarSeries.From(bars), 5_000m, 10m);
                BarBacktestResult part = strategy.Run(BarSeries.From(bars.AsSpan(0, cut)), 5_000m, 10m);
                part.Trades.ShouldBe(whole.Trades.Where(t => t.ExitBar < cut));
                part.Equity.Values.SequenceEqual(whole.Equity.Values[..cut]).ShouldBeTrue();
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_strategy_cannot_reach_a_bar_that_has_not_closed() =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            BarBacktest.Run(RandomBars.Flat(100, 101, 102), new Peek(), OneUnit));

    [Theory]
    [InlineData(0, 10, 1, "starting balance")]
    [InlineData(1000, -1, 1, "fee")]
    [InlineData(1000, 1001, 1, "fee")]
    [InlineData(1000, 10, 0, "stake")]
    [InlineData(1000, 10, 1.5, "stake")]
    public void Options_out_of_range_are_named(double balance, double fee, double stake, string word)
    {
        BarBacktestOptions options = new()
        {
            StartingBalance = (decimal)balance,
            FeeBps = (decimal)fee,
            Stake = (decimal)stake,
        };
        Should.Throw<StrategyException>(() => BarBacktest.Run(RandomBars.Flat(100), new SmaCross(1, 2), options))
            .Message.ShouldContain(word);
    }

    internal static Dictionary<string, string> Short(StrategyDefinition definition) => definition.Name switch
    {
        "sma-cross" => new() { ["fast"] = "3", ["slow"] = "8" },
        "rsi-reversion" => new() { ["period"] = "5", ["oversold"] = "35", ["stop-loss"] = "0.2" },
        _ => new() { ["entry"] = "8", ["exit"] = "4" },
    };

    private readonly struct Peek : IBarStrategy
    {
        public BarSignal OnClose(BarHistory bars, BarPosition position)
        {
            bars.Close(ago: -1);
            return BarSignal.Hold;
        }
    }
}

/// <summary>Does what it is told at the bars it is told.</summary>
internal readonly struct Script(params (int Bar, BarSignal Signal)[] orders) : IBarStrategy
{
    public BarSignal OnClose(BarHistory bars, BarPosition position)
    {
        foreach ((int bar, BarSignal signal) in orders)
            if (bar == bars.Index) return signal;
        return BarSignal.Hold;
    }
}
