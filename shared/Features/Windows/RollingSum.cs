using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Sum of the last n values, O(1) per update. Nothing drifts: the sum is kept in double-double and taken afresh every
/// time the window has been replaced as a whole, so what a past value left behind lives at most n updates.
/// </summary>
public struct RollingSum
{
    private readonly double[] window;
    private DoubleDouble sum;
    private int next;
    private int count;

    /// <param name="period">Values in the window, at least 1.</param>
    public RollingSum(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        window = new double[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Unit of the input; NaN until warm.</summary>
    public readonly double Value => IsWarm ? sum.Value : double.NaN;

    /// <summary>Value divided by the period; NaN until warm.</summary>
    public readonly double Mean => Value / window.Length;

    /// <summary>Sum of the newest values alone; NaN when there are not that many yet.</summary>
    /// <param name="kept">From 0 to the period.</param>
    public readonly double Newest(int kept)
    {
        DoubleDouble rest = sum;
        int slot = IsWarm ? next : 0;
        for (int dropped = kept; dropped < count; dropped++)
        {
            rest -= window[slot];
            if (++slot == window.Length) slot = 0;
        }

        return count >= kept ? rest.Value : double.NaN;
    }

    /// <param name="value">Finite.</param>
    public void Update(double value)
    {
        sum = sum + value - window[next];
        window[next] = value;
        if (count < window.Length) count++;
        if (++next < window.Length) return;
        next = 0;
        sum = default;
        foreach (double kept in window) sum += kept;
    }

    public void Clear()
    {
        Array.Clear(window);
        sum = default;
        next = count = 0;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.Sync(ref sum);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
    }
}
