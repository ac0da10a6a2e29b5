using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>Holds values against the types and limits that Bicep declares for them.</summary>
internal static class Types
{
    public static void Check(Value value, Node type, BicepFile file, string path)
    {
        if (value is Unknown) return;
        bool fits = type.Kind switch
        {
            "type" => Inner(value, type.Meaningful().Single(), file, path),
            "parenthesized_type" => Inner(value, type.Children[1], file, path),
            "primitive_type" => Primitive(value, type.Children.Count > 0 ? type.Children[0].Kind : type.Text),
            "nullable_type" => value is Nothing || Inner(value, type.Meaningful().First(), file, path),
            "array_type" => value is Items items && items.All.All(item => Inner(item, type.Children[0], file, path)),
            "object" => value is Fields fields && Object(fields, type, file, path),
            "union_type" => type.Meaningful().Any(option => value == new Text(BicepFile.Literal(option))),
            "identifier" => Named(value, type, file, path),
            _ => throw new BicepException(type, $"a type cannot be a {type.Kind}"),
        };
        if (!fits) throw new BicepException(type, $"{path} is given something else");
    }

    public static void CheckLimits(Value value, Declaration parameter, Expressions expressions)
    {
        foreach (Decorator decorator in parameter.Decorators)
        {
            bool holds = (decorator.Name, value) switch
            {
                ("allowed", _) => ((Items)expressions.Evaluate(decorator.Arguments[0])).All.Contains(value),
                ("minValue", Whole whole) => whole.Number >= Limit(decorator),
                ("maxValue", Whole whole) => whole.Number <= Limit(decorator),
                ("minLength", Text { IsKnown: true } text) => text.Content.Length >= Limit(decorator),
                ("maxLength", Text { IsKnown: true } text) => text.Content.Length <= Limit(decorator),
                ("minLength", Items items) => items.All.Count >= Limit(decorator),
                ("maxLength", Items items) => items.All.Count <= Limit(decorator),
                _ => true,
            };
            if (!holds) throw new BicepException(parameter.Node, $"{parameter.Name} is outside its @{decorator.Name}");
        }

        long Limit(Decorator decorator) => ((Whole)expressions.Evaluate(decorator.Arguments[0])).Number;
    }

    private static bool Inner(Value value, Node type, BicepFile file, string path)
    {
        Check(value, type, file, path);
        return true;
    }

    private static bool Primitive(Value value, string type) => (type, value) switch
    {
        ("any", _) or ("string", Text) or ("int", Whole) or ("bool", Flag) or ("array", Items) or ("object", Fields) => true,
        _ => false,
    };

    private static bool Object(Fields fields, Node type, BicepFile file, string path)
    {
        Node[] properties = [.. type.All("object_property")];
        foreach (Node property in properties)
        {
            string name = property.Children[0].Text;
            Node wanted = property.Children.Last(c => c.Kind is not "comment");
            if (fields.Find(name) is { } value) Check(value, wanted, file, $"{path}.{name}");
            else if (wanted.Kind != "nullable_type") throw new BicepException(property, $"{path} lacks {name}");
        }
        foreach ((string name, _) in fields.All)
        {
            if (properties.All(p => p.Children[0].Text != name)) throw new BicepException(type, $"{path} has no {name}");
        }
        return true;
    }

    private static bool Named(Value value, Node type, BicepFile file, string path)
    {
        if (file.Find("type", type.Text) is { } own) return Inner(value, own.Body!, file, path);
        Import import = file.Imports.FirstOrDefault(i => i.As == type.Text) ?? throw new BicepException(type, $"no type is called {type.Text}");
        BicepFile other = BicepFile.Read(file.Resolve(import.Path));
        return Inner(value, other.Find("type", import.Name)!.Body!, other, path);
    }
}
