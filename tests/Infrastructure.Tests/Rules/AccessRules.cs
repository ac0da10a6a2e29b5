using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests.Rules;

/// <summary>No key, no password, no right wider than needed. Each rule answers what breaks it.</summary>
internal static class AccessRules
{
    private const string TradeKey = "binance-trade-key";

    /// <summary>What each type must say so that nobody enters it without Entra.</summary>
    private static readonly (string Type, string[] Path, Value Wanted)[] Required =
    [
        ("Microsoft.Storage/storageAccounts", ["allowSharedKeyAccess"], new Flag(false)),
        ("Microsoft.Storage/storageAccounts", ["allowBlobPublicAccess"], new Flag(false)),
        ("Microsoft.Storage/storageAccounts", ["supportsHttpsTrafficOnly"], new Flag(true)),
        ("Microsoft.Storage/storageAccounts", ["minimumTlsVersion"], new Text("TLS1_2")),
        ("Microsoft.Storage/storageAccounts/blobServices/containers", ["publicAccess"], new Text("None")),
        ("Microsoft.EventHub/namespaces", ["disableLocalAuth"], new Flag(true)),
        ("Microsoft.EventHub/namespaces", ["minimumTlsVersion"], new Text("1.2")),
        ("Microsoft.CognitiveServices/accounts", ["disableLocalAuth"], new Flag(true)),
        ("Microsoft.Insights/components", ["DisableLocalAuth"], new Flag(true)),
        ("Microsoft.OperationalInsights/workspaces", ["features", "disableLocalAuth"], new Flag(true)),
        ("Microsoft.ContainerRegistry/registries", ["adminUserEnabled"], new Flag(false)),
        ("Microsoft.ContainerRegistry/registries", ["anonymousPullEnabled"], new Flag(false)),
        ("Microsoft.KeyVault/vaults", ["enableRbacAuthorization"], new Flag(true)),
        ("Microsoft.KeyVault/vaults", ["enablePurgeProtection"], new Flag(true)),
        ("Microsoft.KeyVault/vaults", ["enableSoftDelete"], new Flag(true)),
        ("Microsoft.KeyVault/vaults", ["softDeleteRetentionInDays"], new Whole(90)),
        ("Microsoft.Web/sites", ["httpsOnly"], new Flag(true)),
        ("Microsoft.Web/sites", ["siteConfig", "minTlsVersion"], new Text("1.2")),
        ("Microsoft.Web/sites", ["siteConfig", "ftpsState"], new Text("Disabled")),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", ["allow"], new Flag(false)),
        ("Microsoft.App/containerApps", ["configuration", "ingress", "allowInsecure"], new Flag(false)),
    ];

    /// <summary>Types that take keys or passwords unless told otherwise, or hold them.</summary>
    private static readonly string[] Forbidden =
    [
        "Microsoft.KeyVault/vaults/secrets",
        "Microsoft.KeyVault/vaults/accessPolicies",
        "Microsoft.EventHub/namespaces/authorizationRules",
        "Microsoft.EventHub/namespaces/eventhubs/authorizationRules",
        "Microsoft.App/managedEnvironments/storages",
    ];

    public static IEnumerable<string> KeysAndPasswords(Deployment deployment)
    {
        foreach (Resource resource in deployment.Resources)
        {
            foreach ((_, string[] path, Value wanted) in Required.Where(r => r.Type == resource.Type))
            {
                if (resource.Property(path) != wanted) yield return $"{resource}: {string.Join('.', path)} is not {wanted.Render()}";
            }
            if (Forbidden.Contains(resource.Type)) yield return $"{resource}: nothing of this type is deployed";
        }
        foreach (Resource site in deployment.Of("Microsoft.Web/sites"))
        {
            string[] closed = [.. deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies")
                .Where(p => p.Id.StartsWith(site.Id + "/", StringComparison.Ordinal)).Select(p => p.Name)];
            foreach (string door in ((string[])["scm", "ftp"]).Except(closed)) yield return $"{site}: takes passwords at {door}";
        }
        foreach (Resource app in deployment.Of("Microsoft.App/containerApps"))
        {
            if (app.Property("configuration", "secrets") is not null) yield return $"{app}: holds secrets of its own";
            if (app.Property("configuration", "registries") is Items registries
                && registries.All.Any(r => r is Fields fields && fields.Find("identity") is null)) yield return $"{app}: pulls without an identity";
        }
    }

    /// <summary>Functions such as listKeys() hand out keys.</summary>
    public static IEnumerable<string> KeysAskedFor(BicepFile file) =>
        file.Root.Descend().Where(n => n.Kind == "call_expression")
            .Select(call => call.ByField("function")!.Descend().Last())
            .Where(function => function.Text.StartsWith("list", StringComparison.OrdinalIgnoreCase))
            .Select(function => $"{function.Place}: {function.Text} hands out keys");

