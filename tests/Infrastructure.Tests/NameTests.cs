using System.Reflection;
using Parley.Infrastructure.Tests.Evaluation;
using Parley.Ports;

namespace Parley.Infrastructure.Tests;

/// <summary>What is deployed is called what the code calls it.</summary>
public sealed class NameTests
{
    private static readonly Deployment Desk = Templates.Deployed("prod");

    [Fact]
    public void Hubs_are_those_of_the_code() =>
        Names("Microsoft.EventHub/namespaces/eventhubs").ShouldBe(Constants(typeof(CloudNames.Hubs)), ignoreOrder: true);

    [Fact]
    public void Consumer_groups_are_those_of_the_code() =>
        Names("Microsoft.EventHub/namespaces/eventhubs/consumergroups").Distinct().ShouldBe(Constants(typeof(CloudNames.ConsumerGroups)), ignoreOrder: true);

    [Theory]
    [InlineData(CloudNames.Hubs.Ticks, CloudNames.ConsumerGroups.Functions, CloudNames.ConsumerGroups.Archive)]
    [InlineData(CloudNames.Hubs.Intents, CloudNames.ConsumerGroups.Edge)]
    [InlineData(CloudNames.Hubs.Decisions, CloudNames.ConsumerGroups.Page, CloudNames.ConsumerGroups.Archive)]
    public void A_hub_has_its_readers(string hub, params string[] groups) =>
        Desk.Of("Microsoft.EventHub/namespaces/eventhubs/consumergroups")
            .Where(g => g.Id.Contains($"/eventhubs/{hub}/", StringComparison.Ordinal)).Select(g => g.Name)
            .ShouldBe(groups, ignoreOrder: true);

    [Fact]
    public void Tables_are_those_of_the_code() =>
        Names("Microsoft.Storage/storageAccounts/tableServices/tables").ShouldBe(Constants(typeof(CloudNames.Tables)), ignoreOrder: true);

    [Fact]
    public void Containers_are_those_of_the_code_and_one_for_packages() =>
        Names("Microsoft.Storage/storageAccounts/blobServices/containers")
            .ShouldBe(Constants(typeof(CloudNames.Containers)).Append("deployments"), ignoreOrder: true);

    [Fact]
    public void Old_tails_are_forgotten_by_the_prefix_the_code_gives_them() =>
        ((Items)Desk.Of("Microsoft.Storage/storageAccounts/managementPolicies")
            .SelectMany(p => ((Items)p.Property("policy", "rules")!).All.Cast<Fields>())
            .Single(r => r.Find("name")!.Render() == "old-tails")
            .Find("definition", "filters", "prefixMatch")!).All.Single().Render()
            .ShouldBe($"{CloudNames.Containers.Checkpoints}/{CloudNames.TailPrefix}");

    [Fact]
    public void Functions_find_everything_under_the_agreed_settings()
    {
        var site = Desk.Of("Microsoft.Web/sites").Single();
        SettingNames(site.Property("siteConfig", "appSettings")).ShouldBe(
            [
                "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
                "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
                "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "PARLEY_PROFILE", "PARLEY_TELEGRAM_CHAT", "PARLEY__Cloud__Blobs",
                "PARLEY__Cloud__EventHubs", "PARLEY__Cloud__LedgerTables", "PARLEY__Cloud__Tables",
                "Parley__OpenAI", "TASKHUB_NAME", "Ticks__clientId", "Ticks__credential", "Ticks__fullyQualifiedNamespace",
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void The_edge_finds_everything_under_the_agreed_settings()
    {
        var app = Desk.Of("Microsoft.App/containerApps").Single();
        var edge = (Fields)((Items)app.Property("template", "containers")!).All[0];
        SettingNames(edge.Find("env")).ShouldBe(
            [
                "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
                "PARLEY__Cloud__Blobs", "PARLEY__Cloud__EventHubs", "PARLEY__Cloud__KeyVault", "PARLEY__Cloud__LedgerTables", "PARLEY__Cloud__Tables",
                "Parley__Llama",
            ],
            ignoreOrder: true);
    }

    private static IEnumerable<string> Names(string type) => Desk.Of(type).Select(r => r.Name);

    private static IEnumerable<string> SettingNames(Value? settings) =>
        settings.ShouldBeOfType<Items>().All.Cast<Fields>().Select(s => s.Find("name")!.Render());

    private static IEnumerable<string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);
}
