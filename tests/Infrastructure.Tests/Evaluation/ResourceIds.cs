namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>How Azure names what it keeps.</summary>
internal static class ResourceIds
{
    /// <summary>Id of a resource by its type and one name per part of the type.</summary>
    public static string In(string scope, string type, IReadOnlyList<string> names)
    {
        string[] parts = type.Split('/');
        if (parts.Length != names.Count + 1) throw new ArgumentException($"{type} wants {parts.Length - 1} names, not {names.Count}.", nameof(names));
        if (type == "Microsoft.Resources/resourceGroups") return $"{scope}/resourceGroups/{names[0]}";
        return $"{scope}/providers/{parts[0]}/{string.Join('/', parts.Skip(1).Zip(names, (part, name) => $"{part}/{name}"))}";
    }

    public static string Below(string parent, string type, string name) => $"{parent}/{type.Split('/')[^1]}/{name}";
}
