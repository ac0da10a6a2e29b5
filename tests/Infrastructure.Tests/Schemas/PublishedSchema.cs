using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Parley.Infrastructure.Tests.Schemas;

/// <summary>Reads a schema as the package @azure/mcp prints it: a list of named types, the resource among them.</summary>
internal static partial class PublishedSchema
{
    /// <summary>The shape, or null with the reason when the package has none of this type.</summary>
    public static (ResourceShape? Shape, string Reason) Read(string type, string json)
    {
        JsonElement answer = JsonDocument.Parse(json).RootElement;
        if (answer.GetProperty("status").GetInt32() != 200) return (null, answer.GetProperty("message").GetString()!);
        JsonElement[] types = [.. answer.GetProperty("results").GetProperty("BicepSchemaResult").EnumerateArray()];
        JsonElement resource = types.First(t => Kind(t) == "Resource"
            && Name(t).StartsWith(type + "@", StringComparison.OrdinalIgnoreCase));
        Dictionary<string, JsonElement> named = [];
        foreach (JsonElement other in types.Where(t => Kind(t) is "Object" or "DiscriminatedObject")) named.TryAdd(Name(other), other);
        return (new(type, Name(resource).Split('@')[1], Of(resource.GetProperty("bodyType"), named)), "");
    }

    private static Shape Of(JsonElement type, Dictionary<string, JsonElement> named)
    {
        if (Kind(type) == "Object") return Object(type, [], named);
        string by = type.GetProperty("discriminator").GetString()!;
        JsonElement[] shared = [.. type.GetProperty("baseProperties").EnumerateArray()];
        return new ChoiceShape(by, () => type.GetProperty("elements").EnumerateArray()
            .Select(element => (Word: Word(element, by), Shape: Object(element, shared, named)))
            .ToDictionary(option => option.Word, option => option.Shape));
    }

    private static string Word(JsonElement element, string by) =>
        element.GetProperty("properties").EnumerateArray().First(p => Name(p) == by).GetProperty("type").GetString()!;

    private static ObjectShape Object(JsonElement type, JsonElement[] shared, Dictionary<string, JsonElement> named) =>
        new(
            Name(type),
            () => type.GetProperty("properties").EnumerateArray().Concat(shared).DistinctBy(Name)
                .ToDictionary(Name, property => Property(property, named)),
            type.TryGetProperty("additionalPropertiesType", out JsonElement other) && other.ValueKind == JsonValueKind.String
                ? Named(other.GetString()!, new Limits(null, null, null, null, null), named)
                : null);

    private static PropertyShape Property(JsonElement property, Dictionary<string, JsonElement> named)
    {
        string flags = property.TryGetProperty("flags", out JsonElement f) ? f.GetString()! : "";
        string modifiers = property.TryGetProperty("modifiers", out JsonElement m) ? m.GetString()! : "";
        return new(
            Named(property.GetProperty("type").GetString()!, Limits.Read(modifiers), named),
            flags.Contains("Required", StringComparison.Ordinal),
            flags.Contains("ReadOnly", StringComparison.Ordinal));
    }

    private static Shape Named(string type, Limits limits, Dictionary<string, JsonElement> named)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal)) return new ListShape(Named(type[..^2], limits, named));
        if (named.TryGetValue(type, out JsonElement other)) return Of(other, named);
        return type switch
        {
            "any" or "object" or "null" => new AnyShape(),
            "string" => new TextShape(limits.LengthMin, limits.LengthMax, limits.Pattern),
            "int" => new WholeShape(limits.Min, limits.Max),
            "bool" => new FlagShape(),
            // An open list of words ("A | B | string") is held to the words it names: another one is most likely a mistake.
            _ => new WordShape([.. type.Split(" | ").Where(word => word != "string")]),
        };
    }

    private static string Kind(JsonElement type) => type.GetProperty("$type").GetString()!;

    private static string Name(JsonElement type) => type.GetProperty("name").GetString()!;

    private sealed record Limits(int? LengthMin, int? LengthMax, string? Pattern, long? Min, long? Max)
    {
        public static Limits Read(string modifiers)
        {
            int pattern = modifiers.IndexOf("pattern: ", StringComparison.Ordinal);
            return new(
                (int?)Number(modifiers, "minLength"), (int?)Number(modifiers, "maxLength"),
                pattern < 0 ? null : modifiers[(pattern + "pattern: ".Length)..],
                Number(modifiers, "minValue"), Number(modifiers, "maxValue"));
        }

        private static long? Number(string modifiers, string name)
        {
            Match match = NumberOf().Matches(modifiers).FirstOrDefault(m => m.Groups["name"].Value == name) ?? Match.Empty;
            return match.Success ? long.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) : null;
        }
    }

    [GeneratedRegex(@"(?<name>minLength|maxLength|minValue|maxValue): (?<number>-?[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NumberOf();
}
