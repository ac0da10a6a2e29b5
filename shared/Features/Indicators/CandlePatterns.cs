namespace Parley.Features;

/// <summary>
/// Candlestick patterns as TA-Lib defines them (the CDL functions, default penetration): 1 bullish, −1 bearish, 0 not
/// there. Candles are given from the newest back. Traditional rules ask for a trend before the pattern; TA-Lib leaves
/// that to the reader, and so does this.
/// </summary>
internal static class CandlePatterns
{
    /// <summary>CDLDOJI: next to no body.</summary>
    public static int Doji(in Candle now) => now.IsDoji ? 1 : 0;

    /// <summary>CDLMARUBOZU: a long body without shadows.</summary>
    public static int Marubozu(in Candle now) =>
        now.HasLongBody && now.HasNoUpperShadow && now.HasNoLowerShadow ? now.Colour : 0;

    /// <summary>CDLHAMMER: a short body with a long lower shadow, no upper one, near or below the low before.</summary>
    public static int Hammer(in Candle now, in Candle before) =>
        now.HasShortBody && now.LowerShadow > now.Body && now.HasNoUpperShadow && before.IsNear(now.Bottom - before.Low) ? 1 : 0;

    /// <summary>CDLSHOOTINGSTAR: a short body with a long upper shadow, no lower one, above the body before.</summary>
    public static int ShootingStar(in Candle now, in Candle before) =>
        now.HasShortBody && now.UpperShadow > now.Body && now.HasNoLowerShadow && now.GapsUpFrom(before) ? -1 : 0;

    /// <summary>CDLENGULFING: a body that covers the one before, of the other colour; one end may be level with it.</summary>
    public static int Engulfing(in Candle now, in Candle before) =>
        now.Colour != before.Colour && now.Body > before.Body && now.Covers(before) ? now.Colour : 0;

    /// <summary>CDLHARAMI: a short body within the long one before, of either colour; ends may be level.</summary>
    public static int Harami(in Candle now, in Candle before) =>
        before.HasLongBody && !now.HasLongBody && before.Covers(now) ? -before.Colour : 0;

    /// <summary>CDLPIERCING: a long white body that opens below the low of a long black one and closes above its middle.</summary>
    public static int Piercing(in Candle now, in Candle before) =>
        before.IsBlack && before.HasLongBody && now.IsWhite && now.HasLongBody
        && now.Open < before.Low && now.Close < before.Open && 2 * (now.Close - before.Close) > before.Body ? 1 : 0;

    /// <summary>CDLDARKCLOUDCOVER: a black body that opens above the high of a long white one and closes below its middle.</summary>
    public static int DarkCloudCover(in Candle now, in Candle before) =>
        before.IsWhite && before.HasLongBody && now.IsBlack
        && now.Open > before.High && now.Close > before.Open && 2 * (before.Close - now.Close) > before.Body ? -1 : 0;

    /// <summary>CDLMORNINGSTAR: long black, a small body below it, then white that closes 30 % into the first body.</summary>
    public static int MorningStar(in Candle now, in Candle star, in Candle first) =>
        first.IsBlack && first.HasLongBody && !star.HasLongBody && star.GapsDownFrom(first) && now.HasLongBody
        && now.IsWhite && 10 * (now.Close - first.Close) > 3 * first.Body ? 1 : 0;

    /// <summary>CDLEVENINGSTAR: long white, a small body above it, then black that closes 30 % into the first body.</summary>
    public static int EveningStar(in Candle now, in Candle star, in Candle first) =>
        first.IsWhite && first.HasLongBody && !star.HasLongBody && star.GapsUpFrom(first) && now.HasLongBody
        && now.IsBlack && 10 * (first.Close - now.Close) > 3 * first.Body ? -1 : 0;

    /// <summary>CDL3WHITESOLDIERS: three white candles without upper shadows, each opening in or near the body before.</summary>
    public static int ThreeWhiteSoldiers(in Candle now, in Candle second, in Candle first) =>
        first.IsWhite && first.HasNoUpperShadow && now.HasLongBody
        && Advances(second, first) && Advances(now, second) ? 1 : 0;

    /// <summary>CDL3BLACKCROWS: three black candles without lower shadows after a white one, each opening in the body before.</summary>
    public static int ThreeBlackCrows(in Candle now, in Candle second, in Candle first, in Candle before) =>
        before.IsWhite && before.High > first.Close && first.IsBlack && first.HasNoLowerShadow
        && Declines(second, first) && Declines(now, second) ? -1 : 0;

    private static bool Advances(in Candle now, in Candle before) =>
        now.IsWhite && now.HasNoUpperShadow && now.Close > before.Close && now.Open > before.Open
        && before.IsNear(now.Open - before.Close) && before.IsNotFar(before.Body - now.Body);

    private static bool Declines(in Candle now, in Candle before) =>
        now.IsBlack && now.HasNoLowerShadow && now.Close < before.Close && now.Open < before.Open && now.Open > before.Close;
}
