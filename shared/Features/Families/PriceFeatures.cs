using Parley.Domain;

namespace Parley.Features;

/// <summary>The last bar itself and how prices moved up to it.</summary>
internal sealed class PriceFeatures(Timeframe timeframe) : BarFamily(Formulas.Definitions)
{
    private static readonly FormulaList<PriceFeatures> Formulas = new(FeatureKind.Bars, "price")
    {
        { nameof(Bar), "close", Units.Quote, 1, "Close of the last bar.", "The bar", static (f, _) => f.close },
        {
            nameof(Bar), "range", Units.Fraction, 1, "(high − low) ÷ close of the last bar; not a bid-ask spread.",
            Sources.Own, static (f, _) => f.range
        },
        { nameof(RateOfChange), "return_1", Units.Fraction, 2, "Close ÷ previous close − 1.", "TA-Lib ROCP", static (f, _) => f.return1.Value },
        {
            nameof(RateOfChange), "momentum_5", Units.Fraction, 6, "Close ÷ close five bars before − 1.", "TA-Lib ROCP",
            static (f, _) => f.momentum5.Value
        },
        {
            nameof(RateOfChange), "momentum_20", Units.Fraction, 21, "Close ÷ close twenty bars before − 1.", "TA-Lib ROCP",
            static (f, _) => f.momentum20.Value
        },
        {
            nameof(Bar), "bars_since_gap", Units.Bars, 1,
            "Bars in an unbroken row up to this one; 1 on the first and on every bar after missing ones. The other features "
            + "run on across a gap: one whose warm-up is larger than this number has bridged it.",
            Sources.Own, static (f, _) => f.consecutive > 0 ? f.consecutive : double.NaN
        },
    };

    private RateOfChange return1 = new(1);
    private RateOfChange momentum5 = new(5);
    private RateOfChange momentum20 = new(20);
    private double close = double.NaN;
    private double range = double.NaN;
    private Timestamp lastOpen;
    private long consecutive;

    public override void Update(in Bar bar)
    {
        bool follows = consecutive > 0 && !bar.AfterGap && bar.OpenTime == lastOpen + timeframe;
        consecutive = follows ? consecutive + 1 : 1;
        lastOpen = bar.OpenTime;
        close = bar.Close.ToDouble();
        range = (bar.High.Raw - bar.Low.Raw) / (double)bar.Close.Raw;
        return1.Update(bar.Close);
        momentum5.Update(bar.Close);
        momentum20.Update(bar.Close);
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        state.Sync(ref close);
        state.Sync(ref range);
        state.Sync(ref lastOpen);
        state.Sync(ref consecutive);
        return1.Sync(ref state);
        momentum5.Sync(ref state);
        momentum20.Sync(ref state);
    }
}
