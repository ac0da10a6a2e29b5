using System.Globalization;
using System.Text;
using Parley.Domain;

namespace Parley.Market;

/// <summary>Moments as text, UTC unless they say otherwise: <c>2021-12-31 23:01:00.000000</c>, <c>2023-02-02T09:20:00Z</c>.</summary>
internal static class IsoStamp
{
    private const int LengthMax = 40;

    /// <returns>False when the text is no moment.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out Timestamp moment) =>
        TryReadPlain(text, out moment) || TryReadAny(text, out moment);

    // yyyy-MM-dd HH:mm:ss with any number of decimals, which is what nearly all files hold.
    private static bool TryReadPlain(ReadOnlySpan<byte> text, out Timestamp moment)
    {
        moment = default;
        var at = new ByteCursor(text);
        bool read = TakeNumber(ref at, 4, out int year) && at.Take((byte)'-')
            && TakeNumber(ref at, 2, out int month) && at.Take((byte)'-')
            && TakeNumber(ref at, 2, out int day) && (at.Take((byte)' ') || at.Take((byte)'T'))
            && TakeNumber(ref at, 2, out int hour) && at.Take((byte)':')
            && TakeNumber(ref at, 2, out int minute) && at.Take((byte)':')
            && TakeNumber(ref at, 2, out int second)
            && TakeDecimals(ref at, out long nanoseconds)
            && (at.Take((byte)'Z') || at.Take("+00:00"u8) || at.AtEnd)
            && at.AtEnd
            && AreInRange(year, month, day, hour, minute, second, out moment)
            && AddNanoseconds(ref moment, nanoseconds);
        return read;
    }

    private static bool TryReadAny(ReadOnlySpan<byte> text, out Timestamp moment)
    {
        moment = default;
        if (text.Length is < 8 or > LengthMax) return false;
        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParse(Encoding.UTF8.GetString(text), CultureInfo.InvariantCulture, Styles, out DateTimeOffset at))
            return false;
        if (at.Year is < 2009 or > 2099) return false;
        moment = Timestamp.From(at);
        return true;
    }

    private static bool TakeNumber(ref ByteCursor at, int digits, out int value)
    {
        value = 0;
        for (int i = 0; i < digits; i++)
        {
            if (!at.TakeDigit(out int digit)) return false;
            value = value * 10 + digit;
        }

        return true;
    }

    private static bool TakeDecimals(ref ByteCursor at, out long nanoseconds)
    {
        nanoseconds = 0;
        if (!at.Take((byte)'.')) return true;
        long unit = 100_000_000;
        for (; at.TakeDigit(out int digit); unit /= 10) nanoseconds += digit * unit;
        return true;
    }

    private static bool AreInRange(int year, int month, int day, int hour, int minute, int second, out Timestamp moment)
    {
        moment = default;
        if (year is < 2009 or > 2099 || month is < 1 or > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return false;
        if (day > DateTime.DaysInMonth(year, month)) return false;
        moment = Timestamp.From(new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero));
        return true;
    }

    private static bool AddNanoseconds(ref Timestamp moment, long nanoseconds)
    {
        moment = new Timestamp(moment.Nanoseconds + nanoseconds);
        return true;
    }
}
