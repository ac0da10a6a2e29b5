using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace Parley.Market;

/// <summary>Takes what <see cref="ByteColumn"/> wrote, in order, and refuses everything that it cannot have written.</summary>
/// <param name="part">What positions are offsets in.</param>
/// <param name="origin">Offset of the first byte.</param>
internal ref struct PackedBytes(ReadOnlySpan<byte> bytes, TickBatchPart part, int origin)
{
    private const int DecimalScaleMax = 28;
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    public readonly int Left => bytes.Length - at;

    /// <summary>Offset of what comes next, in the part.</summary>
    public readonly int Position => origin + at;

    public int Byte()
    {
        if (at >= bytes.Length) Refuse("it ends too early");
        int value = bytes[at];
        at = unchecked(at + 1);
        return value;
    }

    public ulong Unsigned()
    {
        // Nine numbers in ten are one or two bytes long.
        ReadOnlySpan<byte> all = bytes;
        int from = at;
        if ((uint)from < (uint)all.Length && all[from] < 0x80)
        {
            at = unchecked(from + 1);
            return all[from];
        }

        return UnsignedOfSeveralBytes();
    }

    public long Signed()
    {
        ulong coded = Unsigned();
        return unchecked((long)(coded >> 1) ^ -(long)(coded & 1));
    }

    /// <summary>A number from 0 to <paramref name="most"/>.</summary>
    public int Count(int most, string what)
    {
        int start = Position;
        ulong value = Unsigned();
        if (value > (ulong)most) throw new TickBatchException(part, start, $"{value:N0} {what}, where at most {most:N0} are possible");
        return (int)value;
    }

    /// <summary>A number from 0 to the largest positive one.</summary>
    public long Positive(string what)
    {
        int start = Position;
        ulong value = Unsigned();
        if (value > long.MaxValue) throw new TickBatchException(part, start, $"{what} {value:N0} is out of range");
        return (long)value;
    }

    public int Int32(string what)
    {
        int start = Position;
        long value = Signed();
        if (value is < int.MinValue or > int.MaxValue) throw new TickBatchException(part, start, $"{what} {value:N0} is out of range");
        return (int)value;
    }

    public double Double() => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(double))));

    public decimal Decimal()
    {
        int start = Position;
        int head = Byte();
        ulong low = Unsigned();
        ulong high = Unsigned();
        int scale = head & 0x7F;
        if (scale > DecimalScaleMax || high > uint.MaxValue) throw new TickBatchException(part, start, "no decimal number");
        return unchecked(new decimal((int)low, (int)(low >> 32), (int)high, head >= 0x80, (byte)scale));
    }

    /// <param name="build">False checks the text only.</param>
    public string Text(int most, string what, bool build = true)
    {
        int start = Position;
        ulong head = Unsigned();
        if (head / 2 > (ulong)most) throw new TickBatchException(part, start, $"a {what} of {head / 2:N0} bytes, where {most:N0} are allowed");
        ReadOnlySpan<byte> text = Take((int)(head / 2));
        bool isUtf8 = head % 2 == 0;
        if (isUtf8 ? !Utf8.IsValid(text) : text.Length % sizeof(char) != 0)
            throw new TickBatchException(part, start, $"the {what} is no text");
        if (!build) return "";
        return isUtf8 ? Encoding.UTF8.GetString(text) : PackedText.FromUtf16(text);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (Left < count) Refuse("it ends too early");
        ReadOnlySpan<byte> taken = bytes.Slice(at, count);
        at += count;
        return taken;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    public readonly void Refuse(string reason) => throw new TickBatchException(part, Position, reason);

    private ulong UnsignedOfSeveralBytes()
    {
        unchecked
        {
            ulong value = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                if (at >= bytes.Length) Refuse("it ends too early");
                ulong group = bytes[at];
                // The tenth byte holds one bit.
                if (shift == 63 && group > 1) break;
                at++;
                value |= (group & 0x7F) << shift;
                if (group < 0x80) return value;
            }
        }

        Refuse("a whole number is longer than 64 bits");
        return 0;
    }
}
