using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Parley.Features;

/// <summary>
/// Writes state as little-endian binary into a buffer the caller owns. A writer made by <see cref="Measuring"/> writes
/// nothing and only counts, so that one Save method both measures and saves.
/// </summary>
public ref struct SnapshotWriter
{
    private readonly Span<byte> destination;
    private readonly bool measuring;

    public SnapshotWriter(Span<byte> destination) => this.destination = destination;

    private SnapshotWriter(bool measuring) => this.measuring = measuring;

    /// <summary>Bytes written, or counted, so far.</summary>
    public int Position { get; private set; }

    public static SnapshotWriter Measuring() => new(measuring: true);

    public void Write(byte value)
    {
        if (Reserve(sizeof(byte), out Span<byte> slot)) slot[0] = value;
    }

    public void Write(bool value) => Write(value ? (byte)1 : (byte)0);

    public void Write(int value)
    {
        if (Reserve(sizeof(int), out Span<byte> slot)) BinaryPrimitives.WriteInt32LittleEndian(slot, value);
    }

    public void Write(long value)
    {
        if (Reserve(sizeof(long), out Span<byte> slot)) BinaryPrimitives.WriteInt64LittleEndian(slot, value);
    }

    public void Write(double value)
    {
        if (Reserve(sizeof(double), out Span<byte> slot)) BinaryPrimitives.WriteDoubleLittleEndian(slot, value);
    }

    public void Write(Int128 value)
    {
        if (Reserve(16, out Span<byte> slot)) BinaryPrimitives.WriteInt128LittleEndian(slot, value);
    }

    /// <summary>Length in bytes, then UTF-8.</summary>
    public void Write(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Write(length);
        if (Reserve(length, out Span<byte> slot)) Encoding.UTF8.GetBytes(text, slot);
    }

    /// <summary>The values alone; the reader must know how many there are.</summary>
    public void Write(ReadOnlySpan<long> values) => WriteWords(values);

    /// <summary>The values alone, bit for bit; the reader must know how many there are.</summary>
    public void Write(ReadOnlySpan<double> values) => WriteWords(MemoryMarshal.Cast<double, long>(values));

    private void WriteWords(ReadOnlySpan<long> words)
    {
        if (!Reserve(words.Length * sizeof(long), out Span<byte> slot)) return;
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(slot[(i * sizeof(long))..], words[i]);
    }

    private bool Reserve(int count, out Span<byte> slot)
    {
        slot = measuring ? default : destination.Slice(Position, count);
        Position += count;
        return !measuring;
    }
}
