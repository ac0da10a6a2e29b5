using Parley.Domain;

namespace Parley.Features;

/// <summary>At which prices the volume of the last bars was traded.</summary>
internal sealed class BarProfileFeatures() : BarFamily(Formulas.Definitions)
{
    private const int Period = 96;
    private const string Source = "Steidlmayer and Hawkins, \"Steidlmayer on Markets\", 2003; cells of 5 basis points";

    private static readonly FormulaList<BarProfileFeatures> Formulas = new(FeatureKind.Bars, "volume profile")
    {
        {
            nameof(RollingProfile), "profile_poc_96", Units.Quote, Period,
            "Point of control: middle of the cell with the most volume of the last 96 bars, each at (high + low + close)/3.",
            Source, static (f, _) => f.profile96.Levels.PointOfControl
        },
        {
            nameof(RollingProfile), "profile_value_area_low_96", Units.Quote, Period,
            "Lower end of the value area: cells around the point of control, the larger neighbour first, that hold 70 % of the volume.",
            Source, static (f, _) => f.profile96.Levels.Low
        },
        { nameof(RollingProfile), "profile_value_area_high_96", Units.Quote, Period, "Upper end of the value area.", Source, static (f, _) => f.profile96.Levels.High },
        { nameof(RollingProfile), "profile_deviation_96", Units.Fraction, Period, "Close ÷ `profile_poc_96` − 1.", Source, static (f, _) => f.profile96.Deviation },
        {
            nameof(RollingProfile), "profile_position_96", Units.Sign, Period, "Close against the value area: −1 below, 0 inside, 1 above.",
            Source, static (f, _) => f.profile96.Position
        },
        {
            nameof(RollingProfile), "profile_node_above_96", Units.Quote, Period,
            "High-volume node next above the close: a cell with more volume than its neighbours and at least half the point of control's. Unknown when there is none.",
            Source, static (f, _) => f.profile96.Levels.NodeAbove
        },
        {
            nameof(RollingProfile), "profile_node_below_96", Units.Quote, Period, "High-volume node next below the close, as `profile_node_above_96`.",
            Source, static (f, _) => f.profile96.Levels.NodeBelow
        },
    };

    private RollingProfile profile96 = new(Period);

    public override void Update(in Bar bar) => profile96.Update(bar);

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state) => profile96.Sync(ref state);
}
