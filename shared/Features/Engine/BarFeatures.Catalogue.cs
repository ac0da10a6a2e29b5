namespace Parley.Features;

internal sealed partial class BarFeatures
{
    private const string QuoteCurrency = "quote currency";
    private const string Fraction = "fraction";
    private const string Wilder = "Wilder, \"New Concepts in Technical Trading Systems\", 1978; seeds as TA-Lib";

    /// <summary>Every feature of a timeframe, in the order in which values are given out. Warm-up in closed bars.</summary>
    internal static readonly BarFeature[] Catalogue =
    [
        Define("close", QuoteCurrency, 1, "Close of the last bar.", "The bar", static f => f.close),
        Define("return_1", Fraction, 2, "Close ÷ previous close − 1.", "TA-Lib ROCP", static f => f.return1.Value),
        Define("momentum_5", Fraction, 6, "Close ÷ close five bars before − 1.", "TA-Lib ROCP", static f => f.momentum5.Value),
        Define("sma_20", QuoteCurrency, 20, "Mean of the last 20 closes.", "TA-Lib SMA", static f => f.sma20.Value),
        Define("sma_50", QuoteCurrency, 50, "Mean of the last 50 closes.", "TA-Lib SMA", static f => f.sma50.Value),
        Define("ema_12", QuoteCurrency, 12,
            "Exponential mean of closes, α = 2/13, started at the mean of the first 12.", "TA-Lib EMA", static f => f.ema12.Value),
        Define("ema_26", QuoteCurrency, 26,
            "Exponential mean of closes, α = 2/27, started at the mean of the first 26.", "TA-Lib EMA", static f => f.ema26.Value),
        Define("rsi_14", "0 to 100", 15,
            "100 × average gain ÷ (average gain + average loss) of closes, Wilder smoothing over 14. Unknown while no close "
            + "has moved, where TA-Lib gives 0.", Wilder, static f => f.rsi14.Value),
        Define("macd", QuoteCurrency, 26,
            "EMA 12 − EMA 26 of closes, both started at bar 26: the fast one at the mean of closes 15 to 26. TA-Lib shows "
            + "the same values from bar 34 on.", "TA-Lib MACD", static f => f.macd.Value),
        Define("macd_signal", QuoteCurrency, 34, "EMA 9 of `macd`.", "TA-Lib MACD", static f => f.macd.Signal),
        Define("macd_histogram", QuoteCurrency, 34, "`macd` − `macd_signal`.", "TA-Lib MACD", static f => f.macd.Histogram),
        Define("bollinger_upper", QuoteCurrency, 20,
            "`bollinger_middle` + 2 population standard deviations of the last 20 closes.", "TA-Lib BBANDS",
            static f => f.bollinger.Upper),
        Define("bollinger_middle", QuoteCurrency, 20, "Mean of the last 20 closes.", "TA-Lib BBANDS", static f => f.bollinger.Value),
        Define("bollinger_lower", QuoteCurrency, 20,
            "`bollinger_middle` − 2 population standard deviations of the last 20 closes.", "TA-Lib BBANDS",
            static f => f.bollinger.Lower),
        Define("bollinger_percent_b", "0 at the lower band, 1 at the upper", 20,
            "(close − lower) ÷ (upper − lower); unknown when the bands coincide.",
            "Bollinger, \"Bollinger on Bollinger Bands\", 2001", static f => f.bollinger.PercentB),
        Define("bollinger_bandwidth", Fraction, 20, "(upper − lower) ÷ middle.",
            "Bollinger, \"Bollinger on Bollinger Bands\", 2001", static f => f.bollinger.Bandwidth),
        Define("atr_14", QuoteCurrency, 15,
            "True range (max(high, previous close) − min(low, previous close)), Wilder smoothing over 14.",
            Wilder, static f => f.atr14.Value),
        Define("adx_14", "0 to 100", 28,
            "Wilder smoothing over 14 of 100 × |+DI − −DI| ÷ (+DI + −DI); a bar where that is 0/0 leaves it as it was.",
            Wilder, static f => f.movement14.Value),
        Define("plus_di_14", "0 to 100", 15,
            "100 × smoothed upward movement ÷ smoothed true range, over 14. A rise as large as the fall counts for neither: "
            + "differences are exact, where binary rounding tips such ties in TA-Lib. Unknown while no price has moved, where "
            + "TA-Lib gives 0.", Wilder, static f => f.movement14.PlusDirection),
        Define("minus_di_14", "0 to 100", 15,
            "100 × smoothed downward movement ÷ smoothed true range, over 14; ties and unknown as for `plus_di_14`.", Wilder, static f => f.movement14.MinusDirection),
        Define("vwap", QuoteCurrency, 1,
            "Σ (high + low + close)/3 × volume ÷ Σ volume over the bars that open in the same UTC day, from the first one "
            + "seen; unknown while nothing traded.", "Session VWAP", static f => f.vwap.Value),
        Define("vwap_deviation", Fraction, 1, "Close ÷ `vwap` − 1.", "Session VWAP", static f => f.close / f.vwap.Value - 1),
        Define("obv", "base currency", 1,
            "Volume of the first bar, then plus the volume of every bar that closes higher and minus that of every bar that "
            + "closes lower. Only changes mean something.", "Granville 1963; TA-Lib OBV", static f => f.obv.Value),
        Define("volume_ratio_20", "ratio", 20, "Volume ÷ mean volume of the last 20 bars, this one included.",
            "Definition", static f => f.volume / f.volume20.Mean),
        Define("realised_volatility_20", "log return per bar", 21,
            "Sample standard deviation of the last 20 log returns of closes; not annualised.",
            "Definition", static f => f.volatility20.Value),
        Define("donchian_high_20", QuoteCurrency, 20, "Highest high of the last 20 bars, this one included.",
            "Donchian channel; TA-Lib MAX", static f => f.high20.Value),
        Define("donchian_low_20", QuoteCurrency, 20, "Lowest low of the last 20 bars, this one included.",
            "Donchian channel; TA-Lib MIN", static f => f.low20.Value),
        Define("prior_high_20", QuoteCurrency, 21,
            "Highest high of the 20 bars before this one: a close above it is a breakout.",
            "Donchian channel, one bar earlier", static f => f.priorHigh20),
        Define("prior_low_20", QuoteCurrency, 21,
            "Lowest low of the 20 bars before this one: a close below it is a breakout.",
            "Donchian channel, one bar earlier", static f => f.priorLow20),
        Define("bars_since_gap", "bars", 1,
            "Bars in an unbroken row up to this one; 1 on the first and on every bar after missing ones. The other features "
            + "run on across a gap: one whose warm-up is larger than this number has bridged it.",
            "Definition", static f => f.consecutive > 0 ? f.consecutive : double.NaN),
    ];

    private static BarFeature Define(
        string name, string units, int warmUp, string definition, string source, Func<BarFeatures, double> read) =>
        new(new FeatureDefinition(FeatureKind.Bars, name, units, warmUp, definition, source), read);

    internal sealed record BarFeature(FeatureDefinition Definition, Func<BarFeatures, double> Read);
}
