using System.Globalization;
using System.Text.Json;
using Parley.Domain;

namespace Parley.Venues.Public;

/// <summary>Fields of a JSON object, whether written as numbers or as text; what is missing or makes no sense is a <see cref="FormatException"/>.</summary>
internal static class Fields
{
    private const int ShownMax = 40;

    public static JsonElement Get(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement found)
            ? found
            : throw new FormatException($"field {name} is missing");

    public static bool Is(this JsonElement from, string name, string value) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement found)
            && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);

    /// <summary>Whether the field is there and not empty.</summary>
    public static bool Has(this JsonElement from, string name) =>
        from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out JsonElement found)
            && found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            && !(found.ValueKind == JsonValueKind.String && found.ValueEquals(""));

    public static string Text(this JsonElement from, string name) =>
        from.Get(name).ValueKind == JsonValueKind.String
            ? from.Get(name).GetString()!
            : throw new FormatException($"field {name} is not text");

    public static JsonElement.ArrayEnumerator List(this JsonElement from, string name) =>
        from.Get(name).ValueKind == JsonValueKind.Array
            ? from.Get(name).EnumerateArray()
            : throw new FormatException($"field {name} is not a list");

    public static decimal Amount(this JsonElement from, string name) => ToAmount(from.Get(name), name);

    public static decimal AmountAt(this JsonElement list, int index, string name) =>
        list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > index
            ? ToAmount(list[index], name)
            : throw new FormatException($"field {name}: a level lacks its price or quantity");

    public static Price PriceOf(this JsonElement from, string name) => ToPrice(from.Amount(name), name);

    public static Price PriceAt(this JsonElement list, int index, string name) => ToPrice(list.AmountAt(index, name), name);

    /// <summary>A fraction above −1 and below 1.</summary>
    public static double Rate(this JsonElement from, string name)
    {
        bool read = double.TryParse(Raw(from.Get(name)), NumberStyles.Float, CultureInfo.InvariantCulture, out double rate);
        return read && Math.Abs(rate) < 1 ? rate : throw Wrong(name, from.Get(name), "a funding rate");
    }

    public static long Integer(this JsonElement from, string name) =>
        long.TryParse(Raw(from.Get(name)), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw Wrong(name, from.Get(name), "a whole number");

    /// <summary>Milliseconds since 1970, from 2009 to 2099.</summary>
    public static Timestamp Moment(this JsonElement from, string name)
    {
        long milliseconds = from.Integer(name);
        return milliseconds is >= 1_230_768_000_000 and < 4_102_444_800_000
            ? Timestamp.FromMilliseconds(milliseconds)
            : throw Wrong(name, from.Get(name), "a moment from 2009 to 2099");
    }

    private static Price ToPrice(decimal value, string name) =>
        value is > 0 and < 90_000_000_000m
            ? Price.FromRaw((long)decimal.Floor(value * 100_000_000m)) is { IsPositive: true } price ? price : throw new FormatException($"field {name}: a price is below 10⁻⁸")
            : throw new FormatException($"field {name}: a price is not positive or absurdly high");

    private static decimal ToAmount(JsonElement value, string name) =>
        decimal.TryParse(Raw(value), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal amount) && amount >= 0
            ? amount
            : throw Wrong(name, value, "a decimal number, zero or above");

    private static string Raw(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        _ => "",
    };

    private static FormatException Wrong(string name, JsonElement value, string what)
    {
        string shown = new([.. Raw(value).Where(c => !char.IsControl(c)).Take(ShownMax)]);
        return new FormatException($"field {name}: '{shown}' is not {what}");
    }
}
