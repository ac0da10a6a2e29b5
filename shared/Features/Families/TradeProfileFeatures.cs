using Parley.Domain;

namespace Parley.Features;

/// <summary>At which prices the day's volume traded.</summary>
internal sealed class TradeProfileFeatures() : FlowFamily(Formulas.Definitions)
{
    private const string Source = "Steidlmayer and Hawkins, \"Steidlmayer on Markets\", 2003; cells of 0.0005 in the logarithm of price";

    private static readonly FormulaList<TradeProfileFeatures> Formulas = new(FeatureKind.Flow, "volume profile")
    {
        {
            nameof(SessionProfile), "profile_poc", Units.Quote, 1,
            "Point of control: middle of the price cell, 5 basis points wide, with the most volume of the running UTC day (from its "
            + "first trade seen), the lower of equal ones; like all of the profile as of the end of the last complete UTC second. "
            + "Cells more than 1,023 from the newest price are forgotten.",
            Source, static (f, _) => f.levels.PointOfControl
        },
        {
            nameof(SessionProfile), "profile_value_area_low", Units.Quote, 1,
            "Lower end of the value area: from the point of control on the neighbouring cell with more volume is taken in, both "
            + "where they are equal, until 70 % of all volume is inside.",
            Source, static (f, _) => f.levels.Low
        },
        {
            nameof(SessionProfile), "profile_value_area_high", Units.Quote, 1, "Upper end of the value area.",
            Source, static (f, _) => f.levels.High
        },
        {
            nameof(SessionProfile), "profile_deviation", Units.Fraction, 1, "Last trade ÷ `profile_poc` − 1.",
            Source, static (f, _) => f.profile.LastPrice.ToDouble() / f.levels.PointOfControl - 1
        },
        {
            nameof(SessionProfile), "profile_position", Units.Sign, 1,
            "Last trade against the value area: −1 below, 0 inside, 1 above.", Source, static (f, _) => f.levels.PositionOf(f.profile.LastPrice)
        },
        {
            nameof(SessionProfile), "profile_node_above", Units.Quote, 1,
            "High-volume node next above the last trade of the last complete UTC second: middle of the first cell with more volume "
            + "than the cell below it, no less than the cell above it, and at least half the point of control's. Unknown when "
            + "there is none.",
            Source, static (f, _) => f.levels.NodeAbove
        },
        {
            nameof(SessionProfile), "profile_node_below", Units.Quote, 1,
            "High-volume node next below the last trade, as `profile_node_above`.",
            Source, static (f, _) => f.levels.NodeBelow
        },
    };

    private SessionProfile profile = new();
    private ProfileLevels levels;

    public override void OnTrade(in Trade trade, in TopOfBook top) => profile.Update(trade);

    public override void CopyTo(Timestamp asOf, Span<double> destination)
    {
        levels = profile.Read(asOf);
        Formulas.Read(this, asOf, destination);
    }

    public override void Sync(ref StateStream state) => profile.Sync(ref state);
}
