using System.Runtime.CompilerServices;

namespace Parley.Features;

/// <summary>
/// An unevaluated sum of two doubles: about 106 significant bits. Keeps a running sum as good as one computed afresh.
/// Algorithms: Dekker, "A floating-point technique for extending the available precision", 1971 (FastTwoSum);
/// Knuth, TAOCP vol. 2 §4.2.2 (TwoSum); the high part must outweigh the low one, which holds for sums.
/// </summary>
internal readonly struct DoubleDouble(double high, double low)
{
    public readonly double High = high;
    public readonly double Low = low;

    public double Value => High + Low;

    public static DoubleDouble Square(double value) => Product(value, value);

    /// <summary>The product of two doubles, without rounding.</summary>
    public static DoubleDouble Product(double left, double right)
    {
        double product = left * right;
        return new(product, Math.FusedMultiplyAdd(left, right, -product));
    }

    public DoubleDouble Square()
    {
        DoubleDouble normal = Normal();
        DoubleDouble square = Square(normal.High);
        return new(square.High, square.Low + 2 * normal.High * normal.Low);
    }

    public DoubleDouble Times(DoubleDouble factor)
    {
        DoubleDouble left = Normal();
        DoubleDouble right = factor.Normal();
        DoubleDouble product = Product(left.High, right.High);
        return new(product.High, product.Low + left.High * right.Low + left.Low * right.High);
    }

    /// <summary>The factor must be a small whole number.</summary>
    public DoubleDouble Times(int factor)
    {
        DoubleDouble normal = Normal();
        double product = normal.High * factor;
        return new(product, Math.FusedMultiplyAdd(normal.High, factor, -product) + normal.Low * factor);
    }

    // The rounding error of the high part goes to the low part, which is left to grow: only one addition of each part
    // waits for the one before, and the low part's own rounding is of second order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble left, double right)
    {
        double sum = left.High + right;
        double shadow = sum - left.High;
        return new(sum, left.Low + (left.High - (sum - shadow) + (right - shadow)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        DoubleDouble sum = left + right.High;
        return new(sum.High, sum.Low + right.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble left, double right) => left + -right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) =>
        left + new DoubleDouble(-right.High, -right.Low);

    private DoubleDouble Normal()
    {
        double sum = High + Low;
        return new(sum, Low - (sum - High));
    }
}
