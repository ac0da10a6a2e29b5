using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Reads a number as a moment. Venues and recorders write seconds, milliseconds, microseconds or nanoseconds; between 2009
/// and 2100 the magnitude says which.
/// </summary>
internal static class EpochStamp
{
    private const long SecondsFirst = 1_230_768_000; // 2009-01-01, before which there was no coin to trade
    private const long SecondsEnd = 4_102_444_800; // 2100-01-01

    public static Timestamp First { get; } = new(SecondsFirst * 1_000_000_000);

    public static Timestamp End { get; } = new(SecondsEnd * 1_000_000_000);

    /// <returns>False when the number is no moment from 2009 to 2099 in any unit.</returns>
    public static bool TryRead(long number, out Timestamp moment)
    {
        long nanosecondsPerUnit = number switch
        {
            >= SecondsFirst * 1_000_000_000 and < SecondsEnd * 1_000_000_000 => 1,
            >= SecondsFirst * 1_000_000 and < SecondsEnd * 1_000_000 => 1_000,
            >= SecondsFirst * 1_000 and < SecondsEnd * 1_000 => 1_000_000,
            >= SecondsFirst and < SecondsEnd => 1_000_000_000,
            _ => 0,
        };
        moment = new Timestamp(unchecked(number * nanosecondsPerUnit));
        return nanosecondsPerUnit != 0;
    }

    /// <summary>The venue ends a candle at its last millisecond or microsecond; the end proper is the next whole second.</summary>
    public static Timestamp RoundUpToSecond(Timestamp moment)
    {
        const long Second = 1_000_000_000;
        long over = moment.Nanoseconds % Second;
        return over == 0 ? moment : new Timestamp(moment.Nanoseconds + Second - over);
    }

    public static bool IsPlausible(Timestamp moment) => moment >= First && moment < End;
}
