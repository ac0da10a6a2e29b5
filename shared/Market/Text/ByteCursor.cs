using System.Numerics;
using System.Runtime.CompilerServices;
using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// A position in a line of text that moves over what it recognises. Every method returns false, with the position
/// undefined, when the text is not exactly what was asked for.
/// </summary>
internal ref struct ByteCursor
{
    private static readonly long[] PowersOfTen =
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    private readonly ReadOnlySpan<byte> text;

    public ByteCursor(ReadOnlySpan<byte> text)
    {
        this.text = text;
        At = 0;
    }

    public int At { get; private set; }

    public readonly bool AtEnd => At == text.Length;

    public readonly ReadOnlySpan<byte> Rest => text[At..];

    /// <summary>Moves over the literal; stays put when something else is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(ReadOnlySpan<byte> literal)
    {
        if (!text[At..].StartsWith(literal)) return false;
        At = unchecked(At + literal.Length);
        return true;
    }

    /// <summary>Moves over the rest of a quoted text and its closing quote; stays put when it is another or empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeQuoted(ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> rest = text[At..];
        if (content.Length == 0 || rest.Length <= content.Length) return false;
        if (rest[content.Length] != (byte)'"' || !rest.StartsWith(content)) return false;
        At = unchecked(At + content.Length + 1);
        return true;
    }

    /// <summary>Moves over one character; stays put when another is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(byte character)
    {
        if ((uint)At >= (uint)text.Length || text[At] != character) return false;
        At = unchecked(At + 1);
        return true;
    }

    public bool TakeDigit(out int digit)
    {
        digit = 0;
        if (!IsDigitHere()) return false;
        digit = text[At++] - '0';
        return true;
    }

    /// <summary>A whole number without sign or leading zeros, below 9 × 10¹⁸.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeInteger(out long value)
    {
        int start = At;
        value = 0;
        unchecked
        {
            while (true)
            {
                ulong chunk = DigitRun.Load(text, At);
                int length = DigitRun.Length(chunk);
                if (length == 0) break;
                value = value * PowersOfTen[length] + DigitRun.Value(chunk, length);
                At += length;
                if (length < 8) break;
                if (At - start > 16) return false;
            }

            int digits = At - start;
            bool fits = digits is > 0 and <= 18 || (digits == 19 && text[start] < (byte)'9');
            return fits && (digits == 1 || text[start] != (byte)'0');
        }
    }

    /// <summary>
    /// A plain decimal with at most eight digits before and eight after the point, as a count of 10⁻⁸. Longer ones are
    /// left to <see cref="FixedPoint.TryParse"/>, which reads the same values.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeDecimal(out long raw)
    {
        unchecked
        {
            ulong chunk = DigitRun.Load(text, At);
            ulong nonDigits = DigitRun.NonDigits(chunk);
            int point = BitOperations.TrailingZeroCount(nonDigits) >> 3;
            ulong afterPoint = nonDigits & (nonDigits - 1);
            bool isShort = afterPoint != 0 && point > 0 && (byte)(chunk >> (point << 3)) == (byte)'.';
            if (!isShort) return TakeLongDecimal(out raw);

            // All of it is in the register, as nearly every price and quantity of futures is: close the gap the point
            // leaves and read the digits as one number.
            int end = BitOperations.TrailingZeroCount(afterPoint) >> 3;
            int decimals = end - point - 1;
            ulong before = chunk & ((1UL << (point << 3)) - 1);
            ulong digits = before | (chunk >> 8 & ~((1UL << (point << 3)) - 1));
            raw = decimals == 0 ? 0 : DigitRun.Value(digits, end - 1) * PowersOfTen[8 - decimals];
            At += end;
            return decimals > 0;
        }
    }

    private bool TakeLongDecimal(out long raw)
    {
        unchecked
        {
            raw = 0;
            ulong chunk = DigitRun.Load(text, At);
            int length = DigitRun.Length(chunk);
            if (length == 0) return false;
            raw = DigitRun.Value(chunk, length) * FixedPoint.Scale;
            At += length;
            if (!Take((byte)'.')) return length < 8 || !IsDigitHere();
            chunk = DigitRun.Load(text, At);
            length = DigitRun.Length(chunk);
            if (length == 0) return false;
            raw += DigitRun.Value(chunk, length) * PowersOfTen[8 - length];
            At += length;
            return length < 8 || !IsDigitHere();
        }
    }

    /// <summary>Everything up to a character, which is passed over too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TakeUntil(byte terminator, out ReadOnlySpan<byte> taken)
    {
        int length = text[At..].IndexOf(terminator);
        taken = length < 0 ? default : text.Slice(At, length);
        if (length < 0) return false;
        At += length + 1;
        return true;
    }

    /// <summary>Whether a comma or the end of the line is here.</summary>
    public readonly bool AtFieldEnd => At == text.Length || text[At] == (byte)',';

    /// <summary>Moves up to the next comma, or to the end of the line.</summary>
    public void TakeField(out ReadOnlySpan<byte> field)
    {
        int length = text[At..].IndexOf((byte)',');
        field = length < 0 ? text[At..] : text.Slice(At, length);
        At += field.Length;
    }

    /// <summary>Goes back to a position that was passed.</summary>
    public void ReturnTo(int position) => At = position;

    private readonly bool IsDigitHere() => (uint)At < (uint)text.Length && char.IsAsciiDigit((char)text[At]);
}
