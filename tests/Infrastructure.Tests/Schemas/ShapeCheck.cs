using System.Text.RegularExpressions;
using Parley.Infrastructure.Tests.Evaluation;

namespace Parley.Infrastructure.Tests.Schemas;

/// <summary>Holds a resource against the shape of its type.</summary>
internal static class ShapeCheck
{
    private static readonly TimeSpan PatternMax = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong, each with its path; empty when nothing is.</summary>
    public static IEnumerable<string> Offences(Resource resource, ResourceShape shape)
    {
        if (resource.ApiVersion != shape.ApiVersion)
            yield return $"{resource}: version {resource.ApiVersion}, the newest published is {shape.ApiVersion}";
        foreach (string offence in Offences(resource.Body, shape.Body, "")) yield return $"{resource}{offence}";
    }

    private static IEnumerable<string> Offences(Value value, Shape shape, string path) => (shape, value) switch
    {
        (_, Unknown) or (AnyShape, _) or (FlagShape, Flag) => [],
        (TextShape text, Text given) => given.IsKnown ? Text(text, given.Content, path) : [],
        (WordShape words, Text given) when !given.IsKnown || words.Words.Contains(given.Content) => [],
        (WordShape words, Text given) => [$"{path}: '{given.Content}' is none of {string.Join(", ", words.Words)}"],
        (WholeShape whole, Whole given) when given.Number < whole.Min || given.Number > whole.Max => [$"{path}: {given.Number} is out of range"],
        (WholeShape, Whole) => [],
        (ListShape list, Items items) => items.All.SelectMany((item, i) => Offences(item, list.Item, $"{path}[{i}]")),
        (ObjectShape inner, Fields fields) => Object(inner, fields, path),
        (ChoiceShape choice, Fields fields) => Choice(choice, fields, path),
        _ => [$"{path}: {value.GetType().Name} where {shape.GetType().Name} is wanted"],
    };

    private static IEnumerable<string> Text(TextShape shape, string text, string path)
    {
        if (text.Length < shape.LengthMin || text.Length > shape.LengthMax) yield return $"{path}: '{text}' has the wrong length";
        if (shape.Pattern is not null && !Regex.IsMatch(text, shape.Pattern, RegexOptions.None, PatternMax)) yield return $"{path}: '{text}' does not fit {shape.Pattern}";
    }

    private static IEnumerable<string> Object(ObjectShape shape, Fields fields, string path)
    {
        IReadOnlyDictionary<string, PropertyShape> properties = shape.Properties();
        foreach ((string name, Value value) in fields.All)
        {
            string inner = $"{path}.{name}";
            if (properties.TryGetValue(name, out PropertyShape? property))
            {
                if (property.ReadOnly) yield return $"{inner}: only Azure sets this";
                else if (value is not Nothing || property.Required)
                    foreach (string offence in Offences(value, property.Shape, inner)) yield return offence;
            }
            else if (shape.Other is null) yield return $"{inner}: {shape.Name} has no such property";
            else
            {
                foreach (string offence in Offences(value, shape.Other, inner)) yield return offence;
            }
        }
        foreach ((string name, _) in properties.Where(p => p.Value.Required && !p.Value.ReadOnly && fields.Find(p.Key) is null))
            yield return $"{path}: lacks {name}";
    }

    private static IEnumerable<string> Choice(ChoiceShape choice, Fields fields, string path)
    {
        if (fields.Find(choice.By) is not Text by) return [$"{path}: lacks {choice.By}"];
        return choice.Options().TryGetValue(by.Content, out ObjectShape? option)
            ? Object(option, fields, path)
            : [$"{path}.{choice.By}: '{by.Content}' is none of {string.Join(", ", choice.Options().Keys)}"];
    }
}
