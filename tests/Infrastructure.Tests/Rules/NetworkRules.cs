using Parley.Infrastructure.Tests.Evaluation;

namespace Parley.Infrastructure.Tests.Rules;

/// <summary>Who can be reached from where, and from where the desk leaves.</summary>
internal static class NetworkRules
{
    /// <summary>Services that take part in a private network, with the service their endpoint is for and its DNS zone.</summary>
    private static readonly Dictionary<string, (string Group, string Zone)[]> Services = new()
    {
        ["Microsoft.Storage/storageAccounts"] =
        [
            ("blob", "privatelink.blob.core.windows.net"),
            ("queue", "privatelink.queue.core.windows.net"),
            ("table", "privatelink.table.core.windows.net"),
        ],
        ["Microsoft.EventHub/namespaces"] = [("namespace", "privatelink.servicebus.windows.net")],
        ["Microsoft.KeyVault/vaults"] = [("vault", "privatelink.vaultcore.azure.net")],
        ["Microsoft.CognitiveServices/accounts"] = [("account", "privatelink.openai.azure.com")],
        ["Microsoft.ContainerRegistry/registries"] = [("registry", "privatelink.azurecr.io")],
        ["Microsoft.DurableTask/schedulers"] = [("scheduler", "privatelink.durabletask.io")],
        ["Microsoft.Insights/privateLinkScopes"] = [("azuremonitor", "privatelink.monitor.azure.com")],
    };

    private static readonly string[] OpenPaths = ["/api/health", "/api/telegram"];

    /// <summary>The one public door asks for a token; the edge has none.</summary>
    public static IEnumerable<string> OpenDoors(Deployment deployment)
    {
        foreach (Resource site in deployment.Of("Microsoft.Web/sites"))
        {
            Resource? settings = deployment.Of("Microsoft.Web/sites/config")
                .FirstOrDefault(c => c.Name == "authsettingsV2" && c.Id.StartsWith(site.Id + "/", StringComparison.Ordinal));
            if (settings?.Property("globalValidation", "requireAuthentication") != new Flag(true)
                || settings.Property("platform", "enabled") != new Flag(true)
                || settings.Property("globalValidation", "unauthenticatedClientAction") != new Text("Return401"))
                yield return $"{site}: lets callers in without a token";
            string[] open = [.. (settings?.Property("globalValidation", "excludedPaths") as Items)?.All.Select(p => p.Render()) ?? []];
            foreach (string path in open.Except(OpenPaths)) yield return $"{site}: {path} is open";
        }
        foreach (Resource app in deployment.Of("Microsoft.App/containerApps"))
        {
            if (app.Property("configuration", "ingress", "external") != new Flag(false)) yield return $"{app}: can be reached from outside";
        }
        foreach (Resource environment in deployment.Of("Microsoft.App/managedEnvironments"))
        {
            if (environment.Property("vnetConfiguration", "internal") != new Flag(true)) yield return $"{environment}: has a public address";
        }
    }

    /// <summary>With private endpoints no service has another door.</summary>
    public static IEnumerable<string> PublicServices(Deployment deployment)
    {
        foreach (Resource service in deployment.Resources.Where(r => Services.ContainsKey(r.Type) && r.Type != "Microsoft.Insights/privateLinkScopes"))
        {
            if (service.Property("publicNetworkAccess") != new Text("Disabled")) yield return $"{service}: can be reached from the internet";
            if (service.Property("networkAcls", "defaultAction") is { } action && action != new Text("Deny")) yield return $"{service}: lets everybody in";
            if (service.Property("ipAllowlist") is Items { All.Count: > 0 }) yield return $"{service}: lets addresses in";
        }
        foreach (Resource telemetry in deployment.Resources.Where(r => r.Type is "Microsoft.Insights/components" or "Microsoft.OperationalInsights/workspaces"))
        {
            if (telemetry.Property("publicNetworkAccessForIngestion") != new Text("Disabled")) yield return $"{telemetry}: takes telemetry from the internet";
        }
    }

