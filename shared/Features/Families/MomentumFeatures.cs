using Parley.Domain;

namespace Parley.Features;

/// <summary>How far prices have run, against their own recent range.</summary>
internal sealed class MomentumFeatures() : Family<MomentumFeatures>(Formulas), IBarFamily
{
    private static readonly FormulaList<MomentumFeatures> Formulas = new(FeatureKind.Bars, "momentum")
    {
        {
            nameof(WilderRsi), "rsi_14", Units.Percent, 15,
            "100 × average gain ÷ (average gain + average loss) of closes, Wilder smoothing over 14. Unknown while no close "
            + "has moved, where TA-Lib gives 0.", Sources.Wilder, static (f, _) => f.rsi14.Value
        },
    };

    private WilderRsi rsi14 = new(14);

    public void Update(in Bar bar) => rsi14.Update(bar.Close);

    public override void Sync(ref StateStream state) => rsi14.Sync(ref state);
}
