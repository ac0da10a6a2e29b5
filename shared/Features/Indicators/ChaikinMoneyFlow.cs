using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Chaikin money flow: Σ location × volume ÷ Σ volume over the last n bars, location = ((close − low) − (high − close)) ÷
/// (high − low), which is 0 where a bar has no range (Chaikin). A bar whose volume is not known counts as one without.
/// </summary>
public struct ChaikinMoneyFlow
{
    private VolumeWeightedMean mean;

    /// <param name="period">n, at least 1.</param>
    public ChaikinMoneyFlow(int period) => mean = new(period);

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => mean.WarmUp;

    public readonly bool IsWarm => mean.IsWarm;

    /// <summary>From −1 to 1; NaN until warm and while nothing has traded in the window.</summary>
    public readonly double Value => mean.Value;

    public void Update(in Bar bar) => mean.Update(Location(bar), bar.Volume);

    public void Sync(ref StateStream state) => mean.Sync(ref state);

    /// <summary>Where in its range a bar closed: −1 at the low, 1 at the high, 0 where it has no range.</summary>
    internal static double Location(in Bar bar)
    {
        long range = bar.High.Raw - bar.Low.Raw;
        return range == 0 ? 0 : (2.0 * bar.Close.Raw - bar.High.Raw - bar.Low.Raw) / range;
    }
}
