using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Rules;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests;

/// <summary>Every rule sees what it is there to see.</summary>
public sealed class BadTemplateTests
{
    private const string Edge = """
        resource edge 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = { name: 'id-parley-edge-test', location: 'x' }
        resource functions 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = { name: 'id-parley-functions-test', location: 'x' }
        resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = { name: 'vault', location: 'x', properties: {} }
        resource tradeKey 'Microsoft.KeyVault/vaults/secrets@2024-11-01' existing = { parent: vault, name: 'binance-trade-key' }
        """;

    private const string SecretsUser = "4633458b-17de-408a-b874-0445c86b69e6";

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts@2025-01-01", "allowSharedKeyAccess: true", "allowSharedKeyAccess is not false")]
    [InlineData("Microsoft.Storage/storageAccounts@2025-01-01", "", "allowSharedKeyAccess is not false")]
    [InlineData("Microsoft.Storage/storageAccounts@2025-01-01", "minimumTlsVersion: 'TLS1_0'", "minimumTlsVersion is not TLS1_2")]
    [InlineData("Microsoft.Storage/storageAccounts@2025-01-01", "allowBlobPublicAccess: true", "allowBlobPublicAccess is not false")]
    [InlineData("Microsoft.EventHub/namespaces@2024-01-01", "disableLocalAuth: false", "disableLocalAuth is not true")]
    [InlineData("Microsoft.CognitiveServices/accounts@2025-06-01", "", "disableLocalAuth is not true")]
    [InlineData("Microsoft.Insights/components@2020-02-02", "DisableLocalAuth: false", "DisableLocalAuth is not true")]
    [InlineData("Microsoft.ContainerRegistry/registries@2025-04-01", "adminUserEnabled: true", "adminUserEnabled is not false")]
    [InlineData("Microsoft.KeyVault/vaults@2024-11-01", "enablePurgeProtection: false", "enablePurgeProtection is not true")]
    [InlineData("Microsoft.KeyVault/vaults@2024-11-01", "softDeleteRetentionInDays: 7", "softDeleteRetentionInDays is not 90")]
    [InlineData("Microsoft.Web/sites@2024-11-01", "httpsOnly: false", "httpsOnly is not true")]
    [InlineData("Microsoft.Web/sites@2024-11-01", "httpsOnly: true", "takes passwords at scm")]
    [InlineData("Microsoft.App/containerApps@2025-01-01", "configuration: { secrets: [] }", "holds secrets of its own")]
    [InlineData("Microsoft.App/containerApps@2025-01-01", "configuration: { registries: [{ server: 'x', username: 'y' }] }", "pulls without an identity")]
    public void A_key_or_password_is_seen(string type, string properties, string expected) =>
        AccessRules.KeysAndPasswords(One(type, properties)).ShouldContain(o => o.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_secret_made_by_a_template_is_seen() =>
        AccessRules.KeysAndPasswords(Templates.DeployText(
            $"{Edge}\nresource s 'Microsoft.KeyVault/vaults/secrets@2024-11-01' = {{ parent: vault, name: 's', properties: {{ value: 'x' }} }}"))
            .ShouldContain(o => o.EndsWith("nothing of this type is deployed", StringComparison.Ordinal));

    [Theory]
    [InlineData("var k = account.listKeys().keys")]
    [InlineData("var k = listKeys('x', '2024-01-01')")]
    [InlineData("output k string = namespace.listConnectionStrings().value")]
    public void Asking_for_keys_is_seen(string text) => AccessRules.KeysAskedFor(Parse(text)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("tradeKey", "edge", true)]
    [InlineData("tradeKey", "functions", false)]
    [InlineData("vault", "edge", false)]
    [InlineData("vault", "functions", false)]
    public void Only_the_edge_reads_the_trade_key_and_only_it(string scope, string principal, bool good) =>
        AccessRules.TradeKeyReaders(Templates.DeployText($"{Edge}\n{Assign("one", scope, principal, SecretsUser)}")).Any().ShouldBe(!good);

    [Theory]
    [InlineData("tradeKey")]
    [InlineData("vault")]
    public void A_second_reader_of_the_trade_key_is_seen(string scope) =>
        AccessRules.TradeKeyReaders(Templates.DeployText(
            $"{Edge}\n{Assign("one", "tradeKey", "edge", SecretsUser)}\n{Assign("two", scope, "functions", SecretsUser)}"))
            .ShouldHaveSingleItem().ShouldContain("functions");

    [Fact]
    public void A_reader_through_the_whole_group_is_seen()
    {
        string group = Assign("two", "", "functions", SecretsUser);
        AccessRules.TradeKeyReaders(Templates.DeployText($"{Edge}\n{Assign("one", "tradeKey", "edge", SecretsUser)}\n{group}"))
            .ShouldHaveSingleItem().ShouldContain("functions");
    }

    [Theory]
    [InlineData("vault", "edge", SecretsUser, "over a whole vault")]
    [InlineData("", "edge", SecretsUser, "over everything")]
    [InlineData("tradeKey", "edge", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "is not one of ours")]
    public void A_wide_right_is_seen(string scope, string principal, string role, string expected) =>
        AccessRules.WideRights(Templates.DeployText($"{Edge}\n{Assign("one", scope, principal, role)}"))
            .ShouldContain(o => o.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("ledger", "functions", "76199698-9eea-4c19-bc75-cec21354c6b6", false)]
    [InlineData("ledger", "edge", "44444444-4444-4444-4444-444444444444", false)]
    [InlineData("ledger", "functions", "44444444-4444-4444-4444-444444444444", true)]
    [InlineData("ledger", "edge", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", true)]
    [InlineData("account", "functions", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", true)]
    [InlineData("other", "functions", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", false)]
    public void Somebody_who_can_change_the_ledger_is_seen(string scope, string principal, string role, bool seen) =>
        AccessRules.LedgerChangers(Templates.DeployText($$"""
            {{Edge}}
            resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = { name: 'account', properties: {} }
            resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = { parent: account, name: 'default' }
            resource ledger 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = { parent: tables, name: 'ledger' }
            resource other 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = { parent: tables, name: 'ledgers' }
            {{Assign("one", scope, principal, role)}}
            """)).Any().ShouldBe(seen);

    [Fact]
    public void A_strange_principal_is_seen() =>
        AccessRules.WideRights(Templates.DeployText($"{Edge}\n{Assign("one", "tradeKey", "edge", SecretsUser).Replace("edge.properties.principalId", "'44'", StringComparison.Ordinal)}"))
            .ShouldContain(o => o.Contains("44 is not one of ours", StringComparison.Ordinal));

    [Fact]
    public void A_key_in_a_setting_is_seen() =>
        AccessRules.Settings(One(
            "Microsoft.Web/sites@2024-11-01",
            "siteConfig: { appSettings: [{ name: 'A', value: 'AccountKey=abc' }, { name: 'B__credential', value: 'x' }] }")).Count().ShouldBe(2);

    [Theory]
    [InlineData("requireAuthentication: false, unauthenticatedClientAction: 'Return401'", "lets callers in")]
    [InlineData("requireAuthentication: true, unauthenticatedClientAction: 'AllowAnonymous'", "lets callers in")]
    [InlineData("requireAuthentication: true, unauthenticatedClientAction: 'Return401', excludedPaths: ['/api/control']", "/api/control is open")]
    public void An_open_door_is_seen(string validation, string expected) =>
        NetworkRules.OpenDoors(Templates.DeployText($$"""
            resource site 'Microsoft.Web/sites@2024-11-01' = { name: 'site', location: 'x', properties: {} }
            resource auth 'Microsoft.Web/sites/config@2024-11-01' = {
              parent: site
              name: 'authsettingsV2'
              properties: { platform: { enabled: true }, globalValidation: { {{validation}} } }
            }
            """)).ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("Microsoft.Web/sites@2024-11-01", "", "without a token")]
    [InlineData("Microsoft.App/containerApps@2025-01-01", "configuration: { ingress: { external: true } }", "from outside")]
    [InlineData("Microsoft.App/managedEnvironments@2025-01-01", "vnetConfiguration: { internal: false }", "public address")]
    public void A_host_with_an_open_door_is_seen(string type, string properties, string expected) =>
        NetworkRules.OpenDoors(One(type, properties)).ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts@2025-01-01", "publicNetworkAccess: 'Enabled'")]
    [InlineData("Microsoft.Storage/storageAccounts@2025-01-01", "publicNetworkAccess: 'Disabled', networkAcls: { defaultAction: 'Allow' }")]
    [InlineData("Microsoft.EventHub/namespaces@2024-01-01", "")]
    [InlineData("Microsoft.DurableTask/schedulers@2026-02-01", "publicNetworkAccess: 'Disabled', ipAllowlist: ['0.0.0.0/0']")]
    [InlineData("Microsoft.Insights/components@2020-02-02", "publicNetworkAccessForIngestion: 'Enabled'")]
    public void A_public_service_is_seen(string type, string properties) => NetworkRules.PublicServices(One(type, properties)).ShouldHaveSingleItem();

    [Fact]
    public void A_service_without_an_endpoint_is_seen() =>
        NetworkRules.MissingEndpoints(One("Microsoft.KeyVault/vaults@2024-11-01", "")).ShouldHaveSingleItem().ShouldContain("has no private endpoint");

    [Theory]
    [InlineData("vault", "privatelink.vault.azure.net", "writes no name into privatelink.vaultcore.azure.net")]
    [InlineData("secrets", "privatelink.vaultcore.azure.net", "has no service secrets")]
    [InlineData("vault", "privatelink.vaultcore.azure.net", "privatelink.vaultcore.azure.net: not linked")]
    public void An_endpoint_that_resolves_nothing_is_seen(string group, string zone, string expected) =>
        NetworkRules.MissingEndpoints(Templates.DeployText($$"""
            {{Edge}}
            resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = { name: '{{zone}}', location: 'global' }
            resource endpoint 'Microsoft.Network/privateEndpoints@2024-07-01' = {
              name: 'endpoint'
              properties: { privateLinkServiceConnections: [{ name: 'a', properties: { privateLinkServiceId: vault.id, groupIds: ['{{group}}'] } }] }
            }
            resource records 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-07-01' = {
              parent: endpoint
              name: 'default'
              properties: { privateDnsZoneConfigs: [{ name: 'a', properties: { privateDnsZoneId: zone.id } }] }
            }
            """)).ShouldContain(o => o.Contains(expected, StringComparison.Ordinal));

    [Theory]
    [InlineData("natGateway: null", "leaves from any address")]
    [InlineData("natGateway: { id: nat.id }", "is not delegated")]
    public void A_host_that_leaves_from_anywhere_is_seen(string subnet, string expected) =>
        NetworkRules.Egress(Templates.DeployText($$"""
            resource nat 'Microsoft.Network/natGateways@2024-07-01' = { name: 'nat', properties: {} }
            resource network 'Microsoft.Network/virtualNetworks@2024-07-01' = {
              name: 'network'
              properties: { subnets: [{ name: 'edge', properties: { {{subnet}} } }] }
            }
            resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
              name: 'environment'
              properties: { vnetConfiguration: { infrastructureSubnetId: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'edge') } }
            }
            """)).ShouldHaveSingleItem().ShouldContain(expected);

    [Fact]
    public void A_changing_address_is_seen() =>
        NetworkRules.Egress(One("Microsoft.Network/publicIPAddresses@2024-07-01", "publicIPAllocationMethod: 'Dynamic'")).ShouldHaveSingleItem();

    [Theory]
    [InlineData("minReplicas: 0, maxReplicas: 1", "Single", "not exactly one replica")]
    [InlineData("minReplicas: 1, maxReplicas: 2", "Single", "not exactly one replica")]
    [InlineData("minReplicas: 1, maxReplicas: 1", "Multiple", "several revisions")]
    public void A_second_edge_is_seen(string scale, string revisions, string expected) =>
        DeskRules.OneEdge(One(
            "Microsoft.App/containerApps@2025-01-01",
            $"configuration: {{ activeRevisionsMode: '{revisions}' }}, template: {{ containers: [], scale: {{ {scale} }}, terminationGracePeriodSeconds: 60 }}"))
            .ShouldContain(o => o.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void A_missing_edge_is_seen() => DeskRules.OneEdge(Templates.DeployText("")).ShouldHaveSingleItem();

    [Fact]
    public void A_sleeping_orchestrator_is_seen() =>
        DeskRules.AlwaysReady(One(
            "Microsoft.Web/sites@2024-11-01",
            "functionAppConfig: { scaleAndConcurrency: { alwaysReady: [{ name: 'http', instanceCount: 1 }] } }")).ShouldHaveSingleItem();

    [Theory]
    [InlineData("", "digests can be changed")]
    [InlineData("resource other 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = { parent: tables, name: 'features' }", "in the ledger's account")]
    public void A_ledger_that_is_not_apart_is_seen(string more, string expected) =>
        DeskRules.LedgerApart(Templates.DeployText($$"""
            resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = { name: 'account', properties: {} }
            resource tables 'Microsoft.Storage/storageAccounts/tableServices@2025-01-01' = { parent: account, name: 'default' }
            resource ledger 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-01-01' = { parent: tables, name: 'ledger' }
            resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = { parent: account, name: 'default', properties: {} }
            resource digests 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-01-01' = { parent: blobs, name: 'digests' }
            {{more}}
            """)).ShouldContain(o => o.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Blobs_that_are_gone_are_seen() =>
        DeskRules.Recovery(Templates.DeployText("""
            resource account 'Microsoft.Storage/storageAccounts@2025-01-01' = { name: 'account', properties: {} }
            resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-01-01' = { parent: account, name: 'default', properties: {} }
            """)).ShouldHaveSingleItem();

    [Fact]
    public void A_vault_nobody_watches_is_seen() => DeskRules.Audited(One("Microsoft.KeyVault/vaults@2024-11-01", "")).ShouldHaveSingleItem();

    [Fact]
    public void A_model_that_changes_is_seen() =>
        DeskRules.PinnedModels(Templates.DeployText("""
            resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' = { name: 'account', properties: {} }
            resource model 'Microsoft.CognitiveServices/accounts/deployments@2025-06-01' = {
              parent: account
              name: 'fast'
              properties: { model: { name: 'gpt', version: '1' }, versionUpgradeOption: 'OnceNewDefaultVersionAvailable' }
            }
            """)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("resource a 'Microsoft.KeyVault/vaults@2024-11-01' = { name: 'one' }\nresource b 'Microsoft.KeyVault/vaults@2024-11-01' = { name: 'One' }", "deployed 2 times")]
    [InlineData("resource a 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: 'one' }", "nobody makes it")]
    public void What_does_not_fit_together_is_seen(string text, string expected) =>
        DeskRules.Consistency(Templates.DeployText(text)).ShouldHaveSingleItem().ShouldContain(expected);

    [Theory]
    [InlineData("param a string")]
    [InlineData("@description('')\nparam a string")]
    [InlineData("@description('the name')\nparam a string")]
    [InlineData("output a string = 'x'")]
    [InlineData("@export()\nvar a = 'x'")]
    [InlineData("@description('An object, described.')\nparam a {\n  name: string\n}")]
    public void What_is_not_described_is_seen(string text) => SourceRules.Undocumented(Parse(text)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("param a string")]
    [InlineData("var a = 'x'")]
    [InlineData("var a = { a: 1 }")]
    [InlineData("resource a 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: 'a' }")]
    [InlineData("import { a } from 'roles.bicep'")]
    public void What_is_not_used_is_seen(string text) => SourceRules.Unused(Parse(text)).ShouldHaveSingleItem();

    [Fact]
    public void An_output_nobody_reads_is_seen()
    {
        BicepFile module = BicepFile.Parse("output one string = 'x'\noutput two string = 'x'", "bicep/module.bicep");
        BicepFile main = Parse("module inner 'module.bicep' = { name: 'inner' }\noutput a string = inner.outputs.one");
        SourceRules.UnusedOutputs(main, _ => module).ShouldHaveSingleItem().ShouldContain("inner.two");
    }

    [Fact]
    public void An_export_nobody_imports_is_seen() => SourceRules.UnusedExports([Parse("@export()\nvar a = 1")]).ShouldHaveSingleItem();

    [Theory]
    [InlineData("param tradeKey string", "is not @secure")]
    [InlineData("@secure()\nparam tradeKey string = 'x'", "has a value")]
    [InlineData("var a = 'Endpoint=sb://x/;SharedAccessKey=abc'", "looks like a secret")]
    [InlineData("var a = 'sk-" + "abcdefghijklmnopqrstuv'", "looks like a secret")]
    public void A_secret_in_a_template_is_seen(string text, string expected) =>
        SourceRules.LiteralSecrets(Parse(text)).ShouldHaveSingleItem().ShouldContain(expected);

    [Fact]
    public void A_secret_in_a_parameters_file_is_seen()
    {
        BicepFile parameters = BicepFile.Parse("using './main.bicep'\nparam pagerDutyUrl = 'https://events.example.com/abc'", "bicep/a.bicepparam");
        SourceRules.SecretValues(parameters, Parse("@secure()\nparam pagerDutyUrl string")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("param environmentName string\nvar a = environmentName == 'prod' ? 1 : 2")]
    [InlineData("param environmentName string\nvar a = 'prod' == environmentName")]
    [InlineData("param suffix string\nresource a 'T/a@1' = if (suffix == 'prod') {\n  name: 'a'\n}")]
    public void Asking_for_the_environment_is_seen(string text) => SourceRules.AsksForEnvironment(Parse(text)).ShouldNotBeEmpty();

    private static BicepFile Parse(string text)
    {
        BicepFile file = BicepFile.Parse(text, "bicep/bad.bicep");
        file.Broken.ShouldBeEmpty();
        return file;
    }

    private static Deployment One(string type, string properties) =>
        Templates.DeployText($"resource one '{type}' = {{ name: 'one', location: 'x', properties: {{ {properties} }} }}");

    private static string Assign(string symbol, string scope, string principal, string role) => $$"""
        resource {{symbol}} 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
          name: guid('{{symbol}}')
          {{(scope.Length == 0 ? "" : $"scope: {scope}")}}
          properties: {
            principalId: {{principal}}.properties.principalId
            roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '{{role}}')
          }
        }
        """;
}
