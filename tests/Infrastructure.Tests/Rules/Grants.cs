using Parley.Infrastructure.Tests.Evaluation;

namespace Parley.Infrastructure.Tests.Rules;

/// <summary>One right of one identity.</summary>
/// <param name="Principal">functions, edge or deployer; otherwise as it stands in the template.</param>
/// <param name="Role">What the portal calls the role; the id where it is not one of ours.</param>
/// <param name="Scope">Id of what the right is about.</param>
internal sealed record Grant(string Principal, string Role, string Scope, Resource Assignment);

/// <summary>Who may do what.</summary>
internal static class Grants
{
    private const string Definitions = "/providers/Microsoft.Authorization/roleDefinitions/";

    /// <summary>Built-in roles the desk uses, by their published ids.</summary>
    public static IReadOnlyDictionary<string, string> Roles { get; } = new Dictionary<string, string>
    {
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = "AcrPull",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
        ["a638d3c7-ab3a-418d-83e6-5f17a39d4fde"] = "Azure Event Hubs Data Receiver",
        ["2b629674-e913-4c01-ae53-ef4638d8f975"] = "Azure Event Hubs Data Sender",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"] = "Cognitive Services OpenAI User",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["76199698-9eea-4c19-bc75-cec21354c6b6"] = "Storage Table Data Reader",
    };

    /// <summary>The role of bicep/ledgerAppender.json, which gets its id when it is made.</summary>
    public const string LedgerAppender = "Parley ledger appender";

    public static IEnumerable<Grant> Of(Deployment deployment) =>
        deployment.Of("Microsoft.Authorization/roleAssignments").Select(assignment => new Grant(
            Principal(assignment.Property("principalId")!.Render()),
            Role(assignment.Property("roleDefinitionId")!.Render()),
            assignment.Id[..assignment.Id.LastIndexOf("/providers/Microsoft.Authorization/", StringComparison.Ordinal)],
            assignment));

    /// <summary>Whether a right at one place reaches another.</summary>
    public static bool Reaches(this Grant grant, string id) =>
        id == grant.Scope || id.StartsWith(grant.Scope + "/", StringComparison.Ordinal);

    private static string Principal(string principal)
    {
        if (principal == Templates.Variables["PARLEY_DEPLOYER_PRINCIPAL_ID"]) return "deployer";
        foreach (string host in (string[])["functions", "edge"])
        {
            if (principal.StartsWith($"‹id-parley-{host}-", StringComparison.Ordinal)
                && principal.EndsWith(".properties.principalId›", StringComparison.Ordinal)) return host;
        }
        return principal;
    }

    private static string Role(string definition)
    {
        string id = definition[(definition.IndexOf(Definitions, StringComparison.Ordinal) + Definitions.Length)..];
        return id == Templates.Variables["PARLEY_LEDGER_ROLE_ID"] ? LedgerAppender : Roles.GetValueOrDefault(id, id);
    }
}
