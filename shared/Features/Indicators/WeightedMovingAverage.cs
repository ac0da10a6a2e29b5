using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Mean of the last n prices, weighted 1 for the oldest to n for the newest (TA-Lib WMA). Both sums are exact integers.
/// </summary>
public struct WeightedMovingAverage
{
    private readonly long[] window;
    private Int128 weighted;
    private Int128 sum;
    private int next;
    private int count;

    /// <param name="period">Prices in the window, at least 1.</param>
    public WeightedMovingAverage(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        window = new long[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Value =>
        IsWarm ? ExactInteger.ToDouble(weighted) / (FixedPoint.Scale * (window.Length * (window.Length + 1L) / 2.0)) : double.NaN;

    public void Update(Price price)
    {
        // Every price in the window loses one weight, the oldest its last; the new one comes in with the full weight.
        weighted += (Int128)price.Raw * window.Length - sum;
        sum += price.Raw - window[next];
        window[next] = price.Raw;
        if (count < window.Length) count++;
        if (++next == window.Length) next = 0;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.Sync(ref weighted);
        state.Sync(ref sum);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
    }
}
