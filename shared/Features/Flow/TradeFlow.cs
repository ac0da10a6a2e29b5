using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Taker volume over the last minute, the last five and the running UTC day, by venue time, in exact integers. Trades
/// seen before (by number) change nothing.
/// </summary>
internal struct TradeFlow
{
    public const int Minute = SecondWindows<TradeTally>.Minute;
    public const int FiveMinutes = SecondWindows<TradeTally>.FiveMinutes;
    private const long Nowhere = -1;

    private SecondWindows<TradeTally> windows = new(Minute, FiveMinutes);
    private Int128 dayDelta;
    private long day = Nowhere;
    private long lastId = Nowhere;

    public TradeFlow()
    {
    }

    /// <returns>False for a trade seen before.</returns>
    public bool Update(in Trade trade)
    {
        if (trade.TradeId <= lastId) return false;
        long missed = lastId == Nowhere ? 0 : trade.TradeId - lastId - 1;
        lastId = trade.TradeId;
        StartDay(VenueSecond.DayOf(trade.VenueTime));

        // Off-book trades carry a number of the same row but say nothing about takers.
        if (trade.Origin == TradeOrigin.OffBook)
        {
            windows.Add(trade.VenueTime, new(0, 0, 0, missed));
            return true;
        }

        long quantity = trade.Quantity.Raw;
        bool buys = trade.Aggressor == Side.Buy;
        windows.Add(trade.VenueTime, buys ? new(quantity, 0, 1, missed) : new(0, quantity, 1, missed));
        dayDelta = unchecked(dayDelta + (buys ? quantity : -quantity));
        return true;
    }

    /// <summary>The last minute or five.</summary>
    public readonly TradeWindow Read(int window, Timestamp asOf) => new(windows.TryRead(window, asOf, out TradeTally tally), tally);

    /// <summary>
    /// Bought − sold since midnight UTC, or since the first trade seen where that came later; NaN before it. Base currency.
    /// </summary>
    public readonly double SessionDelta(Timestamp asOf) =>
        day == Nowhere ? double.NaN : VenueSecond.DayOf(asOf) > day ? 0 : ExactInteger.ToUnits(dayDelta);

    public void Sync(ref StateStream state)
    {
        windows.Sync(ref state);
        state.Sync(ref dayDelta);
        state.Sync(ref day);
        state.Sync(ref lastId);
    }

    private void StartDay(long today)
    {
        if (today <= day) return;
        day = today;
        dayDelta = 0;
    }
}
