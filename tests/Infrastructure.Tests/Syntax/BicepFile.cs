using Parley.Infrastructure.Tests.Support;

namespace Parley.Infrastructure.Tests.Syntax;

/// <summary>A decorator such as <c>@description('…')</c>.</summary>
internal sealed record Decorator(string Name, IReadOnlyList<Node> Arguments);

/// <summary>A parameter, variable, resource, module, output or type.</summary>
/// <param name="Type">Declared type of a parameter, an output or a type; null elsewhere and in parameters files.</param>
/// <param name="Body">Value or default; null when there is none.</param>
/// <param name="Target">Type and version of a resource, path of a module; empty elsewhere.</param>
internal sealed record Declaration(
    string Kind, string Name, Node? Type, Node? Body, string Target, bool Existing, IReadOnlyList<Decorator> Decorators, Node Node)
{
    public string Place => Node.Place;

    public Decorator? Decorator(string name) => Decorators.FirstOrDefault(d => d.Name == name);
}

/// <summary>Names taken from another file.</summary>
internal sealed record Import(string Name, string As, string Path, Node Node);

/// <summary>One Bicep file or parameters file as its declarations.</summary>
internal sealed class BicepFile
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["parameter_declaration"] = "param",
        ["variable_declaration"] = "var",
        ["resource_declaration"] = "resource",
        ["module_declaration"] = "module",
        ["output_declaration"] = "output",
        ["type_declaration"] = "type",
    };

    private readonly Dictionary<(string Kind, string Name), Declaration> byName;

    private BicepFile(string path, Node root)
    {
        Path = path;
        Root = root;
        Declarations = [.. Declare(root)];
        Imports = [.. root.All("import_functionality").SelectMany(ReadImport)];
        byName = [];
        foreach (Declaration declaration in Declarations)
        {
            if (!byName.TryAdd((declaration.Kind, declaration.Name), declaration))
                throw new BicepException(declaration.Node, $"{declaration.Kind} {declaration.Name} is declared twice");
        }
    }

    /// <summary>Path relative to the repository's root.</summary>
    public string Path { get; }

    public Node Root { get; }

    public IReadOnlyList<Declaration> Declarations { get; }

    public IReadOnlyList<Import> Imports { get; }

    /// <summary>What the file is deployed to.</summary>
    public string TargetScope => Root.Find("target_scope_assignment") is { } scope ? Literal(scope.Find("string")!) : "resourceGroup";

    /// <summary>Places the parser could not read.</summary>
    public IEnumerable<Node> Broken => Root.Descend().Where(node => node.Broken);

    public static BicepFile Read(string path) => Parse(Repository.Read(path), path);

    public static BicepFile Parse(string text, string path)
    {
        bool parameters = path.EndsWith(".bicepparam", StringComparison.Ordinal);
        return new(path, Grammar.Parse(text, path, parameters));
    }

    public IEnumerable<Declaration> Of(string kind) => Declarations.Where(d => d.Kind == kind);

    public Declaration? Find(string kind, string name) => byName.GetValueOrDefault((kind, name));

    /// <summary>Path of another file as this one writes it, relative to the root.</summary>
    public string Resolve(string relative) =>
        System.IO.Path.GetRelativePath(
            Repository.Root,
            System.IO.Path.GetFullPath(System.IO.Path.Combine(Repository.Root, System.IO.Path.GetDirectoryName(Path)!, relative)))
        .Replace('\\', '/');

    /// <summary>The text of a string without interpolation.</summary>
    public static string Literal(Node text) =>
        string.Concat(text.Children.Select(part => part.Kind switch
        {
            "string_content" => part.Text,
            "escape_sequence" => Unescape(part),
            "interpolation" => throw new BicepException(part, "a constant is wanted here"),
            _ => "",
        }));

    public static string Unescape(Node escape) => escape.Text switch
    {
        "\\n" => "\n",
        "\\r" => "\r",
        "\\t" => "\t",
        [_, var other] => other.ToString(),
        _ => throw new BicepException(escape, $"the escape {escape.Text} is not known"),
    };

    private static IEnumerable<Declaration> Declare(Node root)
    {
        List<Decorator> decorators = [];
        foreach (Node node in root.Children)
        {
            if (node.Kind == "decorators") decorators.AddRange(node.All("decorator").Select(ReadDecorator));
            else if (Kinds.TryGetValue(node.Kind, out string? kind))
            {
                yield return ReadDeclaration(node, kind, decorators);
                decorators = [];
            }
        }
    }

    private static Declaration ReadDeclaration(Node node, string kind, IReadOnlyList<Decorator> decorators)
    {
        Node[] parts = [.. node.Children];
        int equals = Array.FindIndex(parts, part => part.Kind == "=");
        Node? body = equals < 0 ? null : parts.Skip(equals + 1).FirstOrDefault(part => part.Kind is not "comment" and not "diagnostic_comment");
        string target = kind is "resource" or "module" ? Literal(node.Find("string")!) : "";
        return new(kind, node.Find("identifier")!.Text, node.Find("type"), body, target, node.Has("existing"), decorators, node);
    }

    private static Decorator ReadDecorator(Node decorator)
    {
        Node call = decorator.Find("call_expression") ?? throw new BicepException(decorator, "a decorator is a call");
        return new(call.ByField("function")!.Text, [.. call.ByField("arguments")!.Children.Where(a => a.Kind is not "(" and not ")" and not ",")]);
    }

    private static IEnumerable<Import> ReadImport(Node import)
    {
        string path = Literal(import.Find("string")!);
        Node[] parts = [.. import.Children.Where(c => c.Kind is "identifier" or "as")];
        for (int i = 0; i < parts.Length; i++)
        {
            string name = parts[i].Text;
            bool renamed = i + 2 < parts.Length && parts[i + 1].Kind == "as";
            if (renamed) i += 2;
            yield return new(name, parts[i].Text, path, import);
        }
    }
}
