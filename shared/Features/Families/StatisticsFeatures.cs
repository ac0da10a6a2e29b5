using Parley.Domain;

namespace Parley.Features;

/// <summary>What the distribution and the order of recent returns look like, whatever their direction.</summary>
internal sealed class StatisticsFeatures() : BarFamily(Formulas.Definitions)
{
    private const int Trailing = 20;

    // Far below what one step of any price makes of a return, above what rounding makes of none.
    private const double Still = 1e-12;
    private const string Joanes = "Joanes and Gill, \"Comparing measures of sample skewness and kurtosis\", 1998";

    private static readonly FormulaList<StatisticsFeatures> Formulas = new(FeatureKind.Bars, "statistics")
    {
        {
            nameof(RollingMoments), "skewness_50", Units.Ratio, 51,
            "g₁ = m₃ ÷ m₂^1.5 of the last 50 log returns of closes, mₖ = central moment with divisor 50. Unknown while prices stand still.",
            Joanes, static (f, _) => f.moments50.Skewness
        },
        {
            nameof(RollingMoments), "kurtosis_50", Units.Ratio, 51,
            "g₂ = m₄ ÷ m₂² − 3 of the last 50 log returns of closes: 0 for the normal distribution. Unknown while prices stand still.",
            Joanes, static (f, _) => f.moments50.Kurtosis
        },
        {
            nameof(HurstExponent), "hurst_128", "about 0 to 1; ½ for a random walk", 128,
            "Slope of ½·ln of the mean squared difference of log closes on ln of their distance, by least squares over the "
            + "distances 1, 2, 4, 8 and 16, all pairs within the last 128 closes. Unknown where a mean square is 0.",
            "Di Matteo, Aste and Dacorogna, \"Long-term memories of developed and emerging markets\", 2005, q = 2",
            static (f, _) => f.hurst128.Value
        },
        {
            nameof(ShannonEntropy), "shannon_entropy_64", "0 to 1", Trailing + 65,
            "Entropy of the last 64 log returns r in five classes (|r| ≤ σ/2; up or down to 3σ/2; up or down beyond) ÷ log of 5. "
            + "σ is the sample standard deviation of the 20 returns before r, taken when r comes.",
            "Shannon, \"A Mathematical Theory of Communication\", 1948", static (f, _) => f.shannon64.Value
        },
        {
            nameof(SampleEntropy), "sample_entropy_64", "natural units, 0 and above", Trailing + 65,
            "−ln(A ÷ B) of the last 64 values r ÷ σ (as for `shannon_entropy_64`), m = 2, tolerance 0.2: B pairs of runs of two "
            + "values match, A of them also in the third. Unknown where A is 0.",
            "Richman and Moorman, \"Physiological time-series analysis using approximate entropy and sample entropy\", 2000",
            static (f, _) => f.sample64.Value
        },
    };

    private RollingMoments moments50 = new(50, Still);
    private HurstExponent hurst128 = new(128);
    private RollingDeviation before = new(Trailing);
    private ShannonEntropy shannon64 = new(64);
    private SampleEntropy sample64 = new(64, 0.2);
    private double previous = double.NaN;

    public override void Update(in Bar bar)
    {
        hurst128.Update(bar.Close);
        double close = bar.Close.ToDouble();
        if (!double.IsNaN(previous)) Moved(PortableMath.Log(close / previous));
        previous = close;
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        moments50.Sync(ref state);
        hurst128.Sync(ref state);
        before.Sync(ref state);
        shannon64.Sync(ref state);
        sample64.Sync(ref state);
        state.Sync(ref previous);
    }

    private void Moved(double change)
    {
        moments50.Update(change);
        if (before.IsWarm)
        {
            double volatility = Math.Max(before.Value, Still);
            shannon64.Update(change, volatility);
            sample64.Update(change / volatility);
        }

        before.Update(change);
    }
}
