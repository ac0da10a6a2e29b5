using System.Text.Json;
using Parley.Infrastructure.Tests.Support;

namespace Parley.Infrastructure.Tests.Schemas;

/// <summary>
/// Shapes of the types that the package lacks, written by hand from Azure's reference pages (Schemas/written.json). Only the
/// properties the templates use or might use; ! marks what is required, ? what is not; words are separated by |.
/// </summary>
internal static class WrittenSchema
{
    private static readonly JsonElement Types =
        JsonDocument.Parse(Repository.Read("tests/Infrastructure.Tests/Schemas/written.json")).RootElement;

    public static IEnumerable<string> Names => Types.EnumerateObject().Select(t => t.Name.Split('@')[0]);

    public static ResourceShape? Find(string type)
    {
        foreach (JsonProperty written in Types.EnumerateObject())
        {
            string[] versioned = written.Name.Split('@');
            if (versioned[0] == type) return new(type, versioned[1], Of(written.Value, type));
        }
        return null;
    }

    private static Shape Of(JsonElement shape, string name) => shape.ValueKind switch
    {
        JsonValueKind.Array => new ListShape(Of(shape[0], name)),
        JsonValueKind.Object => new ObjectShape(
            name,
            () => shape.EnumerateObject().Where(p => p.Name != "*").ToDictionary(
                p => p.Name[..^1],
                p => new PropertyShape(Of(p.Value, p.Name[..^1]), Required: p.Name[^1] == '!', ReadOnly: false)),
            shape.TryGetProperty("*", out JsonElement other) ? Of(other, "*") : null),
        _ => shape.GetString()! switch
        {
            "string" => new TextShape(),
            "int" => new WholeShape(),
            "bool" => new FlagShape(),
            var words => new WordShape(words.Split('|')),
        },
    };
}
