using System.Text.Json;
using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Support;

namespace Parley.Infrastructure.Tests;

/// <summary>Workbooks and alert rules carry the queries that lie in files of their own.</summary>
public sealed class ObservabilityTests
{
    private static readonly Deployment Desk = Templates.Deployed("prod");

    public static TheoryData<string> Workbooks => [.. Repository.Files("infra/workbooks", "*.json")];

    [Theory]
    [MemberData(nameof(Workbooks))]
    public void A_workbook_is_deployed_as_it_lies_there(string path)
    {
        string text = Repository.Read(path);
        JsonDocument.Parse(text).RootElement.GetProperty("version").GetString().ShouldBe("Notebook/1.0");
        Desk.Of("Microsoft.Insights/workbooks").Count(w => w.Property("serializedData") == new Text(text)).ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public void Every_alert_query_is_a_rule_of_its_name_and_the_other_way_round()
    {
        var rules = Desk.Of("Microsoft.Insights/scheduledQueryRules").ToDictionary(
            rule => rule.Name["alert-parley-".Length..^"-prod".Length],
            rule => ((Fields)((Items)rule.Property("criteria", "allOf")!).All.Single()).Find("query")!.Render());
        var files = Repository.Files("infra/kql/alerts", "*.kql").ToDictionary(path => Path.GetFileNameWithoutExtension(path), Repository.Read);
        rules.ShouldBe(files, ignoreOrder: true);
    }

    [Fact]
    public void Every_rule_tells_somebody()
    {
        string group = Desk.Of("Microsoft.Insights/actionGroups").Single().Id;
        foreach (Resource rule in Desk.Of("Microsoft.Insights/scheduledQueryRules"))
            ((Items)rule.Property("actions", "actionGroups")!).All.ShouldBe([new Text(group)]);
        foreach (Resource rule in Desk.Of("Microsoft.Insights/metricAlerts"))
            ((Fields)((Items)rule.Property("actions")!).All.Single()).Find("actionGroupId").ShouldBe(new Text(group));
    }

    [Fact]
    public void The_pager_is_told_where_there_is_one()
    {
        Receivers(Desk).ShouldBe(["https://events.example.com/integration"]);
        var without = new Dictionary<string, string>(Templates.Variables) { ["PARLEY_PAGERDUTY_URL"] = "" };
        Receivers(Templates.Deploy("prod", without)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Receivers(Deployment deployment) =>
        ((Items)deployment.Of("Microsoft.Insights/actionGroups").Single().Property("webhookReceivers")!).All
            .Cast<Fields>().Select(r => r.Find("serviceUri")!.Render());
}
