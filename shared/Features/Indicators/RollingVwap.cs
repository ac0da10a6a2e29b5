using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Volume-weighted average of the typical price (high + low + close) / 3 over the last n bars. A bar whose volume is not
/// known counts as one without volume.
/// </summary>
public struct RollingVwap
{
    private RollingSum notional;
    private RollingSum volume;

    /// <param name="period">n, at least 1.</param>
    public RollingVwap(int period)
    {
        notional = new(period);
        volume = new(period);
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => volume.WarmUp;

    public readonly bool IsWarm => volume.IsWarm;

    /// <summary>Quote currency; NaN until warm and while nothing has traded in the window.</summary>
    public readonly double Value => volume.Value > 0 ? notional.Value / volume.Value : double.NaN;

    public void Update(in Bar bar)
    {
        double traded = double.IsFinite(bar.Volume) && bar.Volume > 0 ? bar.Volume : 0;
        double typical = (double)unchecked(bar.High.Raw + bar.Low.Raw + bar.Close.Raw) / (3 * FixedPoint.Scale);
        notional.Update(typical * traded);
        volume.Update(traded);
    }

    public void Sync(ref StateStream state)
    {
        notional.Sync(ref state);
        volume.Sync(ref state);
    }
}
