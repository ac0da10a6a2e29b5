using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Parley.Features;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote. Every read checks that the bytes are there and make sense.</summary>
public ref struct SnapshotReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> source = source;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public byte ReadByte() => Take(sizeof(byte))[0];

    public bool ReadBoolean() => ReadByte() switch
    {
        0 => false,
        1 => true,
        byte other => throw Bad($"{other} is no truth value"),
    };

    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public Int128 ReadInt128() => BinaryPrimitives.ReadInt128LittleEndian(Take(16));

    /// <summary>A count or an index from 0 to <paramref name="most"/>.</summary>
    public int ReadCount(int most)
    {
        int count = ReadInt32();
        return count >= 0 && count <= most ? count : throw Bad($"{count} is not between 0 and {most}");
    }

    public string ReadText() => Encoding.UTF8.GetString(Take(ReadCount(most: 1_024)));

    /// <summary>Fills the whole span.</summary>
    public void Read(Span<long> values)
    {
        ReadOnlySpan<byte> bytes = Take(values.Length * sizeof(long));
        for (int i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
    }

    /// <summary>Fills the whole span, bit for bit.</summary>
    public void Read(Span<double> values) => Read(MemoryMarshal.Cast<double, long>(values));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (source.Length - Position < count) throw Bad($"it ends after {source.Length} bytes");
        ReadOnlySpan<byte> taken = source.Slice(Position, count);
        Position += count;
        return taken;
    }

    private readonly FeatureStateException Bad(string what) =>
        new($"The saved feature state is damaged at byte {Position}: {what}. Rebuild it from bars and trades.");
}
