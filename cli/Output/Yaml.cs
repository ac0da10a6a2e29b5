using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace Parley.Cli.Output;

/// <summary>Writes a JSON tree as YAML.</summary>
public static class Yaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder().Build();

    public static string Write(JsonNode node) => Serializer.Serialize(Plain(node)!);

    private static object? Plain(JsonNode? node) => node switch
    {
        JsonObject section => section.ToDictionary(p => p.Key, p => Plain(p.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<JsonElement>().GetDecimal(),
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        JsonValue value => value.ToString(),
        _ => null,
    };
}
