using Parley.Infrastructure.Tests.Evaluation;

namespace Parley.Infrastructure.Tests.Rules;

/// <summary>What the desk rests on: one edge, a drained stop, telemetry that is kept, a ledger apart.</summary>
internal static class DeskRules
{
    /// <summary>Exactly one replica of exactly one edge, in one revision (F-078).</summary>
    public static IEnumerable<string> OneEdge(Deployment deployment)
    {
        Resource[] apps = [.. deployment.Of("Microsoft.App/containerApps")];
        if (apps.Length != 1) yield return $"{apps.Length} edges instead of one";
        foreach (Resource app in apps)
        {
            if (app.Property("configuration", "activeRevisionsMode") != new Text("Single")) yield return $"{app}: several revisions at once";
            if (app.Property("template", "scale", "minReplicas") != new Whole(1) || app.Property("template", "scale", "maxReplicas") != new Whole(1))
                yield return $"{app}: not exactly one replica";
            if (app.Property("template", "terminationGracePeriodSeconds") is not Whole { Number: >= 30 }) yield return $"{app}: no time to drain";
            string[] probes = [.. Probes(app)];
            foreach (string probe in ((string[])["Startup", "Liveness", "Readiness"]).Except(probes)) yield return $"{app}: has no {probe} probe";
        }
    }

    /// <summary>The orchestrator is always there.</summary>
    public static IEnumerable<string> AlwaysReady(Deployment deployment) =>
        deployment.Of("Microsoft.Web/sites")
            .Where(site => site.Property("functionAppConfig", "scaleAndConcurrency", "alwaysReady") is not Items groups
                || !groups.All.OfType<Fields>().Any(g => g.Find("name") == new Text("durable") && g.Find("instanceCount") is Whole { Number: >= 1 }))
            .Select(site => $"{site}: no instance waits for orchestrations");

    /// <summary>The ledger shares its account with nothing, and its digests cannot be changed (F-087, T-17).</summary>
    public static IEnumerable<string> LedgerApart(Deployment deployment)
    {
        Resource? table = deployment.Of("Microsoft.Storage/storageAccounts/tableServices/tables").FirstOrDefault(t => t.Name == "ledger");
        if (table is null)
        {
            yield return "there is no ledger";
            yield break;
        }
        string account = table.Id[..table.Id.IndexOf("/tableServices/", StringComparison.Ordinal)];
        foreach (Resource other in deployment.Resources.Where(r => r.Id.StartsWith(account + "/", StringComparison.Ordinal)
            && r.Type is "Microsoft.Storage/storageAccounts/tableServices/tables" or "Microsoft.Storage/storageAccounts/blobServices/containers"
            && r.Id.StartsWith(account + "/", StringComparison.Ordinal)
            && r.Name is not "ledger" and not "digests"))
            yield return $"{other}: in the ledger's account";
        Resource? digests = deployment.Of("Microsoft.Storage/storageAccounts/blobServices/containers").FirstOrDefault(c => c.Name == "digests");
        if (digests is null || !digests.Id.StartsWith(account + "/", StringComparison.Ordinal)) yield return "the digests lie elsewhere";
        else if (!deployment.Of("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies")
            .Any(p => p.Id.StartsWith(digests.Id + "/", StringComparison.Ordinal) && p.Property("immutabilityPeriodSinceCreationInDays") is Whole { Number: >= 1 }))
            yield return "the digests can be changed";
    }

    /// <summary>Blobs can be had back.</summary>
    public static IEnumerable<string> Recovery(Deployment deployment) =>
        deployment.Of("Microsoft.Storage/storageAccounts/blobServices")
            .Where(b => b.Property("isVersioningEnabled") != new Flag(true)
                || b.Property("deleteRetentionPolicy", "enabled") != new Flag(true)
                || b.Property("containerDeleteRetentionPolicy", "enabled") != new Flag(true))
            .Select(b => $"{b}: what is deleted is gone");

    /// <summary>Who read a secret, wrote the ledger or called a model is kept.</summary>
    public static IEnumerable<string> Audited(Deployment deployment)
    {
        string[] audited = [.. deployment.Of("Microsoft.Insights/diagnosticSettings").Select(d => d.Id[..d.Id.LastIndexOf("/providers/", StringComparison.Ordinal)])];
        string[] wanted = ["Microsoft.KeyVault/vaults", "Microsoft.EventHub/namespaces", "Microsoft.CognitiveServices/accounts", "Microsoft.App/managedEnvironments"];
        IEnumerable<Resource> watched = deployment.Resources.Where(r => wanted.Contains(r.Type)
            || (r.Type == "Microsoft.Storage/storageAccounts/tableServices" && r.Module.EndsWith("ledger.bicep", StringComparison.Ordinal)));
        return watched.Where(r => !audited.Contains(r.Id)).Select(r => $"{r}: nobody keeps what happens there");
    }

    /// <summary>Models are pinned (T-13).</summary>
    public static IEnumerable<string> PinnedModels(Deployment deployment) =>
        deployment.Of("Microsoft.CognitiveServices/accounts/deployments")
            .Where(d => d.Property("versionUpgradeOption") != new Text("NoAutoUpgrade") || d.Property("model", "version") is not Text { Content.Length: > 0 })
            .Select(d => $"{d}: changes by itself");

    /// <summary>Nothing is deployed twice, nothing is referred to that nobody makes; secrets are made by a human.</summary>
    public static IEnumerable<string> Consistency(Deployment deployment)
    {
        foreach (IGrouping<string, Resource> twice in deployment.Resources.GroupBy(r => r.Id, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            yield return $"{twice.First()}: deployed {twice.Count()} times";
        HashSet<string> made = [.. deployment.Resources.Select(r => r.Id)];
        foreach (Resource reference in deployment.References.Where(r => r.Type != "Microsoft.KeyVault/vaults/secrets" && !made.Contains(r.Id)))
            yield return $"{reference}: nobody makes it";
    }

    private static IEnumerable<string> Probes(Resource app) =>
        ((Items)app.Property("template", "containers")!).All.OfType<Fields>()
            .Where(c => c.Find("name") == new Text("edge"))
            .SelectMany(c => (c.Find("probes") as Items)?.All.OfType<Fields>() ?? [])
            .Select(p => p.Find("type")!.Render());
}