    /// <summary>The trade key is read by the edge and by nobody else, whatever scope a right stands at (T-03).</summary>
    public static IEnumerable<string> TradeKeyReaders(Deployment deployment)
    {
        Resource? secret = deployment.References.FirstOrDefault(r => r.Type == "Microsoft.KeyVault/vaults/secrets" && r.Name == TradeKey);
        if (secret is null) return ["nobody can read the trade key"];
        Grant[] readers = [.. Grants.Of(deployment).Where(grant => grant.Reaches(secret.Id))];
        return readers is [{ Principal: "edge", Role: "Key Vault Secrets User" } only] && only.Scope == secret.Id
            ? []
            : [$"the trade key is reached by {string.Join(", ", readers.Select(r => $"{r.Principal} ({r.Role} at {r.Scope.Split('/')[^1]})"))}"];
    }

    /// <summary>Rights are known, given once, to one of our identities, and never at a whole group or vault.</summary>
    public static IEnumerable<string> WideRights(Deployment deployment)
    {
        Grant[] grants = [.. Grants.Of(deployment)];
        foreach (Grant grant in grants)
        {
            if (!Grants.Roles.Values.Contains(grant.Role) && grant.Role != Grants.LedgerAppender) yield return $"{grant.Assignment}: the role {grant.Role} is not one of ours";
            if (grant.Principal is not "functions" and not "edge" and not "deployer") yield return $"{grant.Assignment}: {grant.Principal} is not one of ours";
            if (!grant.Scope.Contains("/providers/", StringComparison.Ordinal)) yield return $"{grant.Assignment}: a right over everything";
            if (grant.Scope.Contains("Microsoft.KeyVault", StringComparison.Ordinal) && !grant.Scope.Contains("/secrets/", StringComparison.Ordinal))
                yield return $"{grant.Assignment}: a right over a whole vault";
            if (grant.Principal == "edge" && grant.Role.StartsWith("Storage", StringComparison.Ordinal) && grant.Scope.Split('/')[^2] == "storageAccounts")
                yield return $"{grant.Assignment}: the edge has a right over a whole account";
            if (grant.Role.Contains("Event Hubs", StringComparison.Ordinal) && grant.Scope.Split('/')[^2] != "eventhubs")
                yield return $"{grant.Assignment}: a right over all hubs";
        }
        foreach (IGrouping<string, Grant> twice in grants.GroupBy(g => g.Assignment.Id).Where(g => g.Count() > 1))
            yield return $"{twice.First().Assignment}: given twice";
    }

    /// <summary>What stands in the ledger can be read and added to, and that is all (T-17).</summary>
    public static IEnumerable<string> LedgerChangers(Deployment deployment)
    {
        Resource[] ledgers = [.. deployment.Of("Microsoft.Storage/storageAccounts/tableServices/tables").Where(t => t.Name == "ledger")];
        if (ledgers.Length != 1) return [$"{ledgers.Length} ledgers instead of one"];
        return Grants.Of(deployment).Where(grant => grant.Reaches(ledgers[0].Id))
            .Where(grant => (grant.Principal, grant.Role) is not ("edge", Grants.LedgerAppender) and not (_, "Storage Table Data Reader"))
            .Select(grant => $"{grant.Assignment}: {grant.Principal} can change the ledger ({grant.Role})");
    }

    /// <summary>What hosts are told holds no key, and says how to ask for a token.</summary>
    public static IEnumerable<string> Settings(Deployment deployment)
    {
        IEnumerable<(Resource Owner, Value? Settings)> all =
        [
            .. deployment.Of("Microsoft.Web/sites").Select(s => (s, s.Property("siteConfig", "appSettings"))),
            .. deployment.Of("Microsoft.App/containerApps").SelectMany(a => ((Items)a.Property("template", "containers")!).All
                .Select(container => (a, ((Fields)container).Find("env")))),
        ];
        foreach ((Resource owner, Value? settings) in all)
        {
            foreach (Fields setting in (settings as Items)?.All.OfType<Fields>() ?? [])
            {
                string name = setting.Find("name")!.Render(), value = setting.Find("value")!.Render();
                if (value.Contains("Key=", StringComparison.OrdinalIgnoreCase) || value.Contains("Password", StringComparison.OrdinalIgnoreCase))
                    yield return $"{owner}: {name} holds a key";
                if (name.EndsWith("__credential", StringComparison.Ordinal) && value != "managedidentity") yield return $"{owner}: {name} is no managed identity";
            }
        }
    }
}
