using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Mean of a value that holds until the next one, weighted by how long it held, over a sliding window of venue time. The
/// window is cut into equal cells and ends now; it starts at the beginning of its oldest cell, so it is up to one cell
/// shorter than its nominal length. Bounded memory, and no running sum that could drift.
/// </summary>
internal struct TimeWeightedMean
{
    private readonly double[] integrals;
    private readonly long[] observed;
    private readonly long cell;
    private long head;

    // Where the newest cell is and when it ends: what spares the divisions while it lasts.
    private int headSlot;
    private long headEnd;

    // Of all cells but the newest, added up afresh when a new one begins: reading costs no walk and nothing drifts.
    private double pastIntegral;
    private long pastObserved;
    private long last = -1;
    private double held = double.NaN;

    /// <param name="window">Nominal length.</param>
    /// <param name="cells">How many cells the window is cut into, at least 2.</param>
    public TimeWeightedMean(TimeSpan window, int cells)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cells, 2);
        integrals = new double[cells];
        observed = new long[cells];
        cell = window.Ticks * 100 / cells;
    }

    /// <param name="value">Holds from now on; NaN when it is unknown from now on.</param>
    public void Update(Timestamp at, double value)
    {
        long now = at.Nanoseconds;
        if (last < 0) Begin(now);
        else if (now > last) Advance(now);
        held = value;
    }

    /// <summary>Unit of the input; NaN unless the value was known throughout the window.</summary>
    public readonly double Read(Timestamp asOf)
    {
        if (last < 0) return double.NaN;
        long now = Math.Max(asOf.Nanoseconds, last);
        long oldest = head - integrals.Length + 1;
        long start = headEnd - integrals.Length * cell;
        double integral = pastIntegral;
        long time = pastObserved;
        if (now >= headEnd)
        {
            oldest = now / cell - integrals.Length + 1;
            start = oldest * cell;
            (integral, time) = Past(oldest);
        }

        if (oldest <= head)
        {
            integral += integrals[headSlot];
            time += observed[headSlot];
        }

        if (!double.IsNaN(held))
        {
            long since = now - Math.Max(last, start);
            integral += held * since;
            time += since;
        }

        return time > 0 && time == now - start ? integral / time : double.NaN;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(integrals);
        state.Sync(observed);
        state.Sync(ref head);
        state.Sync(ref last);
        state.Sync(ref held);
        if (state.IsReading) StartCell();
    }

    private readonly int Slot(long index) => (int)((ulong)index % (ulong)integrals.Length);

    /// <summary>Sums of the cells from the oldest of a window to the one before the newest.</summary>
    private readonly (double Integral, long Observed) Past(long oldest)
    {
        double integral = 0;
        long time = 0;
        long first = Math.Max(Math.Max(oldest, head - integrals.Length + 1), 0);
        int slot = Slot(first);
        for (long index = first; index < head; index++)
        {
            integral += integrals[slot];
            time += observed[slot];
            if (++slot == integrals.Length) slot = 0;
        }

        return (integral, time);
    }

    private void Begin(long now)
    {
        last = now;
        head = now / cell;
        StartCell();
    }

    private void Advance(long now)
    {
        if (now < headEnd)
        {
            AddHeld(headSlot, now - last);
            last = now;
            return;
        }

        long target = now / cell;
        long index = Math.Max(head, target - integrals.Length + 1);
        for (; index <= target; index++)
        {
            int slot = Slot(index);
            if (index > head) integrals[slot] = observed[slot] = 0;
            AddHeld(slot, Math.Min(now, (index + 1) * cell) - Math.Max(last, index * cell));
        }

        last = now;
        head = target;
        StartCell();
    }

    private readonly void AddHeld(int slot, long since)
    {
        if (double.IsNaN(held)) return;
        integrals[slot] += held * since;
        observed[slot] += since;
    }

    private void StartCell()
    {
        headSlot = Slot(head);
        headEnd = (head + 1) * cell;
        (pastIntegral, pastObserved) = Past(head - integrals.Length + 1);
    }
}
