using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Taker volume of large trades over the last five minutes. A trade is large when its quantity is not below the 99 %
/// quantile of the 1,000 trades before it, so what counts as large follows the market.
/// </summary>
internal struct LargeTrades
{
    public const int FiveMinutes = SecondWindows<TradeTally>.FiveMinutes;

    private QuantityQuantile quantile = new();
    private SecondWindows<TradeTally> windows = new(FiveMinutes, FiveMinutes);

    public LargeTrades()
    {
    }

    /// <summary>Base currency; NaN until 1,000 trades have come.</summary>
    public readonly double Threshold => quantile.IsWarm ? FixedPoint.ToDouble(quantile.Value) : double.NaN;

    public void Update(in Trade trade)
    {
        long quantity = trade.Quantity.Raw;
        if (quantile.IsWarm) windows.Add(trade.VenueTime, quantity >= quantile.Value ? Large(quantity, trade.Aggressor) : default);
        quantile.Update(quantity);
    }

    /// <summary>The last five minutes; unknown until they have been watched with a threshold.</summary>
    public readonly TradeWindow Read(Timestamp asOf) => new(windows.TryRead(FiveMinutes, asOf, out TradeTally tally), tally);

    public void Sync(ref StateStream state)
    {
        quantile.Sync(ref state);
        windows.Sync(ref state);
    }

    private static TradeTally Large(long quantity, Side aggressor) =>
        aggressor == Side.Buy ? new(quantity, 0, 1, 0) : new(0, quantity, 1, 0);
}
