using Parley.Domain;

namespace Parley.Features;

/// <summary>How much prices move: bands, ranges and deviations.</summary>
internal sealed class VolatilityFeatures : BarFamily
{
    private const string LogReturn = "log return per bar";
    private const double NanosecondsPerYear = 365.0 * 86_400 * 1e9;

    private static readonly FormulaList<VolatilityFeatures> Formulas = new(FeatureKind.Bars, "volatility")
    {
        {
            nameof(BollingerBands), "bollinger_upper", Units.Quote, 20,
            "`bollinger_middle` + 2 population standard deviations of the last 20 closes.", "TA-Lib BBANDS",
            static (f, _) => f.bollinger.Upper
        },
        { nameof(BollingerBands), "bollinger_middle", Units.Quote, 20, "Mean of the last 20 closes.", "TA-Lib BBANDS", static (f, _) => f.bollinger.Value },
        {
            nameof(BollingerBands), "bollinger_lower", Units.Quote, 20,
            "`bollinger_middle` − 2 population standard deviations of the last 20 closes.", "TA-Lib BBANDS",
            static (f, _) => f.bollinger.Lower
        },
        {
            nameof(BollingerBands), "bollinger_percent_b", "0 at the lower band, 1 at the upper", 20,
            "(close − lower) ÷ (upper − lower); unknown when the bands coincide.", Sources.Bollinger,
            static (f, _) => f.bollinger.PercentB
        },
        { nameof(BollingerBands), "bollinger_bandwidth", Units.Fraction, 20, "(upper − lower) ÷ middle.", Sources.Bollinger, static (f, _) => f.bollinger.Bandwidth },
        {
            nameof(BollingerBands), "bollinger_squeeze", Units.Flag, 21,
            "1 while the Bollinger bands lie within 1.5 × ATR 20 of their middle, else 0.",
            "Carter, \"Mastering the Trade\", 2005 (Keltner lines about the same mean)", static (f, _) => f.Squeeze
        },
        {
            nameof(AverageTrueRange), "atr_14", Units.Quote, 15,
            "True range (max(high, previous close) − min(low, previous close)), Wilder smoothing over 14.",
            Sources.Wilder, static (f, _) => f.atr14.Value
        },
        { nameof(AverageTrueRange), "natr_14", Units.Fraction, 15, "`atr_14` ÷ close; TA-Lib's NATR is 100 times this.", "TA-Lib NATR", static (f, _) => f.atr14.Value / f.close },
        {
            nameof(RealisedVolatility), "realised_volatility_20", LogReturn, 21,
            "Sample standard deviation of the last 20 log returns of closes; not annualised.", Sources.Own,
            static (f, _) => f.volatility20.Value
        },
        {
            nameof(RealisedVolatility), "realised_volatility", "fraction per year", 21,
            "`realised_volatility_20` × √(bars in 365 days): annualised, markets never close.", Sources.Own,
            static (f, _) => f.volatility20.Value * f.annual
        },
        {
            nameof(ParkinsonVolatility), "parkinson_volatility_20", LogReturn, 20,
            "√(Σ ln²(high ÷ low) ÷ (4·20·ln 2)) over the last 20 bars; not annualised.", "Parkinson 1980",
            static (f, _) => f.parkinson20.Value
        },
        {
            nameof(RollingDeviation), "volatility_of_volatility_20", LogReturn, 40,
            "Sample standard deviation of the last 20 values of `realised_volatility_20`.", Sources.Own,
            static (f, _) => f.volatilityOfVolatility.Value
        },
        {
            nameof(SeasonalVolatility), "expected_volatility", LogReturn, 2,
            "For the hour of the UTC day the next bar lies in: root of the mean squared log return per bar, averaged "
            + "exponentially over days (α = 1/10). Known from the second day on.", Sources.Own,
            static (f, now) => f.seasonal.ExpectedAt(now)
        },
        {
            nameof(SeasonalVolatility), "volatility_surprise", Units.Ratio, 21,
            "`realised_volatility_20` ÷ `expected_volatility`. Known from the second day on.", Sources.Own,
            static (f, now) => f.seasonal.ExpectedAt(now) is var expected and > 0 ? f.volatility20.Value / expected : double.NaN
        },
    };

    private readonly double annual;
    private BollingerBands bollinger = new(20, 2);
    private AverageTrueRange atr14 = new(14);
    private AverageTrueRange atr20 = new(20);
    private RealisedVolatility volatility20 = new(20);
    private RollingDeviation volatilityOfVolatility = new(20);
    private ParkinsonVolatility parkinson20 = new(20);
    private SeasonalVolatility seasonal = new();
    private double close = double.NaN;

    public VolatilityFeatures(Timeframe timeframe) : base(Formulas.Definitions) =>
        annual = Math.Sqrt(NanosecondsPerYear / timeframe.Nanoseconds);

    private double Squeeze =>
        !bollinger.IsWarm || !atr20.IsWarm ? double.NaN : bollinger.Upper - bollinger.Value < 1.5 * atr20.Value ? 1 : 0;

    public override void Update(in Bar bar)
    {
        close = bar.Close.ToDouble();
        bollinger.Update(bar.Close);
        atr14.Update(bar);
        atr20.Update(bar);
        volatility20.Update(bar.Close);
        if (volatility20.IsWarm) volatilityOfVolatility.Update(volatility20.Value);
        parkinson20.Update(bar);
        seasonal.Update(bar);
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        state.Sync(ref close);
        bollinger.Sync(ref state);
        atr14.Sync(ref state);
        atr20.Sync(ref state);
        volatility20.Sync(ref state);
        volatilityOfVolatility.Sync(ref state);
        parkinson20.Sync(ref state);
        seasonal.Sync(ref state);
    }
}
