namespace Parley.Backtesting;

/// <summary>What a bar backtest did and what came of it. Money in quote currency, exact.</summary>
/// <param name="Trades">Closed ones, in order.</param>
/// <param name="OpenPosition">Marked at the last close; null when flat.</param>
/// <param name="FinalEquity">Cash plus the open position at the last close.</param>
/// <param name="FeesPaid">All fees, those of the open position's entry included.</param>
/// <param name="Equity">At the close of every bar.</param>
/// <param name="RejectedEntries">Entries refused because the cash did not cover cost and fee.</param>
/// <param name="Elapsed">Duration of the run by the clock handed in; zero without one.</param>
public sealed record BarBacktestResult(
    BarSeries Series,
    BarBacktestOptions Options,
    IReadOnlyList<ClosedTrade> Trades,
    OpenPosition? OpenPosition,
    decimal FinalEquity,
    decimal FeesPaid,
    TimeSeries Equity,
    int RejectedEntries,
    TimeSpan Elapsed)
{
    public int Bars => Series.Count;

    /// <summary>Places where bars are missing; the run does not bridge them.</summary>
    public int Gaps => Series.Gaps;

    /// <summary>Null without a clock.</summary>
    public double? BarsPerSecond => Elapsed > TimeSpan.Zero ? Bars / Elapsed.TotalSeconds : null;

    /// <summary>The metric block of this run.</summary>
    public PerformanceMetrics Metrics() => PerformanceMetrics.Compute(new PerformanceInput(Equity, Trades)
    {
        StartingBalance = Options.StartingBalance,
        FinalBalance = FinalEquity,
        FeesPaid = FeesPaid,
        OpenPosition = OpenPosition,
        RejectedEntries = RejectedEntries,
        Begin = Series.OpenTime(0),
        FirstPrice = FixedPoint.ToDecimal(Series.Closes[0]),
        LastPrice = FixedPoint.ToDecimal(Series.Closes[^1]),
    });
}
