namespace Parley.Features.Tests;

/// <summary>Sameness to the last bit. Which of its many forms "not a number" takes depends on the compiler and means nothing.</summary>
internal static class Bits
{
    public static bool Same(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length) return false;
        for (int i = 0; i < left.Length; i++)
            if (!Same(left[i], right[i])) return false;
        return true;
    }

    private static bool Same(double left, double right) =>
        double.IsNaN(left) ? double.IsNaN(right) : BitConverter.DoubleToInt64Bits(left) == BitConverter.DoubleToInt64Bits(right);
}
