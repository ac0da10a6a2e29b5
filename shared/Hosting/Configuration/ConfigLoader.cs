using System.Collections;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Parley.Hosting;

/// <summary>
/// Layers, later ones win: built-in profile with what it inherits · files given with --config, in order · environment
/// <c>PARLEY__Section__Key</c> · options on the command line. A key nobody knows stops the start.
/// </summary>
public static class ConfigLoader
{
    private const string EnvironmentPrefix = "PARLEY__";

    public static IReadOnlyList<string> Profiles { get; } = ["base", "demo", "paper", "emulators", "testnet", "live"];

    /// <param name="overrides">Dotted keys with their values, for example <c>Page.Port</c> = <c>9000</c>.</param>
    /// <exception cref="ConfigException">Unreadable file, unknown key or profile, wrong type, value out of range.</exception>
    public static ParleyConfig Load(
        string profile, IReadOnlyList<string> files, IDictionary environment, IReadOnlyDictionary<string, string> overrides)
    {
        var merged = new JsonObject();
        foreach ((string origin, JsonObject layer) in Layers(profile, files, environment, overrides))
        {
            RequireKnownKeys(layer, ConfigJson.Options.GetTypeInfo(typeof(ParleyConfig)), origin, "");
            Merge(merged, layer);
        }

        ParleyConfig config = Read(merged);
        IReadOnlyList<string> problems = config.Problems();
        return problems.Count == 0 ? config : throw new ConfigException(string.Join(Environment.NewLine, problems));
    }

    private static IEnumerable<(string Origin, JsonObject Layer)> Layers(
        string profile, IReadOnlyList<string> files, IDictionary environment, IReadOnlyDictionary<string, string> overrides)
    {
        foreach ((string, JsonObject) layer in ProfileChain(profile, [])) yield return layer;
        foreach (string file in files) yield return (file, FromFile(file));
        yield return ("environment", FromEnvironment(environment));
        yield return ("command line", FromPairs(overrides.Select(o => (o.Key.Split('.'), o.Value))));
    }

    private static IEnumerable<(string, JsonObject)> ProfileChain(string profile, IReadOnlyList<string> below)
    {
        if (!Profiles.Contains(profile))
            throw new ConfigException($"There is no profile '{profile}'; there are {string.Join(", ", Profiles)}.");
        if (below.Contains(profile))
            throw new ConfigException($"Profile '{profile}' inherits itself: {string.Join(" → ", below)} → {profile}.");
        using Stream resource = typeof(ConfigLoader).Assembly.GetManifestResourceStream($"profiles.{profile}")!;
        using var reader = new StreamReader(resource);
        JsonObject layer = FromYaml(reader, $"profile {profile}");
        if (layer.Remove("Inherits", out JsonNode? parent) && parent is not null)
            foreach ((string, JsonObject) inherited in ProfileChain(parent.GetValue<string>(), [.. below, profile]))
                yield return inherited;
        yield return ($"profile {profile}", layer);
    }

    private static JsonObject FromFile(string file)
    {
        try
        {
            using StreamReader reader = File.OpenText(file);
            return FromYaml(reader, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"Cannot read the configuration {file}: {e.Message}");
        }
    }

    private static JsonObject FromYaml(TextReader reader, string origin)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(reader);
            if (yaml.Documents.Count == 0) return [];
            return ToJson(yaml.Documents[0].RootNode) as JsonObject
                ?? throw new ConfigException($"{origin}: a configuration is a list of `Key: value`, not a single value.");
        }
        catch (YamlException e)
        {
            throw new ConfigException($"{origin}:{e.Start.Line}:{e.Start.Column}: not valid YAML: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child =>
            KeyValuePair.Create(((YamlScalarNode)child.Key).Value ?? "", ToJson(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Scalar(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    private static JsonNode? Scalar(string text)
    {
        if (text is "" or "~" or "null") return null;
        if (bool.TryParse(text, out bool flag)) return JsonValue.Create(flag);
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    private static JsonObject FromEnvironment(IDictionary environment)
    {
        List<(string[] Path, string Value)> pairs = [];
        foreach (DictionaryEntry entry in environment)
            if (entry is { Key: string key, Value: string value } && key.StartsWith(EnvironmentPrefix, StringComparison.Ordinal))
                pairs.Add((key[EnvironmentPrefix.Length..].Split("__"), value));
        pairs.Sort((a, b) => string.CompareOrdinal(string.Join('.', a.Path), string.Join('.', b.Path)));
        return FromPairs(pairs);
    }

    private static JsonObject FromPairs(IEnumerable<(string[] Path, string Value)> pairs)
    {
        var root = new JsonObject();
        foreach ((string[] path, string value) in pairs)
        {
            JsonObject at = root;
            foreach (string section in path.AsSpan(0, path.Length - 1))
            {
                if (at[section] is not JsonObject inner) at[section] = inner = [];
                at = inner;
            }

            at[path[^1]] = value.StartsWith('[') ? ToJson(ParseInline(value)) : Scalar(value);
        }

        return root;
    }

    private static YamlNode ParseInline(string text)
    {
        var yaml = new YamlStream();
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new ConfigException($"'{text}' is not a list: {e.Message}");
        }

        return yaml.Documents[0].RootNode;
    }

    private static void RequireKnownKeys(JsonObject layer, JsonTypeInfo type, string origin, string path)
    {
        foreach ((string key, JsonNode? value) in layer)
        {
            JsonPropertyInfo? property = type.Properties.FirstOrDefault(p => p.Name.Equals(key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                string known = string.Join(", ", type.Properties.Select(p => p.Name));
                throw new ConfigException($"{origin}: unknown key '{path}{key}'; {(path.Length == 0 ? "at the top" : $"under {path.TrimEnd('.')}")} there are {known}.");
            }

            JsonTypeInfo inner = ConfigJson.Options.GetTypeInfo(property.PropertyType);
            if (value is JsonObject section && inner.Kind == JsonTypeInfoKind.Object)
                RequireKnownKeys(section, inner, origin, $"{path}{property.Name}.");
            if (value is JsonArray items && inner.ElementType is { } element)
                foreach (JsonNode? item in items)
                    if (item is JsonObject entry)
                        RequireKnownKeys(entry, ConfigJson.Options.GetTypeInfo(element), origin, $"{path}{property.Name}[].");
        }
    }

    private static void Merge(JsonObject target, JsonObject layer)
    {
        foreach ((string key, JsonNode? value) in layer)
        {
            string name = target.FirstOrDefault(p => p.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Key ?? key;
            if (value is JsonObject section && target[name] is JsonObject existing) Merge(existing, section);
            else target[name] = value?.DeepClone();
        }
    }

    private static ParleyConfig Read(JsonObject merged)
    {
        try
        {
            return merged.Deserialize<ParleyConfig>(ConfigJson.Options) ?? new();
        }
        catch (JsonException e)
        {
            string key = (e.Path ?? "$").TrimStart('$').TrimStart('.');
            // Messages of the serialiser name types of ours; those of our own converters are for the user.
            string why = e.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "the value does not fit." : e.Message;
            throw new ConfigException($"{key}: {why}");
        }
    }
}
