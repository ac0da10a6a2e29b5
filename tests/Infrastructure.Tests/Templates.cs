using System.Collections.Concurrent;
using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Support;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests;

/// <summary>The templates of the repository, parsed and deployed on paper once for all tests.</summary>
internal static class Templates
{
    private static readonly ConcurrentDictionary<string, BicepFile> Files = new();
    private static readonly ConcurrentDictionary<string, Deployment> Deployments = new();

    public static IReadOnlyList<string> Environments { get; } = ["dev", "test", "prod"];

    /// <summary>Every template, main first.</summary>
    public static IReadOnlyList<string> TemplatePaths { get; } =
        [.. Repository.Files("bicep", "*.bicep").OrderBy(path => path.Count(c => c == '/'))];

    public static IReadOnlyList<string> ParameterPaths { get; } = Repository.Files("bicep", "*.bicepparam");

    /// <summary>What a person or workflow sets before deploying.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["PARLEY_ENTRA_CLIENT_ID"] = "22222222-2222-2222-2222-222222222222",
        ["PARLEY_DEPLOYER_PRINCIPAL_ID"] = "33333333-3333-3333-3333-333333333333",
        ["PARLEY_LEDGER_ROLE_ID"] = "44444444-4444-4444-4444-444444444444",
        ["PARLEY_ALERT_EMAILS"] = """["desk@example.com"]""",
        ["PARLEY_BUDGET_START"] = "2027-01-01",
        ["PARLEY_PAGERDUTY_URL"] = "https://events.example.com/integration",
        ["SERVICE_EDGE_IMAGE_NAME"] = "registry.example.com/edge@sha256:00",
        ["PARLEY_LLAMA_IMAGE"] = "registry.example.com/llama@sha256:00",
    };

    public static BicepFile Open(string path) => Files.GetOrAdd(path, BicepFile.Read);

    public static Deployment Deployed(string environment) => Deployments.GetOrAdd(environment, name => Deploy(name, Variables));

    public static Deployment Deploy(string environment, IReadOnlyDictionary<string, string> variables) =>
        Deployment.Of(Open($"bicep/{environment}.bicepparam"), variables, Open);

    /// <summary>Deploys a template that stands in a test.</summary>
    public static Deployment DeployText(string text, params IEnumerable<KeyValuePair<string, Value>> parameters) =>
        Deployment.Of(BicepFile.Parse(text, "bicep/test.bicep"), new Dictionary<string, Value>(parameters), Open);
}
