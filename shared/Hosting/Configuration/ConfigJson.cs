using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;

namespace Parley.Hosting;

/// <summary>How configuration values are written: durations as <c>200ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, <c>3d</c> or <c>d.hh:mm:ss</c>.</summary>
public static class ConfigJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The JSON Schema of a configuration file, for editors.</summary>
    public static JsonNode Schema()
    {
        JsonNode schema = Options.GetJsonSchemaAsNode(typeof(ParleyConfig), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["title"] = "Parley configuration";
        return schema;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNameCaseInsensitive = true,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new DurationConverter());
        options.TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver();
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>Durations as people write them.</summary>
public sealed class DurationConverter : JsonConverter<TimeSpan>
{
    private static readonly (string Unit, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Checked(reader.GetString()!)
            : throw new JsonException("a duration needs its unit, for example 200ms, 30s or 5m.");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Text(value));

    // Only a JsonException is told apart by the path at which it happened.
    private static TimeSpan Checked(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (FormatException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    /// <exception cref="FormatException">Not a duration.</exception>
    public static TimeSpan Parse(string text)
    {
        foreach ((string unit, double milliseconds) in Units)
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double count)
                && count * milliseconds < TimeSpan.MaxValue.TotalMilliseconds / 2)
                return TimeSpan.FromMilliseconds(count * milliseconds);
        return TimeSpan.TryParseExact(text, ["c"], CultureInfo.InvariantCulture, out TimeSpan span) && span >= TimeSpan.Zero
            ? span
            : throw new FormatException($"'{text}' is not a duration; write for example 200ms, 30s, 5m, 2h or 3d.");
    }

    public static string Text(TimeSpan value)
    {
        for (int i = Units.Length - 1; i >= 0; i--)
        {
            double count = value.TotalMilliseconds / Units[i].Milliseconds;
            if (count >= 1 && count == Math.Floor(count)) return count.ToString(CultureInfo.InvariantCulture) + Units[i].Unit;
        }

        return value.TotalMilliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
    }
}
