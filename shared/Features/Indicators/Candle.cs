using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// One bar as candlestick patterns see it: colour, body and shadows, and how large the candles before it were. Sizes are
/// raw price units and sums of them, so that every comparison is one of whole numbers. Which sizes count as long, short
/// or near is TA-Lib's default (ta_global.c, TA_CandleDefaultSettings).
/// </summary>
internal struct Candle(in Bar bar, long bodiesBefore, long rangesBefore, long fiveRangesBefore)
{
    private long open = bar.Open.Raw;
    private long high = bar.High.Raw;
    private long low = bar.Low.Raw;
    private long close = bar.Close.Raw;
    private long bodiesBefore = bodiesBefore;
    private long rangesBefore = rangesBefore;
    private long fiveRangesBefore = fiveRangesBefore;

    /// <summary>Candles that sizes of bodies and shadows are averaged over.</summary>
    public const int Averaged = 10;

    /// <summary>Candles that distances are averaged over.</summary>
    public const int AveragedNear = 5;

    public readonly long Open => open;

    public readonly long High => high;

    public readonly long Low => low;

    public readonly long Close => close;

    /// <summary>A close at the open counts as white, as in TA-Lib.</summary>
    public readonly bool IsWhite => Close >= Open;

    public readonly bool IsBlack => Close < Open;

    /// <summary>1 for white, −1 for black.</summary>
    public readonly int Colour => IsWhite ? 1 : -1;

    public readonly long Top => Math.Max(Open, Close);

    public readonly long Bottom => Math.Min(Open, Close);

    public readonly long Body => Top - Bottom;

    public readonly long Range => High - Low;

    public readonly long UpperShadow => High - Top;

    public readonly long LowerShadow => Bottom - Low;

    /// <summary>Longer than the mean body of the ten candles before.</summary>
    public readonly bool HasLongBody => Times(Body, Averaged) > bodiesBefore;

    /// <summary>Shorter than the mean body of the ten candles before.</summary>
    public readonly bool HasShortBody => Times(Body, Averaged) < bodiesBefore;

    /// <summary>At most a tenth of the mean range of the ten candles before.</summary>
    public readonly bool IsDoji => Times(Body, 10 * Averaged) <= rangesBefore;

    public readonly bool HasNoUpperShadow => IsTiny(UpperShadow);

    public readonly bool HasNoLowerShadow => IsTiny(LowerShadow);

    /// <summary>Whether a distance is at most near: a fifth of the mean range of the five candles before this one.</summary>
    public readonly bool IsNear(long distance) => Times(distance, 5 * AveragedNear) <= fiveRangesBefore;

    /// <summary>Whether a distance is less than far: three fifths of the mean range of the five candles before this one.</summary>
    public readonly bool IsNotFar(long distance) => Times(distance, 5 * AveragedNear) < Times(fiveRangesBefore, 3);

    /// <summary>The body lies above the other's.</summary>
    public readonly bool GapsUpFrom(in Candle other) => Bottom > other.Top;

    /// <summary>The body lies below the other's.</summary>
    public readonly bool GapsDownFrom(in Candle other) => Top < other.Bottom;

    /// <summary>The body reaches at least as far up and down as the other's.</summary>
    public readonly bool Covers(in Candle other) => Top >= other.Top && Bottom <= other.Bottom;

    public void Sync(ref StateStream state)
    {
        state.Sync(ref open);
        state.Sync(ref high);
        state.Sync(ref low);
        state.Sync(ref close);
        state.Sync(ref bodiesBefore);
        state.Sync(ref rangesBefore);
        state.Sync(ref fiveRangesBefore);
    }

    // Less than a tenth of the mean range of the ten candles before.
    private readonly bool IsTiny(long shadow) => Times(shadow, 10 * Averaged) < rangesBefore;

    // The largest prices times a hundred need more than 64 bits.
    private static Int128 Times(long value, int factor) => (Int128)value * factor;
}
