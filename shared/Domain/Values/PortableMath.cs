namespace Parley.Domain;

/// <summary>
/// Logarithm and exponential whose every bit is the same on every machine. <see cref="Math.Log(double)"/> and
/// <see cref="Math.Exp(double)"/> call the C library of the platform, which may differ in the last bit; a simulation
/// that branches on such a value would then take another path. These use only additions, multiplications and divisions,
/// which IEEE 754 rounds the same everywhere. Accurate to a few units in the last place.
/// </summary>
public static class PortableMath
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double SqrtHalf = 0.70710678118654752440;

    private static ReadOnlySpan<double> OddReciprocals =>
        [1.0 / 21, 1.0 / 19, 1.0 / 17, 1.0 / 15, 1.0 / 13, 1.0 / 11, 1.0 / 9, 1.0 / 7, 1.0 / 5, 1.0 / 3];

    private static ReadOnlySpan<double> FactorialReciprocals =>
    [
        1.0 / 87_178_291_200, 1.0 / 6_227_020_800, 1.0 / 479_001_600, 1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880,
        1.0 / 40_320, 1.0 / 5_040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
    ];

    /// <summary>
    /// Natural logarithm of a positive normal number: with x = 2ᵉ·m and s = (m − 1) / (m + 1),
    /// ln x = e·ln 2 + 2·(s + s³/3 + s⁵/5 + …).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a positive finite normal number.</exception>
    public static double Log(double x)
    {
        if (!double.IsNormal(x) || x < 0) throw new ArgumentOutOfRangeException(nameof(x), x, "Must be positive and normal.");
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) - 1022;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FE0_0000_0000_0000);
        if (mantissa < SqrtHalf)
        {
            mantissa *= 2;
            exponent--;
        }

        double s = (mantissa - 1) / (mantissa + 1);
        double z = s * s;
        double sum = 0;
        foreach (double coefficient in OddReciprocals) sum = sum * z + coefficient;
        return exponent * Ln2High + (2 * s + (2 * s * z * sum + exponent * Ln2Low));
    }

    /// <summary>
    /// eˣ: with x = k·ln 2 + r, |r| ≤ ½ ln 2, it is 2ᵏ times the Taylor sum of eʳ. Below −700 the result is 0, above 700 it
    /// is +∞; nothing here needs the range between.
    /// </summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x < -700) return 0;
        if (x > 700) return double.PositiveInfinity;
        double k = Math.Floor(x / (Ln2High + Ln2Low) + 0.5);
        double r = x - k * Ln2High - k * Ln2Low;
        double sum = 0;
        foreach (double coefficient in FactorialReciprocals) sum = sum * r + coefficient;
        return sum * BitConverter.Int64BitsToDouble(((long)k + 1023) << 52);
    }
}
