using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Chandelier exit (LeBeau): a stop that hangs k average true ranges from the highest high (for a long position) or the
/// lowest low (for a short one) of the last n bars. The range is Wilder's, started as TA-Lib's.
/// </summary>
public struct ChandelierExit
{
    private readonly double width;
    private RollingMaximum highest;
    private RollingMinimum lowest;
    private AverageTrueRange range;

    /// <param name="period">n, of extremes and range, at least 1.</param>
    /// <param name="width">k.</param>
    public ChandelierExit(int period, double width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        highest = new(period);
        lowest = new(period);
        range = new(period);
        this.width = width;
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => range.WarmUp;

    public readonly bool IsWarm => range.IsWarm;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Long => highest.Value - width * range.Value;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Short => lowest.Value + width * range.Value;

    public void Update(in Bar bar)
    {
        highest.Update(bar.High.ToDouble());
        lowest.Update(bar.Low.ToDouble());
        range.Update(bar);
    }

    public void Sync(ref StateStream state)
    {
        highest.Sync(ref state);
        lowest.Sync(ref state);
        range.Sync(ref state);
    }
}
