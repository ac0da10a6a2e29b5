using System.Buffers.Text;
using System.Globalization;
using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Numbers of candle files. Some tools write them as binary floats (<c>2.853e-05</c>, <c>0.30000000000000004</c>), so
/// exponents are read and what lies beyond eight decimals is rounded.
/// </summary>
internal static class CandleNumber
{
    /// <summary>Whole numbers up to here are exact in a double, so one division gives the nearest double.</summary>
    private const long ExactMax = 1L << 53;

    /// <returns>False when the text is no finite number in range.</returns>
    public static bool TryPrice(ReadOnlySpan<byte> text, out long raw)
    {
        if (FixedPoint.TryParse(text, out raw)) return true;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)) return false;
        if (Math.Abs(value) > 90_000_000_000m) return false;
        raw = FixedPoint.FromDecimal(Math.Round(value, FixedPoint.Decimals));
        return true;
    }

    /// <returns>False when the text is no finite number.</returns>
    public static bool TryVolume(ReadOnlySpan<byte> text, out double value)
    {
        if (FixedPoint.TryParse(text, out long raw) && raw is >= 0 and <= ExactMax)
        {
            value = FixedPoint.ToDouble(raw);
            return true;
        }

        return Utf8Parser.TryParse(text, out value, out int consumed) && consumed == text.Length && double.IsFinite(value);
    }

    /// <summary>A volume already read as a count of 10⁻⁸, when that loses nothing.</summary>
    public static bool TryVolume(long raw, out double value)
    {
        value = FixedPoint.ToDouble(raw);
        return raw <= ExactMax;
    }
}
