using Parley.Domain;

namespace Parley.Features;

/// <summary>How far prices have run, against their own recent range.</summary>
internal sealed class MomentumFeatures() : BarFamily(Formulas.Definitions)
{
    private const double Overbought = 70;
    private const double Oversold = 30;
    private const string Lane = "Lane; TA-Lib STOCH 14, 3, 3";
    private const string Chande = "Chande and Kroll, \"The New Technical Trader\", 1994; TA-Lib STOCHRSI 14, 14, 3";

    private static readonly FormulaList<MomentumFeatures> Formulas = new(FeatureKind.Bars, "momentum")
    {
        {
            nameof(WilderRsi), "rsi_14", Units.Percent, 15,
            "100 × average gain ÷ (average gain + average loss) of closes, Wilder smoothing over 14. Unknown while no close "
            + "has moved, where TA-Lib gives 0.", Sources.Wilder, static (f, _) => f.rsi14.Value
        },
        {
            nameof(WilderRsi), "rsi_14_state", Units.Sign, 15, "1 while `rsi_14` is above 70 (overbought), −1 while it is below 30 (oversold), else 0.",
            Sources.Wilder, static (f, _) => State(f.rsi14.Value)
        },
        {
            nameof(Stochastic), "stochastic_k", Units.Percent, 16,
            "Mean of the last three values of 100 × (close − lowest low) ÷ (highest high − lowest low) over 14 bars. Unknown "
            + "while one of the three has no range, where TA-Lib gives 0.", Lane, static (f, _) => f.stochastic.K
        },
        { nameof(Stochastic), "stochastic_d", Units.Percent, 18, "Mean of the last three values of `stochastic_k`.", Lane, static (f, _) => f.stochastic.D },
        {
            nameof(StochasticRsi), "stoch_rsi_k", Units.Percent, 28,
            "100 × (`rsi_14` − its lowest) ÷ (its highest − its lowest) over its last 14 values. Unknown while those lie "
            + "within 10⁻⁹, where TA-Lib gives 0 or noise.", Chande, static (f, _) => f.stochasticRsi.K
        },
        { nameof(StochasticRsi), "stoch_rsi_d", Units.Percent, 30, "Mean of the last three values of `stoch_rsi_k`.", Chande, static (f, _) => f.stochasticRsi.D },
    };

    private WilderRsi rsi14 = new(14);
    private Stochastic stochastic = new(14);
    private StochasticRsi stochasticRsi = new(14);

    public override void Update(in Bar bar)
    {
        rsi14.Update(bar.Close);
        stochastic.Update(bar);
        stochasticRsi.Update(rsi14.Value);
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        rsi14.Sync(ref state);
        stochastic.Sync(ref state);
        stochasticRsi.Sync(ref state);
    }

    private static double State(double strength) =>
        double.IsNaN(strength) ? double.NaN : strength > Overbought ? 1 : strength < Oversold ? -1 : 0;
}
