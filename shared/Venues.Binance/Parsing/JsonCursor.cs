using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Reads the value at hand.</summary>
internal delegate T JsonShape<T>(ref JsonCursor cursor);

/// <summary>
/// Walks JSON forward without building a tree. Numbers come as text or as JSON numbers and are read exactly; fields nobody
/// asks for are skipped. Every error leaves as <see cref="BinanceFormatException"/> through <see cref="Read"/>.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> utf8)
{
    private const int MostDigits = 28;

    private Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = 32 });

    /// <exception cref="BinanceFormatException">The bytes are not JSON of this shape.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonShape<T> shape)
    {
        try
        {
            JsonCursor cursor = new(utf8);
            cursor.Step();
            T value = shape(ref cursor);
            if (cursor.reader.Read()) throw Wrong("something after the end");
            return value;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            // The reader's own text may quote the message; ours does not.
            throw new BinanceFormatException($"Not the JSON expected: {error.GetType().Name}.");
        }
    }

    public readonly bool IsObject => reader.TokenType == JsonTokenType.StartObject;

    public readonly bool IsArray => reader.TokenType == JsonTokenType.StartArray;

    /// <summary>Enters the object at hand.</summary>
    public readonly void Object()
    {
        if (!IsObject) throw Wrong("an object expected");
    }

    public readonly void Array()
    {
        if (!IsArray) throw Wrong("an array expected");
    }

    /// <summary>Goes to the next field of the object and stands on its name.</summary>
    public bool Field()
    {
        Step();
        return reader.TokenType == JsonTokenType.PropertyName;
    }

    /// <summary>Goes to the next element of the array and stands on it.</summary>
    public bool Element()
    {
        Step();
        return reader.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Whether the name at hand is this one.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => reader.ValueTextEquals(name);

    /// <summary>Goes from a name to its value.</summary>
    public void Enter() => Step();

    /// <summary>Passes over the value of the name at hand.</summary>
    public void Pass() => reader.Skip();

    /// <summary>Passes over the value at hand.</summary>
    public void PassValue() => reader.Skip();

    /// <summary>The value of the name at hand; null and absent text are empty.</summary>
    public string Text()
    {
        Step();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Null => "",
            JsonTokenType.Number => System.Text.Encoding.ASCII.GetString(reader.ValueSpan),
            _ => throw Wrong("text expected"),
        };
    }

    /// <summary>The text at hand, an element of an array.</summary>
    public readonly string ElementText() =>
        reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw Wrong("text expected");

    /// <summary>A whole number, also as text; empty and null are 0.</summary>
    public long Long()
    {
        ReadOnlySpan<byte> digits = Plain();
        if (digits.IsEmpty) return 0;
        return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Wrong("a whole number expected");
    }

    public int Int() => checked((int)Long());

    public bool Bool()
    {
        Step();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            JsonTokenType.String when reader.ValueTextEquals("true"u8) || reader.ValueTextEquals("TRUE"u8) => true,
            JsonTokenType.String when reader.ValueTextEquals("false"u8) || reader.ValueTextEquals("FALSE"u8) => false,
            _ => throw Wrong("true or false expected"),
        };
    }

    /// <summary>An exact decimal in plain notation, up to 28 digits; empty and null are 0.</summary>
    public decimal Decimal()
    {
        ReadOnlySpan<byte> digits = Plain();
        if (digits.IsEmpty) return 0;
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return digits.Length <= MostDigits + 2 && decimal.TryParse(digits, plain, CultureInfo.InvariantCulture, out decimal value)
            ? value
            : throw Wrong("a plain number expected");
    }

    public Price Price() => Domain.Price.FromRaw(Raw());

    public Quantity Quantity() => Domain.Quantity.FromRaw(Raw());

    private long Raw()
    {
        ReadOnlySpan<byte> digits = Plain();
        if (digits.IsEmpty) return 0;
        return FixedPoint.TryParse(digits, out long raw) ? raw : throw Wrong("a number of at most eight decimals expected");
    }

    private ReadOnlySpan<byte> Plain()
    {
        Step();
        return reader.TokenType switch
        {
            JsonTokenType.String when !reader.ValueIsEscaped => reader.ValueSpan,
            JsonTokenType.Number => reader.ValueSpan,
            JsonTokenType.Null => default,
            _ => throw Wrong("a number expected"),
        };
    }

    private void Step()
    {
        if (!reader.Read()) throw Wrong("ended too early");
    }

    private static BinanceFormatException Wrong(string what) => new($"Not the JSON expected: {what}.");
}
