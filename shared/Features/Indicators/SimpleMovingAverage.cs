using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Arithmetic mean of the last n prices (TA-Lib SMA). The sum is an exact integer: it cannot drift, and two averages of
/// equal prices are equal to the last bit, so a cross is never an artefact of rounding.
/// </summary>
public struct SimpleMovingAverage
{
    private readonly long[] window;
    private Int128 sum;
    private int next;
    private int count;

    /// <param name="period">Prices in the window, at least 1.</param>
    public SimpleMovingAverage(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        window = new long[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Value => IsWarm ? ExactInteger.ToDouble(sum) / ((double)FixedPoint.Scale * window.Length) : double.NaN;

    public void Update(Price price)
    {
        unchecked
        {
            long[] ring = window;
            int slot = next;
            sum += price.Raw - ring[slot];
            ring[slot] = price.Raw;
            if (count < ring.Length) count++;
            next = ++slot == ring.Length ? 0 : slot;
        }
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.Sync(ref sum);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
    }
}
