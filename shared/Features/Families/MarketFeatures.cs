using Parley.Domain;

namespace Parley.Features;

/// <summary>All markets an engine knows, taken together.</summary>
internal sealed class MarketFeatures(IReadOnlyList<ReferenceFeatures> references) : Family(Formulas.Definitions)
{
    private static readonly FormulaList<MarketFeatures> Formulas = new(FeatureKind.Market, "cross-asset")
    {
        {
            nameof(RollingCorrelation), "mean_correlation_30", "−1 to 1", 31,
            "Mean of this market's `correlation_30` with every other one; unknown ones are left out.", Sources.Own,
            static (f, _) => f.MeanCorrelation()
        },
        {
            nameof(RollingCorrelation), "risk_index_30", "−1 (risk off) to 1 (risk on)", 31,
            "Mean over all markets, this one included, of Σr ÷ √(30·Σr²) over the last 30 log returns: 1 when every market "
            + "rises steadily, −1 when every one falls.", Sources.Own, static (f, _) => f.RiskIndex()
        },
    };

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    // All state is the references' own.
    public override void Sync(ref StateStream state)
    {
    }

    private double MeanCorrelation()
    {
        double sum = 0;
        int count = 0;
        foreach (ReferenceFeatures reference in references)
        {
            double value = reference.Returns.Value;
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }

        return sum / count;
    }

    private double RiskIndex()
    {
        double sum = 0;
        int count = 0;
        double own = double.NaN;
        foreach (ReferenceFeatures reference in references)
        {
            if (double.IsNaN(own)) own = reference.Returns.SteadinessX;
            double other = reference.Returns.SteadinessY;
            if (double.IsNaN(other)) continue;
            sum += other;
            count++;
        }

        return (sum + own) / (count + 1);
    }
}
