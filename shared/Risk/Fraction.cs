using Parley.Domain;

namespace Parley.Risk;

/// <summary>
/// Exact integers for the gate's hot path, where dividing decimals of 28 digits costs microseconds: prices, quantities and
/// quote amounts count 10⁻⁸, their products count 10⁻¹⁶ in 128 bits. Every rounding errs towards less risk.
/// </summary>
internal static class Fraction
{
    // Of ten, as many as fit.
    private static readonly ulong[] Powers =
    [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000,
        1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000, 10_000_000_000_000_000,
        100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ];

    /// <summary>Exact; leaves trailing zeros where they are, which is several times faster than removing them.</summary>
    public static decimal Of(long raw)
    {
        ulong magnitude = unchecked((ulong)(raw < 0 ? -raw : raw));
        return unchecked(new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, raw < 0, FixedPoint.Decimals));
    }

    /// <summary>Nearest decimal of about 15 digits, clamped to ±10¹⁸; −1 for what is no number. For showing, not for deciding.</summary>
    public static decimal Of(double value)
    {
        double size = Math.Abs(value);
        // The framework's own conversion takes five times as long. Digits beyond the fifteenth are noise.
        int scale = size < 1 ? 15 : size < 1e3 ? 12 : size < 1e6 ? 9 : -1;
        if (scale < 0) return double.IsNaN(value) ? -1m : (decimal)Math.Clamp(value, -1e18, 1e18);
        ulong whole = (ulong)(size * Powers[scale] + 0.5);
        if (whole == 0) return 0m;
        while (scale >= 4 && whole % 10_000 == 0) (whole, scale) = (whole / 10_000, scale - 4);
        while (scale > 0 && whole % 10 == 0) (whole, scale) = (whole / 10, scale - 1);
        return unchecked(new decimal((int)(uint)whole, (int)(uint)(whole >> 32), 0, value < 0, (byte)scale));
    }

    /// <summary>A quote amount as a product: rounded down to 10⁻⁸, clamped to ±92 thousand million.</summary>
    public static Int128 Product(decimal quote) => (Int128)FloorToRaw(quote) * FixedPoint.Scale;

    /// <summary>In units of 10⁻⁸, rounded down, clamped to the range of a long.</summary>
    public static long FloorToRaw(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        if (bits[2] != 0) return ToRaw(decimal.Floor(value * FixedPoint.Scale));
        ulong whole = unchecked((uint)bits[0] | ((ulong)(uint)bits[1] << 32));
        bool negative = bits[3] < 0;
        int drop = ((bits[3] >> 16) & 0x7F) - FixedPoint.Decimals;
        if (drop <= 0)
        {
            ulong high = Math.BigMul(whole, Powers[-drop], out ulong low);
            if (high != 0 || low > long.MaxValue) return negative ? long.MinValue : long.MaxValue;
            return negative ? -(long)low : (long)low;
        }

        ulong kept = drop < Powers.Length ? whole / Powers[drop] : 0;
        if (!negative) return (long)kept;
        bool exact = drop < Powers.Length ? kept * Powers[drop] == whole : whole == 0;
        return -(long)kept - (exact ? 0 : 1);
    }

    /// <summary>In units of 10⁻⁸, rounded up, clamped to the range of a long.</summary>
    public static long CeilingToRaw(decimal value)
    {
        long down = FloorToRaw(-value);
        return down == long.MinValue ? long.MaxValue : -down;
    }

    /// <summary>A product as a double in quote currency. For showing, not for deciding.</summary>
    public static double Show(Int128 product) => (double)product / ((double)FixedPoint.Scale * FixedPoint.Scale);

    /// <summary>Quantity that a product pays for at a price, rounded down; zero for what is negative.</summary>
    public static Quantity PaidBy(Int128 product, long price) =>
        product <= 0 ? Quantity.Zero : Quantity.FromRaw(Quotient(product, price));

    /// <summary>Exact quotient, rounded down, at most the largest long.</summary>
    /// <param name="product">Not negative.</param>
    /// <param name="by">Positive.</param>
    public static long Quotient(Int128 product, long by)
    {
        // A double is wrong by a few thousand at most, which the rest then corrects exactly; dividing 128 bits takes
        // several times as long.
        double estimate = (double)product / by;
        if (estimate < 9e18)
        {
            long quotient = (long)estimate;
            Int128 rest = product - Math.BigMul(quotient, by);
            if (rest >= long.MinValue && rest <= long.MaxValue)
            {
                (long more, long left) = Math.DivRem((long)rest, by);
                return quotient + more - (left < 0 ? 1 : 0);
            }
        }

        return (long)Int128.Min(product / by, long.MaxValue);
    }

    public static long ToRaw(decimal raw) =>
        raw >= long.MaxValue ? long.MaxValue : raw <= long.MinValue ? long.MinValue : (long)raw;

    /// <summary>Largest quantity not above a number of coins; zero for what is negative or no number.</summary>
    public static Quantity ToQuantity(double coins)
    {
        double raw = Math.Floor(coins * FixedPoint.Scale);
        if (!(raw > 0)) return Quantity.Zero;
        return Quantity.FromRaw(raw >= long.MaxValue ? long.MaxValue : (long)raw);
    }
}
