using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Evaluation;

/// <summary>A resource as a deployment would make it.</summary>
/// <param name="type">For example <c>Microsoft.KeyVault/vaults</c>.</param>
/// <param name="id">Full resource id, with invented subscription.</param>
/// <param name="existing">Referred to, not made.</param>
/// <param name="module">File that declares it.</param>
internal sealed class Resource(
    string type, string apiVersion, string id, string name, bool existing, string module, Declaration declaration, Func<Fields> body)
{
    private readonly Lazy<Fields> body = new(body);

    public string Type => type;

    public string ApiVersion => apiVersion;

    public string Id => id;

    public string Name => name;

    public bool Existing => existing;

    public string Module => module;

    public Declaration Declaration => declaration;

    /// <summary>Everything the resource is given, without <c>parent</c>, <c>scope</c> and <c>dependsOn</c>.</summary>
    public Fields Body => body.Value;

    public Value? Property(params ReadOnlySpan<string> path) => (Body.Find("properties") as Fields)?.Find(path);

    public override string ToString() => $"{Type} {Name} ({Declaration.Place})";
}

/// <summary>A file deployed with parameters.</summary>
/// <param name="Resources">Of this file alone.</param>
internal sealed record ModuleRun(
    string Symbol,
    BicepFile File,
    IReadOnlyDictionary<string, Value> Parameters,
    IReadOnlyList<Resource> Resources,
    IReadOnlyList<ModuleRun> Modules,
    IReadOnlyDictionary<string, Value> Outputs)
{
    /// <summary>This run and those below it.</summary>
    public IEnumerable<ModuleRun> All() => Modules.SelectMany(module => module.All()).Prepend(this);
}
