using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Largest of the last n values, O(1) amortised per update: a queue that keeps only the values that can still become
/// the maximum, largest first, on a ring.
/// </summary>
public struct RollingMaximum
{
    private readonly double[] values;
    private readonly long[] positions;
    private int head;
    private int length;
    private long updates;

    /// <param name="period">Values in the window, at least 1.</param>
    public RollingMaximum(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        values = new double[period];
        positions = new long[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => values.Length;

    public readonly bool IsWarm => updates >= values.Length;

    /// <summary>Unit of the input; NaN until warm.</summary>
    public readonly double Value => IsWarm ? values[head] : double.NaN;

    /// <param name="value">Finite.</param>
    public void Update(double value)
    {
        if (length > 0 && positions[head] <= updates - values.Length)
        {
            head = Slot(1);
            length--;
        }

        while (length > 0 && values[Slot(length - 1)] <= value) length--;
        int slot = Slot(length++);
        values[slot] = value;
        positions[slot] = updates++;
    }

    public void Clear()
    {
        Array.Clear(values);
        Array.Clear(positions);
        head = length = 0;
        updates = 0;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(values);
        state.Sync(positions);
        state.SyncCount(ref head, values.Length - 1);
        state.SyncCount(ref length, values.Length);
        state.Sync(ref updates);
    }

    private readonly int Slot(int offset)
    {
        int slot = head + offset;
        return slot < values.Length ? slot : slot - values.Length;
    }
}
