using System.Buffers.Binary;
using System.Text;

namespace Parley.Market;

/// <summary>One column of a body while it is written: bytes that grow, and keep their room when they are cleared.</summary>
internal sealed class ByteColumn
{
    private byte[] buffer = new byte[1_024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>Takes back what was written after a <see cref="Length"/>.</summary>
    public void Truncate(int length) => Length = length;

    public void Byte(int value)
    {
        Reserve(1);
        buffer[Length] = unchecked((byte)value);
        Length = unchecked(Length + 1);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Seven bits a byte, the lowest first; all bytes but the last have the top bit set (LEB128).</summary>
    public void Unsigned(ulong value)
    {
        Reserve(TickBatchFormat.VarintMax);
        byte[] target = buffer;
        int at = Length;
        unchecked
        {
            while (value >= 0x80)
            {
                target[at++] = (byte)(value | 0x80);
                value >>= 7;
            }

            target[at] = (byte)value;
            Length = at + 1;
        }
    }

    /// <summary>The sign in the lowest bit (zigzag): small numbers of either sign stay short.</summary>
    public void Signed(long value) => Unsigned(unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>Bit for bit.</summary>
    public void Double(double value)
    {
        Reserve(sizeof(double));
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(Length), BitConverter.DoubleToInt64Bits(value));
        Length += sizeof(double);
    }

    /// <summary>Sign and scale, then the lower 64 and the upper 32 bits of the coefficient: trailing zeros survive.</summary>
    public void Decimal(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        unchecked
        {
            int sign = bits[3] < 0 ? 0x80 : 0;
            Byte((byte)(bits[3] >> 16) | sign);
            Unsigned((uint)bits[0] | ((ulong)(uint)bits[1] << 32));
            Unsigned((uint)bits[2]);
        }
    }

    /// <summary>Twice the length in bytes, plus 1 for UTF-16; then the text, in UTF-8 unless that cannot hold it.</summary>
    public void Text(string text)
    {
        bool isUtf8 = PackedText.IsWellFormed(text);
        int size = PackedText.Size(text);
        Unsigned((ulong)size * 2 + (isUtf8 ? 0UL : 1UL));
        Reserve(size);
        Span<byte> target = buffer.AsSpan(Length, size);
        if (isUtf8) Encoding.UTF8.GetBytes(text, target);
        else PackedText.ToUtf16(text, target);
        Length += size;
    }

    private void Reserve(int count)
    {
        if (buffer.Length - Length < count) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + count));
    }
}
