using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Parley.Backtesting;

/// <summary>
/// A position in lines of klines that reads one row at a time, digits eight at a time in one register (Lemire, "Quickly
/// parsing eight digits", 2018).
/// </summary>
internal ref struct KlineRow(ReadOnlySpan<byte> lines)
{
    // Behind the volume: close time, quote volume, count, two taker volumes and one column to ignore.
    private const int ColumnsUnread = 6;

    private const long MillisecondsFirst = 1_230_768_000_000; // 2009-01-01
    private const long MillisecondsEnd = 4_102_444_800_000; // 2100-01-01

    private static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789.,"u8);

    private readonly ReadOnlySpan<byte> lines = lines;
    private int at;

    public long OpenTime { get; private set; }

    public long Open { get; private set; }

    public long High { get; private set; }

    public long Low { get; private set; }

    public long Close { get; private set; }

    public double Volume { get; private set; }

    public readonly bool AtEnd => at >= lines.Length;

    public void SkipLine() => at += lines[at..].IndexOf((byte)'\n') + 1;

    /// <returns>False when the row is not plain: then the position means nothing.</returns>
    public bool TryRead()
    {
        if (!TryTime(out long time)
            || !TryDecimal(out long open)
            || !TryDecimal(out long high)
            || !TryDecimal(out long low)
            || !TryDecimal(out long close)
            || !TryDecimal(out long volume))
        {
            return false;
        }

        OpenTime = time;
        Open = open;
        High = high;
        Low = low;
        Close = close;
        Volume = FixedPoint.ToDouble(volume);
        // Above 2⁵³ the count of 10⁻⁸ no longer converts exactly, and the text may round to another double.
        return volume <= 1L << 53 && TrySkipRest();
    }

    private bool TryTime(out long nanoseconds)
    {
        nanoseconds = 0;
        unchecked
        {
            ulong head = Load(at);
            ulong tail = Load(at + 8);
            int length = DigitCount(tail);
            if (DigitCount(head) != 8 || length is not (5 or 8)) return false;
            long number = Digits(head) * (length == 5 ? 100_000 : 100_000_000) + Digits(tail << (64 - 8 * length));
            at += 8 + length;
            long milliseconds = length == 5 ? number : number / 1_000;
            if (milliseconds is < MillisecondsFirst or >= MillisecondsEnd) return false;
            nanoseconds = number * (length == 5 ? 1_000_000 : 1_000);
            return TryComma();
        }
    }

    /// <summary>One to eight digits, a point, one to eight digits, a comma; or without the point and what follows it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryDecimal(out long raw)
    {
        unchecked
        {
            ulong chunk = Load(at);
            int length = DigitCount(chunk);
            raw = 0;
            if (length == 0) return false;
            raw = Digits(chunk << (64 - 8 * length)) * FixedPoint.Scale;
            at += length;
            if (at >= lines.Length || lines[at] != (byte)'.') return TryComma();
            chunk = Load(at + 1);
            length = DigitCount(chunk);
            if (length == 0) return false;
            // Zeros behind the last digit pad the fraction to eight places.
            raw += Digits(length == 8 ? chunk : chunk & ((1UL << (8 * length)) - 1));
            at += 1 + length;
            return TryComma();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryComma()
    {
        unchecked
        {
            return at < lines.Length && lines[at++] == (byte)',';
        }
    }

    private bool TrySkipRest()
    {
        ReadOnlySpan<byte> rest = lines[at..];
        int end = rest.IndexOfAnyExcept(Plain);
        if (end < 0 || rest[..end].Count((byte)',') != ColumnsUnread - 1) return false;
        at += end;
        if (lines[at] == (byte)'\r') at++;
        return at < lines.Length && lines[at++] == (byte)'\n';
    }

    /// <summary>Eight bytes from <paramref name="from"/>, line breaks beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Load(int from) =>
        from <= lines.Length - 8 ? BinaryPrimitives.ReadUInt64LittleEndian(lines[from..]) : LoadTail(from);

    private readonly ulong LoadTail(int from)
    {
        Span<byte> padded = stackalloc byte[8];
        padded.Fill((byte)'\n');
        if (from < lines.Length) lines[from..].CopyTo(padded);
        return BinaryPrimitives.ReadUInt64LittleEndian(padded);
    }

    /// <summary>How many of the eight bytes, from the first, are digits.</summary>
    private static int DigitCount(ulong chunk)
    {
        unchecked
        {
            // Digits become 0 to 9; adding 0x76 lifts everything above 9 into the high bit. A carry can only spoil bytes
            // behind the first that is no digit.
            ulong values = chunk ^ 0x3030_3030_3030_3030;
            ulong others = ((values + 0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080;
            return BitOperations.TrailingZeroCount(others) >> 3;
        }
    }

    /// <summary>Value of eight digits, the first the most significant; zero bytes count as zeros.</summary>
    private static long Digits(ulong chunk)
    {
        unchecked
        {
            chunk &= 0x0F0F_0F0F_0F0F_0F0F;
            chunk = chunk * 10 + (chunk >> 8);
            ulong pairs = (chunk & 0x0000_00FF_0000_00FF) * 0x000F_4240_0000_0064;
            ulong others = ((chunk >> 16) & 0x0000_00FF_0000_00FF) * 0x0000_2710_0000_0001;
            return (long)((pairs + others) >> 32);
        }
    }
}
