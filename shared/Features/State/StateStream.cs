using System.Buffers.Binary;
using System.Text;
using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Carries state to or from compact little-endian binary. Whatever has state lists its fields once, in a method
/// <c>Sync(ref StateStream)</c>, and that list saves, restores and measures. Integers take as many bytes as they need
/// (zigzag LEB128), runs of integers are kept as differences, doubles bit for bit. Reading checks that the bytes are
/// there and make sense.
/// </summary>
public ref struct StateStream
{
    private const int TextMax = 1_024;
    private readonly Span<byte> destination;
    private readonly ReadOnlySpan<byte> source;
    private readonly Mode mode;

    private StateStream(Mode mode, Span<byte> destination, ReadOnlySpan<byte> source)
    {
        this.mode = mode;
        this.destination = destination;
        this.source = source;
    }

    private enum Mode
    {
        Measuring,
        Writing,
        Reading,
    }

    /// <summary>Bytes read, written or counted so far.</summary>
    public int Position { get; private set; }

    public readonly bool IsReading => mode == Mode.Reading;

    /// <summary>Counts the bytes a writer would write.</summary>
    public static StateStream Measuring() => new(Mode.Measuring, default, default);

    /// <summary>The owner of the buffer has measured first: one too short is a programming error.</summary>
    public static StateStream Writing(Span<byte> destination) => new(Mode.Writing, destination, default);

    public static StateStream Reading(ReadOnlySpan<byte> source) => new(Mode.Reading, default, source);

    public void Sync(ref bool value)
    {
        long flag = value ? 1 : 0;
        Sync(ref flag);
        value = flag switch
        {
            0 => false,
            1 => true,
            _ => throw Bad($"{flag} is no truth value"),
        };
    }

    public void Sync(ref int value)
    {
        long wide = value;
        Sync(ref wide);
        if (wide is < int.MinValue or > int.MaxValue) throw Bad($"{wide} does not fit");
        value = (int)wide;
    }

    /// <summary>A count or an index from 0 to <paramref name="most"/>.</summary>
    public void SyncCount(ref int count, int most)
    {
        Sync(ref count);
        if (count < 0 || count > most) throw Bad($"{count} is not between 0 and {most}");
    }

    public void Sync(ref long value)
    {
        if (IsReading)
        {
            ulong coded = 0;
            int shift = 0;
            byte part;
            do
            {
                if (shift > 63) throw Bad("an integer does not end");
                part = Take(1)[0];
                coded |= (ulong)(part & 0x7F) << shift;
                shift += 7;
            }
            while (part >= 0x80);
            value = unchecked((long)(coded >> 1) ^ -(long)(coded & 1));
            return;
        }

        ulong rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        while (rest >= 0x80)
        {
            Put(unchecked((byte)(rest | 0x80)));
            rest >>= 7;
        }

        Put((byte)rest);
    }

    public void Sync(ref double value)
    {
        if (IsReading)
        {
            value = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
            return;
        }

        // "Not a number" has many forms and the compiler picks one: the same state must give the same bytes.
        if (double.IsNaN(value)) value = double.NaN;
        if (mode == Mode.Writing) BinaryPrimitives.WriteDoubleLittleEndian(destination[Position..], value);
        Position += sizeof(double);
    }

    /// <summary>One that fits into 64 bits takes no more room than a long.</summary>
    public void Sync(ref Int128 value)
    {
        unchecked
        {
            long low = (long)value;
            long high = (long)(value >> 64) ^ (low >> 63);
            Sync(ref high);
            Sync(ref low);
            value = new Int128((ulong)(high ^ (low >> 63)), (ulong)low);
        }
    }

    public void Sync(ref Timestamp value)
    {
        long nanoseconds = value.Nanoseconds;
        Sync(ref nanoseconds);
        value = new Timestamp(nanoseconds);
    }

    internal void Sync(ref DoubleDouble value)
    {
        double high = value.High;
        double low = value.Low;
        Sync(ref high);
        Sync(ref low);
        value = new DoubleDouble(high, low);
    }

    /// <summary>The values alone, as differences: the reader must know how many there are.</summary>
    public void Sync(Span<long> values)
    {
        long previous = 0;
        foreach (ref long value in values)
        {
            long step = unchecked(value - previous);
            Sync(ref step);
            previous = value = unchecked(previous + step);
        }
    }

    /// <summary>The values alone, bit for bit: the reader must know how many there are.</summary>
    public void Sync(Span<double> values)
    {
        foreach (ref double value in values) Sync(ref value);
    }

    /// <summary>Length in bytes, then UTF-8.</summary>
    public void Sync(ref string text)
    {
        int length = IsReading ? 0 : Encoding.UTF8.GetByteCount(text);
        SyncCount(ref length, TextMax);
        if (IsReading)
        {
            text = Encoding.UTF8.GetString(Take(length));
            return;
        }

        if (mode == Mode.Writing) Encoding.UTF8.GetBytes(text, destination[Position..]);
        Position += length;
    }

    private void Put(byte value)
    {
        if (mode == Mode.Writing) destination[Position] = value;
        Position++;
    }

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
