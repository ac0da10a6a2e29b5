using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Market;

/// <summary>Where in a JSON object the fields we know are, whatever their order; the others are passed over.</summary>
internal sealed class MessageFields
{
    private static readonly byte[][] Names =
    [
        "stream"u8.ToArray(), "data"u8.ToArray(), "e"u8.ToArray(), "E"u8.ToArray(), "T"u8.ToArray(), "s"u8.ToArray(),
        "t"u8.ToArray(), "p"u8.ToArray(), "q"u8.ToArray(), "X"u8.ToArray(), "m"u8.ToArray(), "U"u8.ToArray(),
        "u"u8.ToArray(), "pu"u8.ToArray(), "b"u8.ToArray(), "a"u8.ToArray(), "B"u8.ToArray(), "A"u8.ToArray(),
        "f"u8.ToArray(), "l"u8.ToArray(), "r"u8.ToArray(), "lastUpdateId"u8.ToArray(), "bids"u8.ToArray(),
        "asks"u8.ToArray(),
    ];

    private readonly (JsonTokenType Type, int Start, int Length)[] values = new (JsonTokenType, int, int)[Names.Length];

    /// <exception cref="JsonException">The text is not one JSON object or array.</exception>
    /// <exception cref="FormatException">A known field occurs twice.</exception>
    /// <returns>False when it is an array, which no event we use is.</returns>
    public bool Read(ReadOnlySpan<byte> json)
    {
        Array.Clear(values);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        bool isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isObject && reader.TokenType != JsonTokenType.StartArray) throw new FormatException("not a JSON object");
        if (!isObject) reader.Skip();
        else while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadField(ref reader);
        reader.Read(); // throws when something follows
        return isObject;
    }

    public bool Has(string name) => values[IndexOf(name)].Length > 0;

    public bool IsText(string name) => values[IndexOf(name)].Type == JsonTokenType.String;

    public bool IsObject(string name) => values[IndexOf(name)].Type == JsonTokenType.StartObject;

    /// <summary>The field as it stands in the JSON, quotes included.</summary>
    public ReadOnlySpan<byte> Raw(ReadOnlySpan<byte> json, string name)
    {
        (_, int start, int length) = values[IndexOf(name)];
        return json.Slice(start, length);
    }

    /// <exception cref="FormatException">The field is missing or is not text.</exception>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, string name)
    {
        Require(IsText(name), json, name, "text");
        ReadOnlySpan<byte> raw = Raw(json, name);
        if (!raw.Contains((byte)'\\')) return raw[1..^1];
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        return Encoding.UTF8.GetBytes(reader.GetString()!);
    }

    /// <exception cref="FormatException">The field is missing or is not a whole number.</exception>
    public long Integer(ReadOnlySpan<byte> json, string name)
    {
        ReadOnlySpan<byte> raw = Raw(json, name);
        bool read = Utf8Parser.TryParse(raw, out long value, out int consumed) && consumed == raw.Length;
        Require(read && value >= 0, json, name, "a whole number");
        return value;
    }

    /// <summary>A decimal, quoted or bare, as a count of 10⁻⁸.</summary>
    /// <exception cref="FormatException">The field is missing or is not a plain decimal, zero or above.</exception>
    public long Decimal(ReadOnlySpan<byte> json, string name)
    {
        ReadOnlySpan<byte> digits = Raw(json, name).Trim((byte)'"');
        bool read = FixedPoint.TryParse(digits, out long raw);
        Require(read && raw >= 0, json, name, "a decimal number, zero or above");
        return raw;
    }

    /// <exception cref="FormatException">The field is missing or is neither true nor false.</exception>
    public bool Boolean(ReadOnlySpan<byte> json, string name)
    {
        JsonTokenType type = values[IndexOf(name)].Type;
        Require(type is JsonTokenType.True or JsonTokenType.False, json, name, "true or false");
        return type == JsonTokenType.True;
    }

    /// <exception cref="FormatException">With the field's name and content.</exception>
    public void Require(bool holds, ReadOnlySpan<byte> json, string name, string what)
    {
        if (holds) return;
        if (!Has(name)) throw new FormatException($"field {name} is missing");
        throw new FormatException($"field {name}: {Excerpt.Of(Raw(json, name))} is not {what}");
    }

    private static int IndexOf(string name)
    {
        for (int i = 0; i < Names.Length; i++)
            if (Ascii.Equals(Names[i], name)) return i;
        throw new ArgumentOutOfRangeException(nameof(name), name, "Not a known field.");
    }

    private void ReadField(ref Utf8JsonReader reader)
    {
        int index = -1;
        for (int i = 0; i < Names.Length && index < 0; i++)
            if (reader.ValueTextEquals(Names[i])) index = i;
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        JsonTokenType type = reader.TokenType;
        reader.Skip();
        if (index < 0) return;
        if (values[index].Length > 0) throw new FormatException($"field {Encoding.ASCII.GetString(Names[index])} occurs twice");
        values[index] = (type, start, (int)reader.BytesConsumed - start);
    }
}
