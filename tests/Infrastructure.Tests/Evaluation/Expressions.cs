using System.Globalization;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>Evaluates expressions. Names come from <paramref name="lookup"/>, which answers null to one it does not know.</summary>
internal sealed class Expressions(Func<string, Value?> lookup, Functions functions)
{
    public Value Evaluate(Node node) => node.Kind switch
    {
        "identifier" => lookup(node.Text) ?? throw new BicepException(node, $"nothing is called {node.Text}"),
        "string" => String(node),
        "number" => new Whole(long.Parse(node.Text, CultureInfo.InvariantCulture)),
        "boolean" => new Flag((node.Text.Length > 0 ? node.Text : node.Children[0].Text) == "true"),
        "null" => Nothing.Value,
        "array" => new Items([.. Meaningful(node, "[", "]", ",").Select(Evaluate)]),
        "object" => Object(node),
        "member_expression" => Member(Evaluate(node.ByField("object")!), node.ByField("property")!.Text, node, node.Has(".?")),
        "subscript_expression" => Subscript(node),
        "call_expression" => Call(node),
        "binary_expression" => Binary(node),
        "unary_expression" => Unary(node),
        "ternary_expression" => Evaluate(node.ByField(IsTrue(node.ByField("condition")!) ? "consequence" : "alternative")!),
        "parenthesized_expression" => Evaluate(Meaningful(node, "(", ")").Single()),
        "lambda_expression" => Lambda(node),
        "for_statement" => new Items([.. Loop(node).Select(turn => turn.Inner.Evaluate(turn.Body))]),
        _ => throw new BicepException(node, $"an expression cannot be a {node.Kind}"),
    };

    /// <summary>The turns of a loop, those left out whose condition does not hold.</summary>
    public IEnumerable<(Expressions Inner, Node Body)> Loop(Node loop)
    {
        Node[] parts = [.. loop.Children];
        int after = Array.FindIndex(parts, part => part.Kind == "in") + 1;
        Node? names = loop.Find("loop_forparameters") ?? loop.Find("loop_parameters") ?? loop.Find("for_loop_parameters");
        string item = names?.Find("loop_variable")?.Text ?? loop.ByField("initializer")!.Text;
        string? index = names?.Find("loop_enumerator")?.Text;
        Node body = loop.ByField("body")!;
        Value over = Evaluate(parts[after]);
        if (over is not Items items) throw new BicepException(parts[after], "a loop wants an array that is known beforehand");
        for (int i = 0; i < items.All.Count; i++)
        {
            Expressions inner = With(item, items.All[i]);
            if (index is not null) inner = inner.With(index, new Whole(i));
            if (body.Kind != "if_statement") yield return (inner, body);
            else if (inner.IsTrue(body.Find("parenthesized_expression")!)) yield return (inner, body.Children[^1]);
        }
    }

    public bool IsTrue(Node node) => Evaluate(node) switch
    {
        Flag flag => flag.Is,
        _ => throw new BicepException(node, "a condition must be known before anything is deployed"),
    };

    public Expressions With(string name, Value value) => new(other => other == name ? value : lookup(other), functions);

    private static IEnumerable<Node> Meaningful(Node node, params string[] punctuation) =>
        node.Children.Where(child => child.Kind is not "comment" and not "diagnostic_comment" && !punctuation.Contains(child.Kind));

    private Text String(Node node) =>
        new(string.Concat(node.Children.Select(part => part.Kind switch
        {
            "string_content" => part.Text,
            "escape_sequence" => BicepFile.Unescape(part),
            "interpolation" => Interpolated(Meaningful(part, "${", "}").Single()),
            _ => "",
        })));

    private string Interpolated(Node node)
    {
        Value value = Evaluate(node);
        return value is Text or Whole or Flag or Unknown
            ? value.Render()
            : throw new BicepException(node, "only text, numbers and flags can stand in a string");
    }

