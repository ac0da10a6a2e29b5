using System.Buffers;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>Writes JSON into a buffer that is kept from answer to answer. Money is text, as on the wire. Holds memory only: nothing to dispose of.</summary>
internal sealed class JsonText
{
    private readonly ArrayBufferWriter<byte> buffer;
    private readonly Utf8JsonWriter writer;

    private JsonText(ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer) => (this.buffer, this.writer) = (buffer, writer);

    public static JsonText Create()
    {
        ArrayBufferWriter<byte> target = new(4_096);
        return new(target, new Utf8JsonWriter(target, new JsonWriterOptions { SkipValidation = true }));
    }

    public Utf8JsonWriter Begin()
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        return writer;
    }

    public ReadOnlySpan<byte> Written
    {
        get
        {
            writer.Flush();
            return buffer.WrittenSpan;
        }
    }
}

internal static class JsonTextWriting
{
    /// <summary>A multiple of 10⁻⁸ with all its eight decimals.</summary>
    public static void Fixed(this Utf8JsonWriter json, ReadOnlySpan<byte> name, long raw)
    {
        Span<byte> text = stackalloc byte[32];
        json.WriteString(name, text[..Format(raw, text)]);
    }

    public static void Fixed(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Price price) => json.Fixed(name, price.Raw);

    public static void Fixed(this Utf8JsonWriter json, ReadOnlySpan<byte> name, Quantity quantity) => json.Fixed(name, quantity.Raw);

    /// <summary>Money, to eight decimals.</summary>
    public static void Fixed(this Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal amount)
    {
        Span<byte> text = stackalloc byte[48];
        amount.TryFormat(text, out int written, "F8", System.Globalization.CultureInfo.InvariantCulture);
        json.WriteString(name, text[..written]);
    }

    public static void FixedValue(this Utf8JsonWriter json, long raw)
    {
        Span<byte> text = stackalloc byte[32];
        json.WriteStringValue(text[..Format(raw, text)]);
    }

    public static void Level(this Utf8JsonWriter json, long price, long quantity)
    {
        json.WriteStartArray();
        json.FixedValue(price);
        json.FixedValue(quantity);
        json.WriteEndArray();
    }

    private static int Format(long raw, Span<byte> target)
    {
        ulong magnitude = (ulong)Math.Abs(raw);
        int at = 0;
        if (raw < 0) target[at++] = (byte)'-';
        (magnitude / FixedPoint.Scale).TryFormat(target[at..], out int whole, default, null);
        at += whole;
        target[at++] = (byte)'.';
        ulong rest = magnitude % FixedPoint.Scale;
        for (int i = FixedPoint.Decimals - 1; i >= 0; i--)
        {
            target[at + i] = (byte)('0' + rest % 10);
            rest /= 10;
        }

        return at + FixedPoint.Decimals;
    }
}
