using System.Runtime.CompilerServices;

namespace Parley.Features;

/// <summary>
/// An unevaluated sum of two doubles: about 106 significant bits. Keeps a running sum as good as one computed afresh.
/// Algorithms: Dekker, "A floating-point technique for extending the available precision", 1971 (FastTwoSum);
/// Knuth, TAOCP vol. 2 §4.2.2 (TwoSum).
/// </summary>
internal readonly struct DoubleDouble(double high, double low)
{
    public readonly double High = high;
    public readonly double Low = low;

    public double Value => High + Low;

    public static DoubleDouble Square(double value)
    {
        double product = value * value;
        return new(product, Math.FusedMultiplyAdd(value, value, -product));
    }

    public DoubleDouble Square()
    {
        DoubleDouble square = Square(High);
        return Normal(square.High, square.Low + 2 * High * Low);
    }

    /// <summary>The factor must be a small whole number.</summary>
    public DoubleDouble Times(int factor)
    {
        double product = High * factor;
        return Normal(product, Math.FusedMultiplyAdd(High, factor, -product) + Low * factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble left, double right)
    {
        double sum = left.High + right;
        double shadow = sum - left.High;
        double error = left.High - (sum - shadow) + (right - shadow);
        return Normal(sum, left.Low + error);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        DoubleDouble sum = left + right.High;
        return Normal(sum.High, sum.Low + right.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble left, double right) => left + -right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) =>
        left + new DoubleDouble(-right.High, -right.Low);

    public void Save(ref SnapshotWriter writer)
    {
        writer.Write(High);
        writer.Write(Low);
    }

    public static DoubleDouble Restore(ref SnapshotReader reader)
    {
        double high = reader.ReadDouble();
        return new(high, reader.ReadDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DoubleDouble Normal(double high, double low)
    {
        double sum = high + low;
        return new(sum, low - (sum - high));
    }
}
