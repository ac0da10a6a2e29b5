using System.Buffers.Text;
using System.Text;
using Parley.Domain;

namespace Parley.Market;

/// <summary>Builds one line of a recording in a reused buffer.</summary>
internal sealed class EventLine
{
    // The longest number is a double: 24 characters.
    private const int FieldMax = 32;

    private byte[] buffer = new byte[4_096];
    private int length;

    public void Start(char kind, Symbol symbol)
    {
        if (string.IsNullOrEmpty(symbol.Value) || symbol.Value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            throw new ArgumentException($"'{symbol}' cannot be recorded: a symbol is one word.", nameof(symbol));
        Reserve(FieldMax);
        buffer[length++] = (byte)kind;
        Word(symbol.Value);
    }

    public void Integer(long value)
    {
        Separate();
        Utf8Formatter.TryFormat(value, buffer.AsSpan(length), out int written);
        length += written;
    }

    public void Time(Timestamp moment) => Integer(moment.Nanoseconds);

    /// <summary>A count of 10⁻⁸ as a plain decimal without superfluous zeros.</summary>
    public void Decimal(long raw)
    {
        Separate();
        ulong magnitude = unchecked(raw < 0 ? 0UL - (ulong)raw : (ulong)raw);
        if (raw < 0) buffer[length++] = (byte)'-';
        Utf8Formatter.TryFormat(magnitude / FixedPoint.Scale, buffer.AsSpan(length), out int written);
        length += written;
        ulong fraction = magnitude % FixedPoint.Scale;
        if (fraction == 0) return;
        buffer[length++] = (byte)'.';
        for (ulong unit = FixedPoint.Scale / 10; fraction > 0; unit /= 10)
        {
            buffer[length++] = (byte)('0' + fraction / unit);
            fraction %= unit;
        }
    }

    /// <summary>The shortest text that reads back to the same double.</summary>
    public void Double(double value)
    {
        Separate();
        value.TryFormat(buffer.AsSpan(length), out int written, "R");
        length += written;
    }

    public void Letter(char letter)
    {
        Separate();
        buffer[length++] = (byte)letter;
    }

    public void Word(string word)
    {
        Separate();
        Reserve(word.Length * 3 + FieldMax);
        length += Encoding.UTF8.GetBytes(word, buffer.AsSpan(length));
    }

    public void Text(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length + FieldMax);
        text.CopyTo(buffer.AsSpan(length));
        length += text.Length;
    }

    /// <summary>Ends the line and hands it over; valid until the next call here.</summary>
    public ReadOnlySpan<byte> End()
    {
        Reserve(1);
        buffer[length++] = (byte)'\n';
        int whole = length;
        length = 0;
        return buffer.AsSpan(0, whole);
    }

    private void Separate()
    {
        Reserve(FieldMax);
        buffer[length++] = (byte)' ';
    }

    private void Reserve(int count)
    {
        if (buffer.Length - length < count) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + count));
    }
}
