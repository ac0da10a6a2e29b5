using System.Runtime.CompilerServices;

namespace Parley.Backtesting;

/// <summary>
/// The bar loop. A strategy decides at the close of bar <em>i</em>; the order executes at the open of bar <em>i</em> + 1;
/// a decision at the last close executes nowhere. Equity is marked at every close.
/// </summary>
public static class BarBacktest
{
    /// <inheritdoc cref="Run{TStrategy}(BarSeries, TStrategy, BarBacktestOptions, TimeProvider?)"/>
    public static BarBacktestResult Run<TStrategy>(
        ReadOnlySpan<Bar> bars, TStrategy strategy, BarBacktestOptions options, TimeProvider? clock = null)
        where TStrategy : struct, IBarStrategy =>
        Run(BarSeries.From(bars), strategy, options, clock);

    /// <param name="strategy">Fresh: it keeps state.</param>
    /// <param name="clock">Measures <see cref="BarBacktestResult.Elapsed"/>.</param>
    /// <exception cref="StrategyException">There are no bars, or an option is out of range.</exception>
    public static BarBacktestResult Run<TStrategy>(
        BarSeries bars, TStrategy strategy, BarBacktestOptions options, TimeProvider? clock = null)
        where TStrategy : struct, IBarStrategy
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (bars.Count == 0) throw new StrategyException("There are no bars to test on.");

        long started = clock?.GetTimestamp() ?? 0;
        var account = new BarAccount(bars, options);
        double[] equity = GC.AllocateUninitializedArray<double>(bars.Count);
        Loop(bars, strategy, account, equity);
        TimeSpan elapsed = clock?.GetElapsedTime(started) ?? TimeSpan.Zero;

        var last = Price.FromRaw(bars.Closes[^1]);
        return new BarBacktestResult(
            bars,
            options,
            account.Trades,
            account.OpenPositionAt(last),
            account.EquityAt(last),
            account.FeesPaid,
            new TimeSeries(bars.OpenTimesMemory, bars.Timeframe.Nanoseconds, equity),
            account.RejectedEntries,
            elapsed);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Loop<TStrategy>(BarSeries bars, TStrategy strategy, BarAccount account, double[] equity)
        where TStrategy : struct, IBarStrategy
    {
        ReadOnlySpan<long> closes = bars.Closes;
        var pending = BarSignal.Hold;
        double cash = account.CashMark;
        double units = account.UnitsMark;
        BarPosition position = account.Position;
        for (int i = 0; i < closes.Length; i++)
        {
            if (pending != BarSignal.Hold)
            {
                account.Execute(pending, i);
                cash = account.CashMark;
                units = account.UnitsMark;
                position = account.Position;
            }

            equity[i] = cash + units * closes[i];
            pending = strategy.OnClose(new BarHistory(bars, i), position);
        }
    }
}
