namespace Parley.Backtesting;

/// <summary>Money side of a bar backtest.</summary>
public sealed record BarBacktestOptions
{
    /// <summary>Cash at the start, quote currency. Above 0. Default 10,000.</summary>
    public decimal StartingBalance { get; init; } = 10_000m;

    /// <summary>Fee on each side in hundredths of a percent of notional. From 0 to 1,000. Default 10 (0.1 %).</summary>
    public decimal FeeBps { get; init; } = 10m;

    /// <summary>
    /// Units bought per entry; null (the default) sizes by <see cref="Stake"/>. There is no credit: an entry whose cost
    /// and fee exceed the cash is refused and counted in <see cref="BarBacktestResult.RejectedEntries"/>.
    /// </summary>
    public Quantity? Quantity { get; init; }

    /// <summary>
    /// Share of equity put into an entry when <see cref="Quantity"/> is null, above 0 up to 1. The quantity is rounded
    /// down to 10⁻⁸ so that cost and fee together fit. Default 1.
    /// </summary>
    public decimal Stake { get; init; } = 1m;

    /// <exception cref="StrategyException">An option is out of range; the message names it.</exception>
    public void Validate()
    {
        if (StartingBalance <= 0m)
            throw new StrategyException($"The starting balance must be above 0; it is {StartingBalance}.");
        if (FeeBps is < 0m or > 1_000m)
            throw new StrategyException($"The fee must lie between 0 and 1000 basis points; it is {FeeBps}.");
        if (Quantity is { IsPositive: false })
            throw new StrategyException($"quantity must be above 0; it is {Quantity}.");
        if (Stake is <= 0m or > 1m)
            throw new StrategyException($"stake must be above 0 and at most 1; it is {Stake}.");
    }
}
