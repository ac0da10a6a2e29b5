using Parley.Domain;

namespace Parley.Features;

/// <summary>Σ value × volume ÷ Σ volume over the last n updates, O(1) per update.</summary>
internal struct VolumeWeightedMean
{
    private RollingSum weighted;
    private RollingSum volume;

    /// <param name="period">n, at least 1.</param>
    public VolumeWeightedMean(int period)
    {
        weighted = new(period);
        volume = new(period);
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => volume.WarmUp;

    public readonly bool IsWarm => volume.IsWarm;

    /// <summary>Unit of the value; NaN until warm and while nothing has traded in the window.</summary>
    public readonly double Value => volume.Value > 0 ? weighted.Value / volume.Value : double.NaN;

    /// <param name="value">Finite.</param>
    /// <param name="traded">A volume that is not known counts as none.</param>
    public void Update(double value, double traded)
    {
        double known = double.IsFinite(traded) && traded > 0 ? traded : 0;
        weighted.Update(value * known);
        volume.Update(known);
    }

    public void Sync(ref StateStream state)
    {
        weighted.Sync(ref state);
        volume.Sync(ref state);
    }
}
