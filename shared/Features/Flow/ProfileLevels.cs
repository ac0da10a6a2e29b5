using Parley.Domain;

namespace Parley.Features;

/// <summary>What stands out in a volume profile: prices in quote currency, NaN where there is none.</summary>
/// <param name="pointOfControl">Middle of the cell with the most volume.</param>
/// <param name="low">Lower end of the value area.</param>
/// <param name="high">Upper end of the value area.</param>
/// <param name="nodeAbove">Middle of the next high-volume node above the last trade.</param>
/// <param name="nodeBelow">Middle of the next high-volume node below the last trade.</param>
internal struct ProfileLevels(double pointOfControl, double low, double high, double nodeAbove, double nodeBelow)
{
    private const int ValueAreaPercent = 70;

    public static readonly ProfileLevels Unknown = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    public double PointOfControl = pointOfControl;
    public double Low = low;
    public double High = high;
    public double NodeAbove = nodeAbove;
    public double NodeBelow = nodeBelow;

    /// <summary>The levels of a profile as seen from the last price; nodes have at least half the volume of the point of control.</summary>
    public static ProfileLevels Of(in VolumeProfile profile, Price last)
    {
        if (profile.IsEmpty) return Unknown;
        int control = profile.PointOfControl();
        (int low, int high) = profile.ValueArea(ValueAreaPercent, control);
        int cell = PriceCell.Of(last);
        Int128 half = (profile.VolumeOf(control) + 1) / 2;
        return new(
            PriceCell.Middle(control), PriceCell.Low(low), PriceCell.High(high),
            Middle(profile.Node(cell, +1, half)), Middle(profile.Node(cell, -1, half)));
    }

    /// <summary>A price against the value area: −1 below, 0 inside, 1 above; NaN while that is unknown.</summary>
    public readonly double PositionOf(Price price) =>
        double.IsNaN(Low) ? double.NaN : price.ToDouble() < Low ? -1 : price.ToDouble() < High ? 0 : 1;

    public void Sync(ref StateStream state)
    {
        state.Sync(ref PointOfControl);
        state.Sync(ref Low);
        state.Sync(ref High);
        state.Sync(ref NodeAbove);
        state.Sync(ref NodeBelow);
    }

    private static double Middle(int? cell) => cell is { } known ? PriceCell.Middle(known) : double.NaN;
}
