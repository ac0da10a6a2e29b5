using Parley.Domain;

namespace Parley.Features;

/// <summary>Change of a price against the one n updates before, as a fraction (TA-Lib ROCP).</summary>
public struct RateOfChange
{
    private readonly double[] window;
    private int next;
    private int count;
    private double value = double.NaN;

    /// <param name="period">Distance in updates, at least 1.</param>
    public RateOfChange(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        window = new double[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length + 1;

    public readonly bool IsWarm => !double.IsNaN(value);

    /// <summary>now ÷ then − 1; NaN until warm.</summary>
    public readonly double Value => value;

    public void Update(Price price)
    {
        double now = price.ToDouble();
        if (count == window.Length) value = now / window[next] - 1;
        else count++;
        window[next] = now;
        if (++next == window.Length) next = 0;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
        state.Sync(ref value);
    }
}
