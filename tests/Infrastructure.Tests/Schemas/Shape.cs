namespace Parley.Infrastructure.Tests.Schemas;

/// <summary>What a value of a resource may be.</summary>
internal abstract record Shape;

internal sealed record AnyShape : Shape;

internal sealed record TextShape(int? LengthMin = null, int? LengthMax = null, string? Pattern = null) : Shape;

internal sealed record WholeShape(long? Min = null, long? Max = null) : Shape;

internal sealed record FlagShape : Shape;

/// <summary>One of several words.</summary>
internal sealed record WordShape(IReadOnlyList<string> Words) : Shape;

internal sealed record ListShape(Shape Item) : Shape;

/// <summary>An object. Properties are looked up when wanted, because shapes contain one another.</summary>
/// <param name="Other">Shape of properties with other names; null when there may be none.</param>
internal sealed record ObjectShape(string Name, Func<IReadOnlyDictionary<string, PropertyShape>> Properties, Shape? Other) : Shape;

/// <summary>One of several objects, told apart by a property.</summary>
internal sealed record ChoiceShape(string By, Func<IReadOnlyDictionary<string, ObjectShape>> Options) : Shape;

internal sealed record PropertyShape(Shape Shape, bool Required, bool ReadOnly);

/// <summary>The body of a resource type at its newest version.</summary>
internal sealed record ResourceShape(string Type, string ApiVersion, Shape Body);