    /// <summary>Every service has its endpoint, in the right zone, and every zone is linked to the network.</summary>
    public static IEnumerable<string> MissingEndpoints(Deployment deployment)
    {
        Resource[] endpoints = [.. deployment.Of("Microsoft.Network/privateEndpoints")];
        string[] zones = [.. deployment.Of("Microsoft.Network/privateDnsZones").Select(z => z.Name)];
        string[] linked = [.. deployment.Of("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Select(l => l.Id.Split('/')[^3])];
        foreach (string zone in zones.Except(linked)) yield return $"{zone}: not linked to the network";
        foreach (Resource service in deployment.Resources.Where(r => Services.ContainsKey(r.Type)))
        {
            Resource[] own = [.. endpoints.Where(e => Connection(e)?.Find("privateLinkServiceId") == new Text(service.Id))];
            if (own.Length == 0) yield return $"{service}: has no private endpoint";
            foreach (Resource endpoint in own)
            {
                string group = ((Items)Connection(endpoint)!.Find("groupIds")!).All.Single().Render();
                string? zone = Services[service.Type].FirstOrDefault(s => s.Group == group).Zone;
                if (zone is null) yield return $"{endpoint}: {service.Type} has no service {group}";
                else if (!ZonesOf(deployment, endpoint).Contains(zone)) yield return $"{endpoint}: writes no name into {zone}";
                foreach (string missing in ZonesOf(deployment, endpoint).Except(zones)) yield return $"{endpoint}: there is no zone {missing}";
            }
        }
    }

    /// <summary>Both hosts leave through the gateway's static addresses, which the venue allows (T-03).</summary>
    public static IEnumerable<string> Egress(Deployment deployment)
    {
        Dictionary<string, Fields> subnets = [];
        foreach (Resource network in deployment.Of("Microsoft.Network/virtualNetworks"))
        {
            foreach (Fields subnet in ((Items)network.Property("subnets")!).All.OfType<Fields>())
                subnets[ResourceIds.Below(network.Id, "x/subnets", subnet.Find("name")!.Render())] = subnet;
        }
        IEnumerable<(Resource Host, Value? Subnet)> hosts =
        [
            .. deployment.Of("Microsoft.Web/sites").Select(s => (s, s.Property("virtualNetworkSubnetId"))),
            .. deployment.Of("Microsoft.App/managedEnvironments").Select(e => (e, e.Property("vnetConfiguration", "infrastructureSubnetId"))),
        ];
        foreach ((Resource host, Value? id) in hosts)
        {
            if (id is null || !subnets.TryGetValue(id.Render(), out Fields? subnet)) yield return $"{host}: in no subnet";
            else if (subnet.Find("properties", "natGateway", "id") is not Text nat || deployment.Resources.All(r => r.Id != nat.Content))
                yield return $"{host}: leaves from any address";
            else if (subnet.Find("properties", "delegations") is not Items { All: [Fields delegation] }
                || delegation.Find("properties", "serviceName") != new Text("Microsoft.App/environments"))
                yield return $"{host}: its subnet is not delegated";
        }
        foreach (IGrouping<string, string> shared in hosts.Where(h => h.Subnet is not null).Select(h => h.Subnet!.Render()).GroupBy(s => s).Where(s => s.Count() > 1))
            yield return $"{shared.Key}: two hosts in one subnet";
        foreach (Resource address in deployment.Of("Microsoft.Network/publicIPAddresses"))
        {
            if (address.Property("publicIPAllocationMethod") != new Text("Static")) yield return $"{address}: changes";
        }
    }

    private static Fields? Connection(Resource endpoint) =>
        (endpoint.Property("privateLinkServiceConnections") as Items)?.All.OfType<Fields>().FirstOrDefault()?.Find("properties") as Fields;

    private static string[] ZonesOf(Deployment deployment, Resource endpoint) =>
        [.. deployment.Of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups")
            .Where(g => g.Id.StartsWith(endpoint.Id + "/", StringComparison.Ordinal))
            .SelectMany(g => ((Items)g.Property("privateDnsZoneConfigs")!).All.OfType<Fields>())
            .Select(c => c.Find("properties", "privateDnsZoneId")!.Render().Split('/')[^1])];
}