    private Fields Object(Node node)
    {
        List<KeyValuePair<string, Value>> fields = [];
        foreach (Node property in node.All("object_property"))
        {
            Node[] parts = [.. Meaningful(property, ":")];
            string name = parts[0].Kind == "string" ? String(parts[0]).Content : parts[0].Text;
            if (fields.Any(f => f.Key == name)) throw new BicepException(property, $"{name} is given twice");
            fields.Add(new(name, Evaluate(parts[1])));
        }
        return new(fields);
    }

    private static Value Member(Value from, string name, Node node, bool safe) => from switch
    {
        Fields fields => fields.Find(name) ?? (safe ? Nothing.Value : throw new BicepException(node, $"there is no {name} here")),
        Unknown unknown => new Unknown($"{unknown.Name}.{name}"),
        ResourceValue { Resource: var resource } => name switch
        {
            "id" => new Text(resource.Id),
            "name" => new Text(resource.Name),
            "type" => new Text(resource.Type),
            "properties" => new Unknown($"{resource.Name}.properties"),
            _ => resource.Body.Find(name) ?? throw new BicepException(node, $"{resource.Name} is given no {name}"),
        },
        ModuleValue { Module: var module } => name switch
        {
            "outputs" => new Fields([.. module.Outputs.Select(output => KeyValuePair.Create(output.Key, output.Value))]),
            "name" => new Text(module.Symbol),
            _ => throw new BicepException(node, $"a module has outputs, not {name}"),
        },
        Nothing when safe => Nothing.Value,
        _ => throw new BicepException(node, $"{from.GetType().Name} has no {name}"),
    };

    private Value Subscript(Node node)
    {
        Value from = Evaluate(node.ByField("object")!);
        Value index = Evaluate(node.ByField("index")!);
        return (from, index) switch
        {
            (Items items, Whole { Number: var i }) when i >= 0 && i < items.All.Count => items.All[(int)i],
            (Items, Whole) => throw new BicepException(node, "the array is not that long"),
            (_, Text name) => Member(from, name.Content, node, safe: false),
            _ => throw new BicepException(node, "this cannot be indexed"),
        };
    }

    private Value Call(Node node)
    {
        Node function = node.ByField("function")!;
        Value[] arguments = [.. Meaningful(node.ByField("arguments")!, "(", ")", ",").Select(Evaluate)];
        return functions.Call(function.Text, arguments, node);
    }

    private Value Binary(Node node)
    {
        Node left = node.ByField("left")!, right = node.ByField("right")!;
        string operation = node.ByField("operator")!.Text;
        switch (operation)
        {
            case "&&": return new Flag(IsTrue(left) && IsTrue(right));
            case "||": return new Flag(IsTrue(left) || IsTrue(right));
            case "??": return Evaluate(left) is var value and not Nothing ? value : Evaluate(right);
            default: return Compare(operation, Evaluate(left), Evaluate(right), node);
        }
    }

    private static Flag Compare(string operation, Value left, Value right, Node node) => (operation, left, right) switch
    {
        (_, Unknown, _) or (_, _, Unknown) or (_, Text { IsKnown: false }, _) =>
            throw new BicepException(node, "what only Azure knows cannot be compared beforehand"),
        ("==", _, _) => new(left == right),
        ("!=", _, _) => new(left != right),
        (">", Whole a, Whole b) => new(a.Number > b.Number),
        (">=", Whole a, Whole b) => new(a.Number >= b.Number),
        ("<", Whole a, Whole b) => new(a.Number < b.Number),
        ("<=", Whole a, Whole b) => new(a.Number <= b.Number),
        _ => throw new BicepException(node, $"{operation} does not go with these"),
    };

    private Flag Unary(Node node) =>
        node.ByField("operator")!.Text == "!"
            ? new(!IsTrue(node.ByField("argument")!))
            : throw new BicepException(node, "only ! is known before an expression");

    private Lambda Lambda(Node node)
    {
        Node[] parts = [.. Meaningful(node, "=>", "(", ")", ",")];
        Node body = parts[^1];
        string[] names = [.. parts[..^1].Select(p => p.Text)];
        return new(arguments => names.Zip(arguments).Aggregate(this, (inner, pair) => inner.With(pair.First, pair.Second)).Evaluate(body));
    }
}
