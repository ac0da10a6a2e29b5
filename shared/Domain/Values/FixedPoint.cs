using System.Globalization;

namespace Parley.Domain;

/// <summary>
/// The one numeric scale of money-like values: a signed 64-bit count of 10⁻⁸ units, which is what every supported venue
/// quotes at most. Range ±92,233,720,368.54775807.
/// </summary>
public static class FixedPoint
{
    /// <summary>Decimal places kept.</summary>
    public const int Decimals = 8;

    /// <summary>Raw units per whole unit.</summary>
    public const long Scale = 100_000_000;

    /// <summary>Exact conversion.</summary>
    /// <exception cref="OverflowException">The value is out of range.</exception>
    /// <exception cref="FormatException">The value has more than eight decimal places.</exception>
    public static long FromDecimal(decimal value)
    {
        decimal scaled = value * Scale;
        decimal whole = decimal.Truncate(scaled);
        return whole == scaled
            ? decimal.ToInt64(whole)
            : throw new FormatException($"{value} has more than {Decimals} decimal places.");
    }

    /// <summary>Exact value, trailing zeros removed.</summary>
    public static decimal ToDecimal(long raw)
    {
        if (raw % Scale == 0) return raw / Scale;
        int decimals = Decimals;
        while (raw % 10 == 0)
        {
            raw /= 10;
            decimals--;
        }

        ulong magnitude = unchecked((ulong)(raw < 0 ? -raw : raw));
        return unchecked(new decimal((int)magnitude, (int)(magnitude >> 32), 0, raw < 0, (byte)decimals));
    }

    /// <summary>Nearest double: one correctly rounded division.</summary>
    public static double ToDouble(long raw) => raw / (double)Scale;

    /// <summary>Shortest exact text, for example <c>63943.9</c>.</summary>
    public static string ToText(long raw) => ToDecimal(raw).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Parses plain decimal notation (<c>-12.345</c>): no exponent, no sign other than a leading minus, no spaces.
    /// Digits beyond the eighth decimal place must be zero.
    /// </summary>
    /// <returns>False when the text is not such a number or is out of range.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long raw)
    {
        raw = 0;
        int i = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        if (negative) i = 1;
        int start = i;
        long value = 0;
        int decimals = -1;
        unchecked
        {
            for (; i < text.Length; i++)
            {
                uint digit = (uint)(text[i] - '0');
                if (digit <= 9)
                {
                    if (decimals == Decimals)
                    {
                        if (digit != 0) return false;
                        continue;
                    }

                    if (value > (long.MaxValue - digit) / 10) return false;
                    value = value * 10 + digit;
                    if (decimals >= 0) decimals++;
                }
                else if (text[i] == (byte)'.' && decimals < 0 && i > start && i + 1 < text.Length)
                {
                    decimals = 0;
                }
                else
                {
                    return false;
                }
            }

            if (i == start) return false;
            for (int d = Math.Max(decimals, 0); d < Decimals; d++)
            {
                if (value > long.MaxValue / 10) return false;
                value *= 10;
            }

            raw = negative ? -value : value;
            return true;
        }
    }
}
