using Parley.Domain;

namespace Parley.Features;

/// <summary>What was traded, at which average price and towards which end of the bars.</summary>
internal sealed class VolumeFeatures() : BarFamily(Formulas.Definitions)
{
    private static readonly FormulaList<VolumeFeatures> Formulas = new(FeatureKind.Bars, "volume")
    {
        {
            nameof(SessionVwap), "vwap", Units.Quote, 1,
            "Σ (high + low + close)/3 × volume ÷ Σ volume over the bars that open in the same UTC day, from the first one "
            + "seen; unknown while nothing traded.", "Session VWAP", static (f, _) => f.vwap.Value
        },
        { nameof(SessionVwap), "vwap_deviation", Units.Fraction, 1, "Close ÷ `vwap` − 1.", "Session VWAP", static (f, _) => f.close / f.vwap.Value - 1 },
        { nameof(RollingVwap), "vwap_20", Units.Quote, 20, "As `vwap`, over the last 20 bars.", "Rolling VWAP", static (f, _) => f.vwap20.Value },
        { nameof(RollingVwap), "vwap_20_deviation", Units.Fraction, 20, "Close ÷ `vwap_20` − 1.", "Rolling VWAP", static (f, _) => f.close / f.vwap20.Value - 1 },
        {
            nameof(OnBalanceVolume), "obv", Units.Base, 1,
            "Volume of the first bar, then plus the volume of every bar that closes higher and minus that of every bar that "
            + "closes lower. Only changes mean something.", "Granville 1963; TA-Lib OBV", static (f, _) => f.obv.Value
        },
        {
            nameof(ChaikinMoneyFlow), "cmf_20", Units.Balance, 20,
            "Σ volume × ((close − low) − (high − close)) ÷ (high − low) over 20 bars ÷ Σ volume; a bar without range counts as 0.",
            "Chaikin money flow", static (f, _) => f.cmf20.Value
        },
        {
            nameof(RollingSum), "volume_ratio_20", Units.Ratio, 20, "Volume ÷ mean volume of the last 20 bars, this one included.",
            Sources.Own, static (f, _) => f.volume / f.volume20.Mean
        },
        {
            nameof(RollingSum), "volume_spike_50", Units.Ratio, 50, "Volume ÷ mean volume of the last 50 bars, this one included.",
            Sources.Own, static (f, _) => f.volume / f.volume50.Mean
        },
        {
            nameof(RollingSum), "buying_pressure_20", Units.Balance, 20,
            "(volume of bars that closed above their open − volume of those that closed below) ÷ volume of all, over 20 bars.",
            Sources.Own, static (f, _) => f.volume20.Value > 0 ? f.pressure20.Value / f.volume20.Value : double.NaN
        },
        {
            nameof(Bar), "taker_buy_share", Units.Share, 1,
            "Part of the last bar's volume where the taker bought; unknown where the source does not say or nothing traded.",
            Sources.Own, static (f, _) => f.takerBuyShare
        },
        {
            nameof(RollingSum), "illiquidity_20", "fraction per million of quote currency", 21,
            "Mean of |close ÷ previous close − 1| ÷ (close × volume ÷ 10⁶) over the last 20 bars that traded.",
            "Amihud, \"Illiquidity and Stock Returns\", 2002", static (f, _) => f.illiquidity20.Mean
        },
    };

    private SessionVwap vwap = new();
    private RollingVwap vwap20 = new(20);
    private OnBalanceVolume obv;
    private ChaikinMoneyFlow cmf20 = new(20);
    private RollingSum volume20 = new(20);
    private RollingSum volume50 = new(50);
    private RollingSum pressure20 = new(20);
    private RollingSum illiquidity20 = new(20);
    private double close = double.NaN;
    private double volume = double.NaN;
    private double takerBuyShare = double.NaN;

    public override void Update(in Bar bar)
    {
        double previous = close;
        close = bar.Close.ToDouble();
        vwap.Update(bar);
        vwap20.Update(bar);
        obv.Update(bar);
        cmf20.Update(bar);

        // A volume nobody knows is left out of the means, and what needs it is unknown for this bar.
        volume = double.IsFinite(bar.Volume) && bar.Volume >= 0 ? bar.Volume : double.NaN;
        takerBuyShare = volume > 0 ? bar.TakerBuyVolume / volume : double.NaN;
        if (double.IsNaN(volume)) return;
        volume20.Update(volume);
        volume50.Update(volume);
        pressure20.Update(bar.Close.CompareTo(bar.Open) * volume);
        if (volume > 0 && !double.IsNaN(previous))
            illiquidity20.Update(Math.Abs(close / previous - 1) / (close * volume / 1e6));
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        state.Sync(ref close);
        state.Sync(ref volume);
        state.Sync(ref takerBuyShare);
        vwap.Sync(ref state);
        vwap20.Sync(ref state);
        obv.Sync(ref state);
        cmf20.Sync(ref state);
        volume20.Sync(ref state);
        volume50.Sync(ref state);
        pressure20.Sync(ref state);
        illiquidity20.Sync(ref state);
    }
}
