using System.Text;
using System.Text.RegularExpressions;
using Parley.Infrastructure.Tests.Evaluation;

namespace Parley.Infrastructure.Tests.Rules;

/// <summary>Resource, module, identity, rights: the table of docs/deploy.md, from the template as production deploys it.</summary>
internal static partial class RightsTable
{
    private const string Assignments = "Microsoft.Authorization/roleAssignments";

    public static string Write(Deployment deployment)
    {
        Grant[] grants = [.. Grants.Of(deployment)];
        var table = new StringBuilder("| resource | module | identity | rights |\n|---|---|---|---|\n");
        IEnumerable<Resource> all = deployment.Runs.SelectMany(run => run.Resources)
            .Where(r => r.Type != Assignments && (!r.Existing || r.Type == "Microsoft.KeyVault/vaults/secrets"));
        foreach (IGrouping<(string, string, string), Resource> row in all.GroupBy(r => (r.Type, Module(r), Rights(grants, r))))
        {
            (string type, string module, string rights) = row.Key;
            string[] lines = rights.Length == 0 ? ["– | –"] : rights.Split('\n');
            foreach (string line in lines) table.Append($"| `{type}` {string.Join(", ", row.Select(Name).Distinct())} | {module} | {line} |\n");
        }
        return table.ToString();
    }

    // One line per identity: its name, a bar, its rights.
    private static string Rights(Grant[] grants, Resource resource) =>
        string.Join('\n', grants.Where(g => g.Scope == resource.Id).GroupBy(g => g.Principal)
            .Select(g => $"{g.Key} | {string.Join(", ", g.Select(x => x.Role))}"));

    private static string Module(Resource resource) => Path.GetFileNameWithoutExtension(resource.Module);

    // Parts of names that Azure or this test makes by hashing tell a reader nothing.
    private static string Name(Resource resource) =>
        Guid.TryParse(resource.Name, out _) ? "" : Hashed().Replace(resource.Name, "…").Replace("-prod", "", StringComparison.Ordinal);

    [GeneratedRegex("[a-z2-7]{13}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashed();
}
