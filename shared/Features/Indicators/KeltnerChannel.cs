using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Keltner channel: EMA of closes and k average true ranges around it (Keltner 1960, in Raschke's form). Average and
/// range start as TA-Lib's do.
/// </summary>
public struct KeltnerChannel
{
    private readonly double width;
    private ExponentialMovingAverage middle;
    private AverageTrueRange range;

    /// <param name="period">Of the average, at least 1.</param>
    /// <param name="rangePeriod">Of the true range, at least 1.</param>
    /// <param name="width">k, ranges from the middle to a line.</param>
    public KeltnerChannel(int period, int rangePeriod, double width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        middle = new(period);
        range = new(rangePeriod);
        this.width = width;
    }

    /// <summary>Updates until all three lines are known.</summary>
    public readonly int WarmUp => Math.Max(middle.WarmUp, range.WarmUp);

    public readonly bool IsWarm => middle.IsWarm && range.IsWarm;

    /// <summary>Middle line in quote currency; NaN until warm.</summary>
    public readonly double Value => middle.Value;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Upper => middle.Value + width * range.Value;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Lower => middle.Value - width * range.Value;

    public void Update(in Bar bar)
    {
        middle.Update(bar.Close.ToDouble());
        range.Update(bar);
    }

    public void Sync(ref StateStream state)
    {
        middle.Sync(ref state);
        range.Sync(ref state);
    }
}
