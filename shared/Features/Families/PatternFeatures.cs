using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Candlestick patterns with TA-Lib's definitions and default candle settings, one column each. A body is long when longer
/// than the mean of the ten before it, else short; means of ranges are those of the ten candles before as well. Compared
/// in whole numbers: a tie is a tie, where TA-Lib's binary fractions may fall to either side.
/// </summary>
internal sealed class PatternFeatures() : BarFamily(Formulas.Definitions)
{
    private static readonly FormulaList<PatternFeatures> Formulas = new(FeatureKind.Bars, "patterns")
    {
        {
            nameof(CandlePatterns), "cdl_doji", Units.Flag, 11,
            "Body at most 10 % of the mean range of the ten candles before; 1 or 0, no direction.",
            "TA-Lib CDLDOJI", static (f, _) => f.Known(11, CandlePatterns.Doji(f.candles[0]))
        },
        {
            nameof(CandlePatterns), "cdl_hammer", Units.Flag, 12,
            "Body short, lower shadow longer than the body, upper shadow below 10 % of the mean range, body not "
            + "above the last low by more than 20 % of the mean range of five; 1 or 0.",
            "TA-Lib CDLHAMMER", static (f, _) => f.Known(12, CandlePatterns.Hammer(f.candles[0], f.candles[1]))
        },
        {
            nameof(CandlePatterns), "cdl_shooting_star", "−1 or 0", 12,
            "Body short and above the last body, upper shadow longer than the body, lower shadow below 10 % of "
            + "the mean range; −1 or 0.",
            "TA-Lib CDLSHOOTINGSTAR", static (f, _) => f.Known(12, CandlePatterns.ShootingStar(f.candles[0], f.candles[1]))
        },
        {
            nameof(CandlePatterns), "cdl_engulfing", Units.Sign, 3,
            "Body that covers the last one, of the other colour, level with it at one end at most; the sign is "
            + "its colour.",
            "TA-Lib CDLENGULFING", static (f, _) => f.Known(3, CandlePatterns.Engulfing(f.candles[0], f.candles[1]))
        },
        {
            nameof(CandlePatterns), "cdl_harami", Units.Sign, 12,
            "Short body within the last one, which is long; 1 after black, −1 after white.",
            "TA-Lib CDLHARAMI", static (f, _) => f.Known(12, CandlePatterns.Harami(f.candles[0], f.candles[1]))
        },
        {
            nameof(CandlePatterns), "cdl_morning_star", Units.Flag, 13,
            "Long black body, short body below it, then a long white one that closes above 30 % of the first; 1 or 0.",
            "TA-Lib CDLMORNINGSTAR", static (f, _) => f.Known(13, CandlePatterns.MorningStar(f.candles[0], f.candles[1], f.candles[2]))
        },
        {
            nameof(CandlePatterns), "cdl_evening_star", "−1 or 0", 13,
            "Long white body, short body above it, then a long black one that closes below 70 % of the first; −1 or 0.",
            "TA-Lib CDLEVENINGSTAR", static (f, _) => f.Known(13, CandlePatterns.EveningStar(f.candles[0], f.candles[1], f.candles[2]))
        },
        {
            nameof(CandlePatterns), "cdl_three_white_soldiers", Units.Flag, 13,
            "Three white candles with higher closes and no upper shadows, each opening within or near the last "
            + "body and not far shorter than it, the last long; 1 or 0.",
            "TA-Lib CDL3WHITESOLDIERS", static (f, _) => f.Known(13, CandlePatterns.ThreeWhiteSoldiers(f.candles[0], f.candles[1], f.candles[2]))
        },
        {
            nameof(CandlePatterns), "cdl_three_black_crows", "−1 or 0", 14,
            "After a white candle three black ones with lower closes and no lower shadows, each opening within "
            + "the last body, the first closing below the white one's high; −1 or 0.",
            "TA-Lib CDL3BLACKCROWS", static (f, _) => f.Known(14, CandlePatterns.ThreeBlackCrows(f.candles[0], f.candles[1], f.candles[2], f.candles[3]))
        },
        {
            nameof(CandlePatterns), "cdl_piercing", Units.Flag, 12,
            "Long black body, then a long white one that opens below its low and closes above its middle, within "
            + "it; 1 or 0.",
            "TA-Lib CDLPIERCING", static (f, _) => f.Known(12, CandlePatterns.Piercing(f.candles[0], f.candles[1]))
        },
        {
            nameof(CandlePatterns), "cdl_dark_cloud_cover", "−1 or 0", 12,
            "Long white body, then a long black one that opens above its high and closes below its middle, "
            + "within it; −1 or 0.",
            "TA-Lib CDLDARKCLOUDCOVER", static (f, _) => f.Known(12, CandlePatterns.DarkCloudCover(f.candles[0], f.candles[1]))
        },
        {
            nameof(CandlePatterns), "cdl_marubozu", Units.Sign, 11,
            "Long body, both shadows below 10 % of the mean range; the sign is its colour.",
            "TA-Lib CDLMARUBOZU", static (f, _) => f.Known(11, CandlePatterns.Marubozu(f.candles[0]))
        },
    };

    private CandleHistory candles = new();

    public override void Update(in Bar bar) => candles.Update(bar);

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state) => candles.Sync(ref state);

    // Known from the bar on which TA-Lib gives its first value.
    private double Known(int warmUp, int pattern) => candles.Count >= warmUp ? pattern : double.NaN;
}
