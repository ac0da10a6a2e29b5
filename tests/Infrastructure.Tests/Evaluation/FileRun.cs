using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>Evaluates one file with its parameters; names are evaluated when they are first wanted.</summary>
internal sealed class FileRun
{
    private static readonly string[] OnlyForBicep = ["parent", "scope", "dependsOn"];

    private readonly string symbol;
    private readonly BicepFile file;
    private readonly Target target;
    private readonly Func<string, BicepFile> open;
    private readonly Dictionary<string, Lazy<Value>> names = [];
    private readonly Dictionary<string, Value> parameters = [];
    private readonly List<Resource> resources = [];
    private readonly List<ModuleRun> modules = [];
    private readonly Expressions expressions;

    public FileRun(
        string symbol, BicepFile file, Target target, IReadOnlyDictionary<string, Value> given, Func<string, BicepFile> open, Node caller)
    {
        this.symbol = symbol;
        this.file = file;
        this.target = target;
        this.open = open;
        expressions = new(name => names.GetValueOrDefault(name)?.Value, new(target, file, new Dictionary<string, string>()));
        foreach (string name in given.Keys.Where(name => file.Find("param", name) is null))
            throw new BicepException(caller, $"{file.Path} has no parameter {name}");
        foreach (Import import in file.Imports) names[import.As] = new(() => Imported(import));
        foreach (Declaration declaration in file.Declarations) Declare(declaration, given, caller);
    }

    public ModuleRun Run()
    {
        foreach (Lazy<Value> name in names.Values) _ = name.Value;
        foreach (Resource resource in resources) _ = resource.Body;
        Dictionary<string, Value> outputs = [];
        foreach (Declaration output in file.Of("output"))
        {
            outputs[output.Name] = expressions.Evaluate(output.Body!);
            Types.Check(outputs[output.Name], output.Type!, file, output.Name);
        }
        return new(symbol, file, parameters, resources, modules, outputs);
    }

    private void Declare(Declaration declaration, IReadOnlyDictionary<string, Value> given, Node caller)
    {
        switch (declaration.Kind)
        {
            case "param":
                names[declaration.Name] = new(() => Parameter(declaration, given, caller));
                break;
            case "var":
                names[declaration.Name] = new(() => expressions.Evaluate(declaration.Body!));
                break;
            case "resource":
                names[declaration.Name] = new(() => EachOf(declaration.Body!, (inner, body, made) => MakeResource(declaration, inner, body, made)));
                break;
            case "module":
                names[declaration.Name] = new(() => EachOf(declaration.Body!, (inner, body, made) => MakeModule(declaration, inner, body, made)));
                break;
        }
    }

    private Value Parameter(Declaration declaration, IReadOnlyDictionary<string, Value> given, Node caller)
    {
        if (!given.TryGetValue(declaration.Name, out Value? value))
        {
            if (declaration.Body is null) throw new BicepException(caller, $"the parameter {declaration.Name} of {file.Path} is not given");
            value = expressions.Evaluate(declaration.Body);
        }
        Types.Check(value, declaration.Type!, file, declaration.Name);
        Types.CheckLimits(value, declaration, expressions);
        return parameters[declaration.Name] = value;
    }

    private Value Imported(Import import)
    {
        BicepFile other = open(file.Resolve(import.Path));
        if (other.Find("type", import.Name) is not null) return Nothing.Value;
        Declaration variable = other.Find("var", import.Name)
            ?? throw new BicepException(import.Node, $"{other.Path} has no {import.Name}");
        if (variable.Decorator("export") is null) throw new BicepException(import.Node, $"{import.Name} of {other.Path} is not exported");
        var inner = new FileRun(import.Name, other, target, new Dictionary<string, Value>(), open, import.Node);
        return inner.names[import.Name].Value;
    }

    /// <summary>A resource or module: one, one under a condition, or one per turn of a loop.</summary>
    private Value EachOf(Node body, Func<Expressions, Node, bool, Value> make)
    {
        if (body.Kind == "for_statement") return new Items([.. expressions.Loop(body).Select(turn => make(turn.Inner, turn.Body, true))]);
        if (body.Kind != "if_statement") return make(expressions, body, true);
        return make(expressions, body.Children[^1], expressions.IsTrue(body.Find("parenthesized_expression")!));
    }

