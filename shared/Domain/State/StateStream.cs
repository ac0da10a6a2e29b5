using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Parley.Domain;

/// <summary>Saves, restores or measures one item of a list.</summary>
public delegate void SyncItem<T>(ref StateStream state, ref T item);

/// <summary>
/// Carries state to or from compact little-endian binary. Whatever has state lists its fields once, in a method
/// <c>Sync(ref StateStream)</c>, and that list saves, restores and measures. Integers take as many bytes as they need
/// (zigzag LEB128), runs of integers are kept as differences, doubles bit for bit. Reading checks that the bytes are
/// there and make sense.
/// </summary>
/// <exception cref="StateException">
/// From every method: read bytes are missing or make no sense, or what is to be written is longer than a reader accepts.
/// </exception>
public ref struct StateStream
{
    private const int TextMax = 1_024;
    private const long NanosecondsPerSecond = 1_000_000_000;
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

    public void Sync(ref TimeSpan value)
    {
        long ticks = value.Ticks;
        Sync(ref ticks);
        value = new TimeSpan(ticks);
    }

    /// <summary>The default, which is no timeframe, is kept as such.</summary>
    public void Sync(ref Timeframe value)
    {
        long seconds = value.Nanoseconds / NanosecondsPerSecond;
        Sync(ref seconds);
        if (seconds is < 0 or > long.MaxValue / NanosecondsPerSecond) throw Bad($"{seconds} s is no timeframe");
        value = seconds == 0 ? default : Timeframe.From(TimeSpan.FromSeconds(seconds));
    }

    public void Sync(ref Price value)
    {
        long raw = value.Raw;
        Sync(ref raw);
        value = Price.FromRaw(raw);
    }

    public void Sync(ref Quantity value)
    {
        long raw = value.Raw;
        Sync(ref raw);
        value = Quantity.FromRaw(raw);
    }

    public void Sync(ref Symbol value)
    {
        string text = value.Value;
        Sync(ref text);
        value = new Symbol(text);
    }

    /// <summary>One of the named values of an enumeration of ordinary size.</summary>
    public void SyncEnum<T>(ref T value)
        where T : struct, Enum
    {
        int number = Unsafe.BitCast<T, int>(value);
        Sync(ref number);
        value = Unsafe.BitCast<int, T>(number);
        if (!Enum.IsDefined(value)) throw Bad($"{number} is no {typeof(T).Name}");
    }

    public void Sync(ref double? value)
    {
        bool known = value is not null;
        Sync(ref known);
        double number = value.GetValueOrDefault();
        if (known) Sync(ref number);
        value = known ? number : null;
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

    /// <summary>The values alone, for such as are mostly zero: how many zeros, how many others, those bit for bit, and so on.</summary>
    public void SyncSparse(Span<double> values)
    {
        while (values.Length > 0)
        {
            int zeros = IsReading ? 0 : RunOf(values, zero: true);
            SyncCount(ref zeros, values.Length);
            values[..zeros].Clear();
            values = values[zeros..];
            int others = IsReading ? 0 : RunOf(values, zero: false);
            SyncCount(ref others, values.Length);
            if (zeros == 0 && others == 0) throw Bad("a run of numbers is empty");
            Sync(values[..others]);
            values = values[others..];
        }
    }

    /// <summary>
    /// The values alone, for such as lie on a grid, as prices and quantities do: their greatest common divisor, then
    /// differences counted in it.
    /// </summary>
    public void SyncGrid(Span<long> values)
    {
        long unit = IsReading ? 0 : GridOf(values);
        Sync(ref unit);
        if (unit <= 0) throw Bad($"{unit} is no grid");
        long previous = 0;
        foreach (ref long value in values)
        {
            long step = unchecked(value / unit - previous);
            Sync(ref step);
            previous = unchecked(previous + step);
            value = unchecked(previous * unit);
        }
    }

    /// <summary>Length in bytes, then UTF-8.</summary>
    /// <param name="most">Length allowed, in bytes.</param>
    public void Sync(ref string text, int most = TextMax)
    {
        int length = IsReading ? 0 : Encoding.UTF8.GetByteCount(text);
        SyncCount(ref length, most);
        if (IsReading)
        {
            text = Encoding.UTF8.GetString(Take(length));
            return;
        }

        if (mode == Mode.Writing) Encoding.UTF8.GetBytes(text, destination[Position..]);
        Position += length;
    }

    /// <summary>A text that may be null.</summary>
    public void SyncOptional(ref string? text)
    {
        bool known = text is not null;
        Sync(ref known);
        string some = text ?? "";
        if (known) Sync(ref some);
        text = known ? some : null;
    }

    /// <summary>How many there are, then one after the other. A list read loses what it held.</summary>
    /// <param name="most">Items allowed.</param>
    public void Sync<T>(List<T> items, int most, SyncItem<T> sync)
    {
        int count = items.Count;
        SyncCount(ref count, most);
        if (IsReading) items.Clear();
        for (int i = 0; i < count; i++)
        {
            T item = IsReading ? default! : items[i];
            sync(ref this, ref item);
            if (IsReading) items.Add(item);
        }
    }

    /// <summary>Reading is over.</summary>
    /// <exception cref="StateException">There is more than was read.</exception>
    public readonly void RequireEnd()
    {
        if (IsReading && Position < source.Length) throw Bad($"{source.Length - Position} bytes too many");
    }

    private static int RunOf(ReadOnlySpan<double> values, bool zero)
    {
        int length = 0;
        while (length < values.Length && (BitConverter.DoubleToInt64Bits(values[length]) == 0) == zero) length++;
        return length;
    }

    private static long GridOf(ReadOnlySpan<long> values)
    {
        ulong unit = 0;
        foreach (long value in values)
        {
            ulong rest = value < 0 ? unchecked(0 - (ulong)value) : (ulong)value;
            while (rest != 0) (unit, rest) = (rest, unit % rest);
        }

        return unit is 0 or > long.MaxValue ? 1 : (long)unit;
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

    private readonly StateException Bad(string what) => new(IsReading
        ? $"The saved state is damaged at byte {Position}: {what}. Rebuild it from the market's data."
        : $"The state cannot be saved: {what}.");
}
