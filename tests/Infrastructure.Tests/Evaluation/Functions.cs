using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Parley.Infrastructure.Tests.Support;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>Where a file is deployed.</summary>
/// <param name="ResourceGroup">Null in a file for a subscription.</param>
internal sealed record Target(string Subscription, string? ResourceGroup)
{
    public string Id => ResourceGroup is null ? $"/subscriptions/{Subscription}" : $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}";
}

/// <summary>
/// The functions of Bicep that the templates use. Names that Azure makes by hashing are hashed here too, differently but
/// with the same length and alphabet.
/// </summary>
internal sealed class Functions(Target target, BicepFile file, IReadOnlyDictionary<string, string> environment)
{
    public Value Call(string name, Value[] arguments, Node node) => (name, arguments) switch
    {
        ("subscription", []) => Object(("id", $"/subscriptions/{target.Subscription}"), ("subscriptionId", target.Subscription)),
        ("resourceGroup", []) => target.ResourceGroup is { } group
            ? Object(("id", target.Id), ("name", group))
            : throw new BicepException(node, "there is no resource group at this scope"),
        ("tenant", []) => Object(("tenantId", "11111111-1111-1111-1111-111111111111")),
        ("environment", []) => new Fields(
        [
            new("suffixes", Object(("storage", "core.windows.net"))),
            new("authentication", Object(("loginEndpoint", "https://login.microsoftonline.com/"))),
        ]),
        ("toLower", [var text]) => new Text(text.Render().ToLowerInvariant()),
        ("replace", [var text, var from, var to]) => new Text(text.Render().Replace(from.Render(), to.Render(), StringComparison.Ordinal)),
        ("uniqueString", _) => new Text(Unique(arguments)),
        ("guid", _) => new Text(new Guid(Hash(arguments)[..16]).ToString()),
        ("empty", [var value]) => new Flag(value switch
        {
            Text text => text.Content.Length == 0,
            Items items => items.All.Count == 0,
            Fields fields => fields.All.Count == 0,
            Nothing => true,
            _ => throw new BicepException(node, "what only Azure knows cannot be asked for emptiness"),
        }),
        ("range", [Whole from, Whole count]) => new Items([.. Enumerable.Range((int)from.Number, (int)count.Number).Select(i => new Whole(i))]),
        ("items", [Fields fields]) => new Items(
            [.. fields.All.OrderBy(f => f.Key, StringComparer.OrdinalIgnoreCase)
                .Select(f => new Fields([new("key", new Text(f.Key)), new("value", f.Value)]))]),
        ("map", [Items items, Lambda lambda]) => new Items([.. items.All.Select(item => lambda.Call([item]))]),
        ("filter", [Items items, Lambda lambda]) => new Items([.. items.All.Where(item => lambda.Call([item]) is Flag { Is: true })]),
        ("concat", _) when arguments.All(a => a is Items) => new Items([.. arguments.Cast<Items>().SelectMany(a => a.All)]),
        ("union", [Fields first, Fields second]) => new Fields(
            [.. first.All.Where(f => second.Find(f.Key) is null), .. second.All]),
        ("json", [Text text]) => Json(JsonDocument.Parse(text.Content).RootElement),
        ("cidrSubnet", [Text network, Whole length, Whole index]) => new Text(Subnet(network.Content, (int)length.Number, (int)index.Number, node)),
        ("resourceId", [Text type, .. var names]) => new Text(ResourceIds.In(target.Id, type.Content, [.. names.Select(n => n.Render())])),
        ("subscriptionResourceId", [Text type, .. var names]) =>
            new Text(ResourceIds.In($"/subscriptions/{target.Subscription}", type.Content, [.. names.Select(n => n.Render())])),
        ("loadTextContent", [Text path]) => new Text(Load(path.Content, node)),
        ("readEnvironmentVariable", [Text variable]) => new Text(environment.GetValueOrDefault(variable.Content)
            ?? throw new BicepException(node, $"the environment variable {variable.Content} is not set")),
        ("readEnvironmentVariable", [Text variable, Text otherwise]) => new Text(environment.GetValueOrDefault(variable.Content) ?? otherwise.Content),
        _ => throw new BicepException(node, $"no function {name} takes {arguments.Length} such arguments"),
    };

    private static Fields Object(params IEnumerable<(string Name, string Content)> fields) =>
        new([.. fields.Select(f => KeyValuePair.Create<string, Value>(f.Name, new Text(f.Content)))]);

    private static byte[] Hash(IEnumerable<Value> arguments) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', arguments.Select(a => a.Render()))));

    private static string Unique(IEnumerable<Value> arguments) =>
        string.Concat(Hash(arguments).Take(13).Select(b => "abcdefghijklmnopqrstuvwxyz234567"[b % 32]));

    private static Value Json(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => new Items([.. element.EnumerateArray().Select(Json)]),
        JsonValueKind.Object => new Fields([.. element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Json(p.Value)))]),
        JsonValueKind.String => new Text(element.GetString()!),
        JsonValueKind.Number => new Whole(element.GetInt64()),
        JsonValueKind.True => new Flag(true),
        JsonValueKind.False => new Flag(false),
        _ => Nothing.Value,
    };

    private static string Subnet(string network, int length, int index, Node node)
    {
        if (!IPNetwork.TryParse(network, out IPNetwork outer)) throw new BicepException(node, $"{network} is no network");
        if (length < outer.PrefixLength || index >= 1 << (length - outer.PrefixLength)) throw new BicepException(node, $"{network} has no such part");
        byte[] address = outer.BaseAddress.GetAddressBytes();
        uint number = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address) + ((uint)index << (32 - length));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(address, number);
        return $"{new IPAddress(address)}/{length}";
    }

    private string Load(string path, Node node)
    {
        string relative = file.Resolve(path);
        return File.Exists(Repository.PathTo(relative)) ? Repository.Read(relative) : throw new BicepException(node, $"there is no file {relative}");
    }
}
