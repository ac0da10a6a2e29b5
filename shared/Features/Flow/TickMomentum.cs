using Parley.Domain;

namespace Parley.Features;

/// <summary>The last trade against an earlier one: so many trades before, or so many seconds before.</summary>
internal struct TickMomentum
{
    public const int TradesMax = 100;
    public const int Minute = 60;
    public const int FiveMinutes = 300;
    private const long Nowhere = -1;

    // The last trades, and the last trade up to the end of each of the last seconds: raw prices.
    private readonly long[] trades = new long[TradesMax + 1];
    private readonly long[] closes = new long[FiveMinutes + 1];
    private int next;
    private int count;
    private long first = Nowhere;
    private long head = Nowhere;

    public TickMomentum()
    {
    }

    /// <summary>Price of the last trade, quote currency; NaN before the first.</summary>
    public readonly double LastPrice => count > 0 ? FixedPoint.ToDouble(Last) : double.NaN;

    private readonly long Last => trades[next == 0 ? TradesMax : next - 1];

    public void Update(in Trade trade)
    {
        long second = VenueSecond.Of(trade.VenueTime);
        if (first == Nowhere) first = head = second;
        if (second > head) Advance(second);
        closes[Slot(head)] = trade.Price.Raw;
        trades[next] = trade.Price.Raw;
        if (++next == trades.Length) next = 0;
        if (count < trades.Length) count++;
    }

    /// <summary>Last trade ÷ the one so many trades before − 1; NaN until there are that many.</summary>
    /// <param name="back">From 1 to <see cref="TradesMax"/>.</param>
    public readonly double OverTrades(int back) =>
        count > back ? Change(trades[next > back ? next - 1 - back : next + TradesMax - back]) : double.NaN;

    /// <summary>Last trade ÷ the last one before a window of so many UTC seconds began − 1; NaN when there is none.</summary>
    /// <param name="seconds">The running second included; at most <see cref="FiveMinutes"/>.</param>
    public readonly double OverSeconds(int seconds, Timestamp asOf)
    {
        long now = Math.Max(VenueSecond.Of(asOf), head);
        if (first == Nowhere || now - first < seconds) return double.NaN;
        return now - seconds >= head ? 0 : Change(closes[Slot(now - seconds)]);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(trades);
        state.Sync(closes);
        state.SyncCount(ref next, TradesMax);
        state.SyncCount(ref count, trades.Length);
        state.Sync(ref first);
        state.Sync(ref head);
    }

    // The difference is exact, however near the prices.
    private readonly double Change(long earlier) => (Last - earlier) / (double)earlier;

    private static int Slot(long second) => (int)((ulong)second % (FiveMinutes + 1));

    private void Advance(long second)
    {
        long last = closes[Slot(head)];
        for (head = Math.Max(head, second - closes.Length); head < second;) closes[Slot(++head)] = last;
    }
}
