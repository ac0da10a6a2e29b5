using System.Text.RegularExpressions;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Rules;

/// <summary>Rules about the text of the templates.</summary>
internal static partial class SourceRules
{
    /// <summary>Parameters, outputs, whatever is exported, and the properties of declared objects say what they are.</summary>
    public static IEnumerable<string> Undocumented(BicepFile file)
    {
        foreach (Declaration declaration in file.Declarations.Where(d => d.Kind is "param" or "output" or "type" || d.Decorator("export") is not null))
        {
            if (!IsSentence(declaration.Decorator("description"))) yield return $"{declaration.Place}: {declaration.Name} is not described";
            foreach (Node property in (declaration.Type ?? declaration.Body)!.Descend().Where(n => n.Kind == "object_property" && IsTyped(n)))
            {
                Node[] siblings = [.. property.Parent!.Children];
                int index = Array.IndexOf(siblings, property);
                if (index == 0 || siblings[index - 1].Kind != "decorators") yield return $"{property.Place}: {property.Children[0].Text} is not described";
            }
        }
    }

    /// <summary>Nothing is declared that nothing uses.</summary>
    public static IEnumerable<string> Unused(BicepFile file)
    {
        HashSet<string> used = [.. file.Root.Descend()
            .Where(n => n.Kind == "identifier" && n.Parent is { } parent && !IsName(n, parent)).Select(n => n.Text)];
        foreach (Declaration declaration in file.Declarations.Where(d => d.Kind is "param" or "var" or "type" || d.Existing))
        {
            if (!used.Contains(declaration.Name) && declaration.Decorator("export") is null) yield return $"{declaration.Place}: {declaration.Name} is not used";
        }
        foreach (Import import in file.Imports.Where(i => !used.Contains(i.As))) yield return $"{import.Node.Place}: {import.As} is not used";
    }

    /// <summary>Every output of a module is read by the file that deploys it.</summary>
    public static IEnumerable<string> UnusedOutputs(BicepFile file, Func<string, BicepFile> open)
    {
        HashSet<(string, string)> read = [.. file.Root.Descend()
            .Where(n => n.Kind == "member_expression" && n.ByField("object") is { Kind: "member_expression" } inner
                && inner.ByField("property")!.Text == "outputs")
            .Select(n => (n.ByField("object")!.ByField("object")!.Text, n.ByField("property")!.Text))];
        return from module in file.Of("module")
               from output in open(file.Resolve(module.Target)).Of("output")
               where !read.Contains((module.Name, output.Name))
               select $"{module.Place}: {module.Name}.{output.Name} is not used";
    }

    /// <summary>Exports that no other file imports.</summary>
    public static IEnumerable<string> UnusedExports(IReadOnlyList<BicepFile> files)
    {
        HashSet<(string, string)> imported = [.. files.SelectMany(f => f.Imports.Select(i => (f.Resolve(i.Path), i.Name)))];
        return files.SelectMany(f => f.Declarations.Where(d => d.Decorator("export") is not null && !imported.Contains((f.Path, d.Name)))
            .Select(d => $"{d.Place}: {d.Name} is not imported"));
    }

    /// <summary>What is secret is a secure parameter without a value, and nothing else looks like a secret.</summary>
    public static IEnumerable<string> LiteralSecrets(BicepFile file)
    {
        foreach (Node text in file.Root.Descend().Where(n => n.Kind == "string_content" && Secret().IsMatch(n.Text)))
            yield return $"{text.Place}: this looks like a secret";
        foreach (Declaration parameter in file.Of("param").Where(p => !file.Path.EndsWith(".bicepparam", StringComparison.Ordinal)))
        {
            bool secure = parameter.Decorator("secure") is not null;
            if (!secure && SecretName().IsMatch(parameter.Name)) yield return $"{parameter.Place}: {parameter.Name} is not @secure";
            if (secure && parameter.Body is not null) yield return $"{parameter.Place}: {parameter.Name} has a value";
        }
    }

    /// <summary>A secret parameter's value comes from outside.</summary>
    public static IEnumerable<string> SecretValues(BicepFile parameters, BicepFile main) =>
        main.Of("param").Where(p => p.Decorator("secure") is not null)
            .Select(p => parameters.Find("param", p.Name)!)
            .Where(p => p.Body is not { Kind: "call_expression" } call || call.ByField("function")!.Text != "readEnvironmentVariable")
            .Select(p => $"{p.Place}: {p.Name} is written down");

    /// <summary>No template asks which environment it is in: they differ by parameters only.</summary>
    public static IEnumerable<string> AsksForEnvironment(BicepFile file) =>
        file.Root.Descend()
            .Where(n => n.Kind is "binary_expression" or "ternary_expression" or "if_statement")
            .SelectMany(n => n.Descend().Where(inner => inner is { Kind: "identifier", Text: "environmentName" or "suffix" or "azdEnvironmentName" }
                && inner.Parent!.Kind is "binary_expression" or "ternary_expression" or "parenthesized_expression"))
            .Select(n => $"{n.Place}: asks which environment it is in").Distinct();

    private static bool IsSentence(Decorator? description) =>
        description?.Arguments is [{ Kind: "string" } text] && BicepFile.Literal(text).Trim() is { Length: > 10 } sentence && sentence[^1] == '.';

    // In types a property's value is a type, in defaults an expression.
    private static bool IsTyped(Node property) =>
        property.Children[^1].Kind is "primitive_type" or "nullable_type" or "array_type" or "union_type";

    private static bool IsName(Node identifier, Node parent) => parent.Kind switch
    {
        "parameter_declaration" or "variable_declaration" or "resource_declaration" or "module_declaration" or "output_declaration" or "type_declaration" =>
            parent.Find("identifier") == identifier,
        "object_property" => parent.Children[0] == identifier,
        "import_functionality" => true,
        _ => false,
    };

    [GeneratedRegex(@"AccountKey=|SharedAccessKey=|-----BEGIN|sk-[A-Za-z0-9]{16}|[A-Za-z0-9+/]{40,}={0,2}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();

    [GeneratedRegex("(Key|Secret|Password|Token|pagerDutyUrl)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();
}
