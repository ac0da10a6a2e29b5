using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Parley.Market;

/// <summary>
/// Decimal digits eight at a time in one 64-bit register: Lemire's "quickly parsing eight digits", with the run's length
/// found by the same register. A digit costs about a fifth of what a loop over bytes costs.
/// </summary>
internal static class DigitRun
{
    private const ulong HighBits = 0x8080_8080_8080_8080;

    /// <summary>The eight bytes at <paramref name="at"/>; zeros beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Load(ReadOnlySpan<byte> text, int at) =>
        unchecked(text.Length - at) >= 8 ? BinaryPrimitives.ReadUInt64LittleEndian(text[at..]) : LoadTail(text, at);

    /// <summary>The high bit of every byte that is no digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong NonDigits(ulong chunk)
    {
        // XOR leaves 0 to 9 of digits; 0x76 lifts all else into the high bit. Without it no byte carries into the next.
        ulong values = chunk ^ 0x3030_3030_3030_3030;
        return unchecked(((values & ~HighBits) + 0x7676_7676_7676_7676) | values) & HighBits;
    }

    /// <summary>How many of the eight bytes, from the first, are digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Length(ulong chunk) => BitOperations.TrailingZeroCount(NonDigits(chunk)) >> 3;

    /// <summary>Value of the first <paramref name="length"/> digits, 1 to 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Value(ulong chunk, int length)
    {
        unchecked
        {
            // Shifting drops what follows and puts zeros in front.
            chunk = (chunk << (64 - (length << 3))) & 0x0F0F_0F0F_0F0F_0F0F;
            chunk = (chunk * 2_561) >> 8 & 0x00FF_00FF_00FF_00FF;
            chunk = (chunk * 6_553_601) >> 16 & 0x0000_FFFF_0000_FFFF;
            return (long)((chunk * 42_949_672_960_001) >> 32);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong LoadTail(ReadOnlySpan<byte> text, int at)
    {
        ulong chunk = 0;
        for (int i = text.Length - 1; i >= at; i--) chunk = (chunk << 8) | text[i];
        return chunk;
    }
}
