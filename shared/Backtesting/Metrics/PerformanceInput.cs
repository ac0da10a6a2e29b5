namespace Parley.Backtesting;

/// <summary>What the metric block is computed from; any run has it, on bars or on ticks. Money in quote currency.</summary>
/// <param name="Equity">Account value over time; the starting balance at <see cref="Begin"/> precedes the first point.</param>
/// <param name="Trades">Closed ones, by exit time.</param>
public sealed record PerformanceInput(TimeSeries Equity, IReadOnlyList<ClosedTrade> Trades)
{
    /// <summary>Above 0.</summary>
    public required decimal StartingBalance { get; init; }

    /// <summary>Exact equity at the end.</summary>
    public required decimal FinalBalance { get; init; }

    /// <summary>When the run began; not after the first equity point.</summary>
    public required Timestamp Begin { get; init; }

    /// <summary>All fees of the run, open positions included.</summary>
    public required decimal FeesPaid { get; init; }

    /// <summary>Position left open at the end, or null.</summary>
    public OpenPosition? OpenPosition { get; init; }

    /// <summary>Entries the strategy wanted and the account or the risk gate refused.</summary>
    public int RejectedEntries { get; init; }

    /// <summary>First price of the instrument in the run; 0 when unknown.</summary>
    public decimal FirstPrice { get; init; }

    /// <summary>Last price of the instrument in the run.</summary>
    public decimal LastPrice { get; init; }
}
