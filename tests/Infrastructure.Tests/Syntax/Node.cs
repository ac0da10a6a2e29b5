using System.Text.Json.Serialization;

namespace Parley.Infrastructure.Tests.Syntax;

/// <summary>A node as the parser writes it.</summary>
internal sealed record RawNode(
    [property: JsonPropertyName("k")] string Kind,
    [property: JsonPropertyName("f")] string? Field,
    [property: JsonPropertyName("l")] int Line,
    [property: JsonPropertyName("e")] bool Broken,
    [property: JsonPropertyName("t")] string? Text,
    [property: JsonPropertyName("c")] IReadOnlyList<RawNode>? Children);

/// <summary>A node of a syntax tree. Punctuation and keywords are children too.</summary>
internal sealed class Node
{
    private Node(RawNode raw, string file, Node? parent)
    {
        Kind = raw.Kind;
        Field = raw.Field;
        Line = raw.Line;
        Broken = raw.Broken;
        Text = raw.Text ?? "";
        File = file;
        Parent = parent;
        Children = [.. (raw.Children ?? []).Select(child => new Node(child, file, this))];
    }

    public string Kind { get; }

    /// <summary>What the node is to its parent, where the grammar says so.</summary>
    public string? Field { get; }

    public int Line { get; }

    /// <summary>The parser could not read this, or missed it.</summary>
    public bool Broken { get; }

    /// <summary>Source text of a leaf.</summary>
    public string Text { get; }

    public string File { get; }

    public Node? Parent { get; }

    public IReadOnlyList<Node> Children { get; }

    public string Place => $"{File}:{Line}";

    public static Node From(RawNode raw, string file) => new(raw, file, parent: null);

    public IEnumerable<Node> All(string kind) => Children.Where(child => child.Kind == kind);

    public Node? Find(string kind) => Children.FirstOrDefault(child => child.Kind == kind);

    public Node? ByField(string field) => Children.FirstOrDefault(child => child.Field == field);

    public bool Has(string token) => Children.Any(child => child.Kind == token);

    /// <summary>This node and everything below it.</summary>
    public IEnumerable<Node> Descend() => Children.SelectMany(child => child.Descend()).Prepend(this);

    /// <summary>Children that mean something: no punctuation, keywords or comments.</summary>
    public IEnumerable<Node> Meaningful() =>
        Children.Where(child => child.Kind is not "comment" and not "diagnostic_comment" && IsNamed(child.Kind));

    // Named kinds of this grammar are words; keywords are words too, but leaves that equal their kind.
    private static bool IsNamed(string kind) => char.IsAsciiLetter(kind[0]);
}
