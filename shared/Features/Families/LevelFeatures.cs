using Parley.Domain;

namespace Parley.Features;

/// <summary>Prices at which the market turned before, and how far away they are.</summary>
internal sealed class LevelFeatures() : BarFamily(Formulas.Definitions)
{
    private const string Williams = "Williams, \"Trading Chaos\", 1995 (fractals)";
    private const string Nearest = "Nearest of the last ten fractals";

    private static readonly FormulaList<LevelFeatures> Formulas = new(FeatureKind.Bars, "levels")
    {
        {
            nameof(SwingPoints), "swing_high", Units.Quote, 5,
            "High of the last bar whose high is above those of the two bars before and of the two bars after it; known with the "
            + "second bar after.", Williams, static (f, _) => f.swingHigh
        },
        { nameof(SwingPoints), "swing_low", Units.Quote, 5, "As `swing_high`, of lows below their neighbours.", Williams, static (f, _) => f.swingLow },
        { nameof(SwingPoints), "bars_since_swing_high", Units.Bars, 5, "Bars since the one of `swing_high`, at least 2.", Williams, static (f, _) => f.highs.Age },
        { nameof(SwingPoints), "bars_since_swing_low", Units.Bars, 5, "Bars since the one of `swing_low`, at least 2.", Williams, static (f, _) => f.lows.Age },
        {
            nameof(SwingPoints), "support", Units.Quote, 5, "Highest of the last ten swing lows that lie below the close; unknown when none does.",
            Nearest, static (f, _) => f.support
        },
        {
            nameof(SwingPoints), "resistance", Units.Quote, 5, "Lowest of the last ten swing highs that lie above the close; unknown when none does.",
            Nearest, static (f, _) => f.resistance
        },
        { nameof(SwingPoints), "support_distance", Units.Fraction, 5, "(close − `support`) ÷ close.", Nearest, static (f, _) => (f.close - f.support) / f.close },
        { nameof(SwingPoints), "resistance_distance", Units.Fraction, 5, "(`resistance` − close) ÷ close.", Nearest, static (f, _) => (f.resistance - f.close) / f.close },
    };

    private SwingPoints highs = new();

    // Of negated lows.
    private SwingPoints lows = new();
    private double swingHigh = double.NaN;
    private double swingLow = double.NaN;
    private double support = double.NaN;
    private double resistance = double.NaN;
    private double close = double.NaN;

    public override void Update(in Bar bar)
    {
        highs.Update(bar.High.Raw);
        lows.Update(-bar.Low.Raw);
        close = bar.Close.ToDouble();
        swingHigh = Known(highs.Last, 1);
        swingLow = Known(lows.Last, -1);
        resistance = Known(highs.NearestAbove(bar.Close.Raw), 1);
        support = Known(lows.NearestAbove(-bar.Close.Raw), -1);
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        highs.Sync(ref state);
        lows.Sync(ref state);
        state.Sync(ref swingHigh);
        state.Sync(ref swingLow);
        state.Sync(ref support);
        state.Sync(ref resistance);
        state.Sync(ref close);
    }

    private static double Known(long raw, int sign) => raw == long.MinValue ? double.NaN : Price.FromRaw(sign * raw).ToDouble();
}
