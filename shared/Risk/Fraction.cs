using Parley.Domain;

namespace Parley.Risk;

/// <summary>Conversions between fixed point and decimal that keep the gate fast and never overflow.</summary>
internal static class Fraction
{
    /// <summary>Exact; leaves trailing zeros where they are, which is several times faster than removing them.</summary>
    public static decimal Of(long raw)
    {
        ulong magnitude = unchecked((ulong)(raw < 0 ? -raw : raw));
        return unchecked(new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), 0, raw < 0, FixedPoint.Decimals));
    }

    /// <summary>Largest quantity not above a value, clamped to what a quantity can hold; 0 for negative values.</summary>
    public static Quantity ToQuantity(decimal value)
    {
        const decimal Top = 92_233_720_368m;
        if (value <= 0) return Quantity.Zero;
        return Quantity.FromRaw(ToRaw(decimal.Floor(Math.Min(value, Top) * FixedPoint.Scale)));
    }

    public static long ToRaw(decimal raw) => raw >= long.MaxValue ? long.MaxValue : raw <= long.MinValue ? long.MinValue : (long)raw;

    /// <summary>A finite double as a decimal, clamped to ±10¹⁸.</summary>
    public static decimal Of(double value) => (decimal)Math.Clamp(value, -1e18, 1e18);
}
