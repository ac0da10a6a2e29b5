namespace Parley.Backtesting;

/// <summary>
/// The summary block of a run, under the names traders know from freqtrade, LEAN and Jesse. Money is quote currency,
/// <c>Percent</c> means ×100. A metric without a meaning in this run (no trades, no variance, fewer than two days) is
/// null; none is ever NaN or infinite.
/// <para>
/// Daily figures cut the equity curve at midnight UTC; the value at midnight belongs to the day that ends. Days without a
/// point count with return 0: the market never closes. The first and last day may be partial.
/// </para>
/// </summary>
public sealed record PerformanceMetrics
{
    public required Timestamp BacktestingFrom { get; init; }

    public required Timestamp BacktestingTo { get; init; }

    /// <summary>Calendar days touched, UTC.</summary>
    public required int Days { get; init; }

    public required decimal StartingBalance { get; init; }

    public required decimal FinalBalance { get; init; }

    /// <summary>Final − starting balance; open positions at their mark.</summary>
    public required decimal AbsoluteProfit { get; init; }

    public required double TotalProfitPercent { get; init; }

    /// <summary>Compound annual growth: (final ÷ starting)^(365 days ÷ duration) − 1; null below one day.</summary>
    public double? CagrPercent { get; init; }

    /// <summary>Mean of daily returns ÷ their sample standard deviation (n − 1) × √365; risk-free rate 0.</summary>
    public double? Sharpe { get; init; }

    /// <summary>Mean of daily returns ÷ root mean square of the negative ones (over all days) × √365.</summary>
    public double? Sortino { get; init; }

    /// <summary>CAGR ÷ largest relative drawdown.</summary>
    public double? Calmar { get; init; }

    /// <summary>Sum of daily gains ÷ sum of daily losses (Omega ratio at threshold 0).</summary>
    public double? Omega { get; init; }

    /// <summary>
    /// Probability in [0, 1] that the true Sharpe ratio is above 0, given length, skewness and kurtosis of the daily
    /// returns (Bailey and López de Prado, "The Sharpe Ratio Efficient Frontier", 2012); null below three days.
    /// </summary>
    public double? ProbabilisticSharpe { get; init; }

    /// <summary>Loss not exceeded on 95 % of days: minus the 5 % quantile of daily returns; null below 20 days.</summary>
    public double? ValueAtRisk95Percent { get; init; }

    /// <summary>Loss not exceeded on 99 % of days: minus the 1 % quantile of daily returns; null below 100 days.</summary>
    public double? ValueAtRisk99Percent { get; init; }

    public required TradeStatistics Trades { get; init; }

    /// <summary>Day with the largest profit; null when no day was cut.</summary>
    public DayProfit? BestDay { get; init; }

    public DayProfit? WorstDay { get; init; }

    public required int DaysWin { get; init; }

    /// <summary>Days at whose end equity was what it was at their start.</summary>
    public required int DaysDraw { get; init; }

    public required int DaysLose { get; init; }

    /// <summary>Entries wanted and refused.</summary>
    public required int RejectedEntrySignals { get; init; }

    public required double MinBalance { get; init; }

    public required double MaxBalance { get; init; }

    /// <summary>Largest fall below the highest equity so far, relative to it.</summary>
    public required double MaxUnderwaterPercent { get; init; }

    /// <summary>Longest time without a new high.</summary>
    public required TimeSpan MaxUnderwaterDuration { get; init; }

    /// <summary>Largest fall in currency; null when equity never fell below an earlier high.</summary>
    public Drawdown? AbsoluteDrawdown { get; init; }

    /// <summary>Last ÷ first price − 1.</summary>
    public double? MarketChangePercent { get; init; }

    public required decimal TotalFees { get; init; }

    /// <summary>Traded notional per day ÷ mean equity; 1 means the account was turned over once a day.</summary>
    public double? DailyTurnover { get; init; }

    /// <summary>Share of the run with a position open.</summary>
    public double? ExposurePercent { get; init; }

    /// <exception cref="ArgumentException">No equity points, or a starting balance that is not above 0.</exception>
    public static PerformanceMetrics Compute(PerformanceInput input) => PerformanceCalculation.Run(input);
}

/// <summary>Change of equity over one UTC day.</summary>
/// <param name="Profit">Quote currency.</param>
/// <param name="Percent">Of equity at the start of the day; null when there was none.</param>
public sealed record DayProfit(DateOnly Day, double Profit, double? Percent);

/// <summary>A fall of equity from a high to a low.</summary>
/// <param name="Amount">High − low, quote currency.</param>
/// <param name="Percent">Of the high.</param>
/// <param name="Start">When the high was left.</param>
/// <param name="End">When the low was reached.</param>
/// <param name="Recovered">First moment after the low at or above the high; null when it never came.</param>
public sealed record Drawdown(
    double Amount, double Percent, double High, double Low, Timestamp Start, Timestamp End, Timestamp? Recovered)
{
    /// <summary>From the low back to the high; null when it never came back.</summary>
    public TimeSpan? Recovery => Recovered - End;
}
