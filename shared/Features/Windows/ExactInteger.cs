using System.Runtime.CompilerServices;
using Parley.Domain;

namespace Parley.Features;

/// <summary>Conversion of exact integer sums.</summary>
internal static class ExactInteger
{
    private const double TwoToThe64 = 18_446_744_073_709_551_616.0;

    /// <summary>The nearest double where 64 bits are enough, else one at most a unit in the last place away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(Int128 value)
    {
        long narrow = unchecked((long)value);
        if (value == narrow) return narrow;
        return unchecked((double)(long)(value >> 64) * TwoToThe64 + (ulong)narrow);
    }

    /// <summary>Raw units of 10⁻⁸ as whole ones.</summary>
    public static double ToUnits(Int128 raw) => ToDouble(raw) / FixedPoint.Scale;
}
