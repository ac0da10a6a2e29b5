using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Taker volume over the last minute and the last five, by venue time. Trades are added up per UTC second in exact
/// integers, so memory and time per trade are bounded and nothing drifts; a window is the running second and the
/// complete ones before it. Trades seen before (by number) change nothing.
/// </summary>
internal struct TradeFlow
{
    public const int Minute = 60;
    public const int FiveMinutes = 300;
    private const long Nowhere = -1;

    private readonly TradeTally[] seconds = new TradeTally[FiveMinutes];
    private TradeTally lastMinute;
    private TradeTally lastFiveMinutes;
    private long first = Nowhere;
    private long head = Nowhere;
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
        long second = VenueSecond.Of(trade.VenueTime);
        if (first == Nowhere) first = head = second;
        if (second > head) Advance(second);

        // Off-book trades carry a number of the same row but say nothing about takers.
        TradeTally tally = trade.Origin == TradeOrigin.OffBook
            ? new(0, 0, 0, missed)
            : trade.Aggressor == Side.Buy
                ? new(trade.Quantity.Raw, 0, 1, missed)
                : new(0, trade.Quantity.Raw, 1, missed);
        seconds[Slot(head)] += tally;
        lastMinute += tally;
        lastFiveMinutes += tally;
        return true;
    }

    /// <summary>Bought − sold in base currency; NaN until a whole window has been watched.</summary>
    public readonly double CumulativeDelta(int window, Timestamp asOf) =>
        TryRead(window, asOf, out TradeTally tally) ? ToUnits(tally.Bought - tally.Sold) : double.NaN;

    /// <summary>Bought ÷ (bought + sold); NaN until a whole window has been watched and when nothing traded in it.</summary>
    public readonly double BuyRatio(int window, Timestamp asOf) =>
        TryRead(window, asOf, out TradeTally tally) && tally.Bought + tally.Sold is var total && total > 0
            ? ToUnits(tally.Bought) / ToUnits(total)
            : double.NaN;

    public readonly double Trades(int window, Timestamp asOf) =>
        TryRead(window, asOf, out TradeTally tally) ? tally.Trades : double.NaN;

    public readonly double Missed(int window, Timestamp asOf) =>
        TryRead(window, asOf, out TradeTally tally) ? tally.Missed : double.NaN;

    public void Sync(ref StateStream state)
    {
        foreach (ref TradeTally second in seconds.AsSpan()) second.Sync(ref state);
        lastMinute.Sync(ref state);
        lastFiveMinutes.Sync(ref state);
        state.Sync(ref first);
        state.Sync(ref head);
        state.Sync(ref lastId);
    }

    private static double ToUnits(Int128 raw) => ExactInteger.ToDouble(raw) / FixedPoint.Scale;

    private static int Slot(long second) => (int)((ulong)second % FiveMinutes);

    private void Advance(long second)
    {
        if (second - head >= FiveMinutes)
        {
            Array.Clear(seconds);
            lastMinute = lastFiveMinutes = default;
            head = second;
            return;
        }

        while (head < second)
        {
            head++;
            if (head >= Minute) lastMinute -= seconds[Slot(head - Minute)];
            ref TradeTally oldest = ref seconds[Slot(head)];
            lastFiveMinutes -= oldest;
            oldest = default;
        }
    }

    // Reading moves nothing: seconds that have left the window since the last trade are taken off a copy.
    private readonly bool TryRead(int window, Timestamp asOf, out TradeTally tally)
    {
        long now = Math.Max(VenueSecond.Of(asOf), head);
        bool watched = first != Nowhere && now - first >= window;
        tally = default;
        if (!watched || now - head >= window) return watched;
        tally = window == Minute ? lastMinute : lastFiveMinutes;
        for (long second = head + 1 - window; second <= now - window; second++)
            if (second >= 0) tally -= seconds[Slot(second)];
        return true;
    }
}