    private ResourceValue MakeResource(Declaration declaration, Expressions inner, Node body, bool made)
    {
        string[] versioned = declaration.Target.Split('@');
        if (versioned.Length != 2) throw new BicepException(declaration.Node, $"{declaration.Target} has no API version");
        string type = versioned[0];
        if (Given(body, "name") is not { } nameNode) throw new BicepException(declaration.Node, "a resource wants a name");
        string name = inner.Evaluate(nameNode).Render();
        var resource = new Resource(
            type, versioned[1], Id(inner, body, type, name), name, declaration.Existing, file.Path, declaration, () => Body(inner, body));
        if (made) resources.Add(resource);
        return new(resource);
    }

    private string Id(Expressions inner, Node body, string type, string name)
    {
        if (Given(body, "parent") is { } parent)
        {
            if (inner.Evaluate(parent) is not ResourceValue { Resource: var above }) throw new BicepException(parent, "a parent is a resource");
            if (type[..type.LastIndexOf('/')] != above.Type) throw new BicepException(parent, $"a {above.Type} cannot be the parent of a {type}");
            return ResourceIds.Below(above.Id, type, name);
        }
        if (Given(body, "scope") is { } scope)
        {
            if (inner.Evaluate(scope) is not ResourceValue { Resource: var scoped }) throw new BicepException(scope, "a scope is a resource");
            return ResourceIds.In(scoped.Id, type, [name]);
        }
        if (type.Count(c => c == '/') != 1) throw new BicepException(body, $"a {type} wants a parent");
        return ResourceIds.In(target.Id, type, [name]);
    }

    private static Fields Body(Expressions inner, Node body)
    {
        if (Given(body, "dependsOn") is { } dependencies && inner.Evaluate(dependencies) is Items all
            && all.All.FirstOrDefault(d => d is not ResourceValue and not ModuleValue and not Items) is not null)
            throw new BicepException(dependencies, "only resources and modules can be waited for");
        return new([.. body.All("object_property")
            .Where(property => !OnlyForBicep.Contains(property.Children[0].Text))
            .Select(property => Property(inner, property))]);
    }

    private static KeyValuePair<string, Value> Property(Expressions inner, Node property)
    {
        Node value = property.Children.Last(child => child.Kind is not "comment" and not "diagnostic_comment");
        Node name = property.Children[0];
        return new(name.Kind == "string" ? BicepFile.Literal(name) : name.Text, inner.Evaluate(value));
    }

    private ModuleValue MakeModule(Declaration declaration, Expressions inner, Node body, bool made)
    {
        BicepFile other = open(file.Resolve(declaration.Target));
        Dictionary<string, Value> given = [];
        if (Given(body, "params") is { } values)
            foreach ((string name, Value value) in ((Fields)inner.Evaluate(values)).All) given[name] = value;
        if (Given(body, "dependsOn") is { } dependencies) _ = inner.Evaluate(dependencies);
        Target below = target;
        if (Given(body, "scope") is { } scope)
        {
            if (inner.Evaluate(scope) is not ResourceValue { Resource: { Type: "Microsoft.Resources/resourceGroups" } group })
                throw new BicepException(scope, "a module goes into a resource group");
            below = target with { ResourceGroup = group.Name };
        }
        bool fits = other.TargetScope == (below.ResourceGroup is null ? "subscription" : "resourceGroup");
        if (!fits) throw new BicepException(body, $"{other.Path} is for a {other.TargetScope}");
        ModuleRun run = new FileRun(declaration.Name, other, below, given, open, declaration.Node).Run();
        if (made) modules.Add(run);
        return new(run);
    }

    private static Node? Given(Node body, string name) =>
        body.All("object_property").FirstOrDefault(p => p.Children[0].Text == name)?
            .Children.Last(child => child.Kind is not "comment" and not "diagnostic_comment");
}
