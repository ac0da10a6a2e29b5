using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Volume-weighted average of the typical price (high + low + close) / 3 over the last n bars. A bar whose volume is not
/// known counts as one without volume.
/// </summary>
public struct RollingVwap
{
    private VolumeWeightedMean mean;

    /// <param name="period">n, at least 1.</param>
    public RollingVwap(int period) => mean = new(period);

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => mean.WarmUp;

    public readonly bool IsWarm => mean.IsWarm;

    /// <summary>Quote currency; NaN until warm and while nothing has traded in the window.</summary>
    public readonly double Value => mean.Value;

    public void Update(in Bar bar)
    {
        double typical = (double)unchecked(bar.High.Raw + bar.Low.Raw + bar.Close.Raw) / (3 * FixedPoint.Scale);
        mean.Update(typical, bar.Volume);
    }

    public void Sync(ref StateStream state) => mean.Sync(ref state);
}
