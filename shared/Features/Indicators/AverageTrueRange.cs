using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Average true range: the larger of high and previous close minus the smaller of low and previous close, smoothed by
/// Wilder's rule from the plain mean of the first n (Wilder 1978; TA-Lib ATR). The first bar has no previous close and
/// counts only as one.
/// </summary>
public struct AverageTrueRange
{
    private readonly int period;
    private readonly double weight;
    private long previousClose;
    private double average;
    private int count;

    /// <param name="period">n, at least 1.</param>
    public AverageTrueRange(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        this.period = period;
        weight = 1.0 / period;
    }

    /// <summary>Updates until the first value: n ranges need n + 1 bars.</summary>
    public readonly int WarmUp => period + 1;

    public readonly bool IsWarm => count > period;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Value => IsWarm ? average / FixedPoint.Scale : double.NaN;

    public void Update(in Bar bar)
    {
        double range = unchecked(Math.Max(bar.High.Raw, previousClose) - Math.Min(bar.Low.Raw, previousClose));
        previousClose = bar.Close.Raw;
        if (count > period)
        {
            average = Math.FusedMultiplyAdd(average, 1 - weight, range * weight);
            return;
        }

        // Until warm, the field holds the plain sum.
        if (++count == 1) return;
        average += range;
        if (count > period) average /= period;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref previousClose);
        state.Sync(ref average);
        state.SyncCount(ref count, period + 1);
    }
}
