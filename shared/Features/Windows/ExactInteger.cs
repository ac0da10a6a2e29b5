using System.Runtime.CompilerServices;

namespace Parley.Features;

/// <summary>Conversion of exact integer sums.</summary>
internal static class ExactInteger
{
    /// <summary>Nearest double, by the short way where 64 bits are enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble(Int128 value)
    {
        long narrow = unchecked((long)value);
        return value == narrow ? narrow : (double)value;
    }
}
