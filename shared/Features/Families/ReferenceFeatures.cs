using Parley.Domain;

namespace Parley.Features;

/// <summary>This market against another one, bar by bar of the shortest timeframe.</summary>
internal sealed class ReferenceFeatures(Symbol reference) : Family(Formulas.Definitions)
{
    private const int Period = 30;

    private static readonly FormulaList<ReferenceFeatures> Formulas = new(FeatureKind.Reference, "cross-asset")
    {
        {
            nameof(RollingCorrelation), "correlation_30", "−1 to 1", Period + 1,
            "Pearson correlation of the last 30 log returns of both markets between bar closes they have in common: 30 minutes on 1m.",
            "Pearson", static (f, _) => f.returns.Value
        },
        {
            nameof(RollingCorrelation), "beta_30", Units.Ratio, Period + 1,
            "Covariance of the two markets' last 30 log returns ÷ variance of the other's.", "Sharpe 1964",
            static (f, _) => f.returns.Beta
        },
        {
            nameof(RollingCorrelation), "relative_strength_30", "log return", Period + 1,
            "This market's log return over the last 30 common closes − the other's.", Sources.Own,
            static (f, _) => f.returns.SumX - f.returns.SumY
        },
        {
            nameof(RollingCorrelation), "price_ratio", Units.Ratio, 1, "This market's close ÷ the other's, at the last close they have in common.",
            Sources.Own, static (f, _) => f.commonOwn / f.commonOther
        },
    };

    private RollingCorrelation returns = new(Period);
    private Timestamp ownOpen;
    private Timestamp otherOpen;
    private Timestamp commonOpen;
    private double own = double.NaN;
    private double other = double.NaN;
    private double commonOwn = double.NaN;
    private double commonOther = double.NaN;

    public Symbol Reference { get; } = reference;

    public ref readonly RollingCorrelation Returns => ref returns;

    public void OnOwnBar(in Bar bar)
    {
        if (bar.OpenTime <= ownOpen) return;
        (ownOpen, own) = (bar.OpenTime, bar.Close.ToDouble());
        Pair();
    }

    /// <returns>False when the bar is not younger than the last, or has no price.</returns>
    public bool OnOtherBar(in Bar bar)
    {
        if (bar.OpenTime <= otherOpen || !bar.Close.IsPositive || bar.Close > FeatureEngine.PriceMax) return false;
        (otherOpen, other) = (bar.OpenTime, bar.Close.ToDouble());
        Pair();
        return true;
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        returns.Sync(ref state);
        state.Sync(ref ownOpen);
        state.Sync(ref otherOpen);
        state.Sync(ref commonOpen);
        state.Sync(ref own);
        state.Sync(ref other);
        state.Sync(ref commonOwn);
        state.Sync(ref commonOther);
    }

    // Only closes of the same moment are compared: a market that lags a bar behind would look like one that leads.
    private void Pair()
    {
        if (ownOpen != otherOpen || ownOpen == commonOpen) return;
        if (!double.IsNaN(commonOwn)) returns.Update(PortableMath.Log(own / commonOwn), PortableMath.Log(other / commonOther));
        (commonOpen, commonOwn, commonOther) = (ownOpen, own, other);
    }
}
