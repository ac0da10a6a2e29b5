using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>What <c>az deployment</c> would be asked to make: every resource of a template with its values, before any exists.</summary>
internal sealed class Deployment
{
    private const string Subscription = "00000000-0000-0000-0000-000000000000";

    private Deployment(ModuleRun root) => Root = root;

    public ModuleRun Root { get; }

    public IEnumerable<ModuleRun> Runs => Root.All();

    /// <summary>Resources that are made.</summary>
    public IEnumerable<Resource> Resources => Runs.SelectMany(run => run.Resources).Where(r => !r.Existing);

    /// <summary>Resources that are referred to.</summary>
    public IEnumerable<Resource> References => Runs.SelectMany(run => run.Resources).Where(r => r.Existing);

    public IEnumerable<Resource> Of(string type) => Resources.Where(r => r.Type == type);

    /// <summary>Deploys a parameters file on paper.</summary>
    public static Deployment Of(BicepFile parameters, IReadOnlyDictionary<string, string> environment, Func<string, BicepFile> open)
    {
        string main = BicepFile.Literal(parameters.Root.Find("using_statement")!.Find("string")!);
        var expressions = new Expressions(_ => null, new(new(Subscription, ResourceGroup: null), parameters, environment));
        var values = parameters.Of("param").ToDictionary(p => p.Name, p => expressions.Evaluate(p.Body!));
        return Of(open(parameters.Resolve(main)), values, open);
    }

    /// <summary>Deploys a template on paper.</summary>
    public static Deployment Of(BicepFile main, IReadOnlyDictionary<string, Value> parameters, Func<string, BicepFile> open)
    {
        string? group = main.TargetScope == "subscription" ? null : "rg-of-a-test";
        return new(new FileRun("main", main, new(Subscription, group), parameters, open, main.Root).Run());
    }
}
