using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.Infrastructure.Tests.Support;
using Parley.Orchestrations;

namespace Parley.Infrastructure.Tests;

/// <summary>
/// A workbook is the queries of its folder in infra/kql, in order of their names. The first line of a query is its title, the
/// second how it is drawn. PARLEY_WRITE_DOCS=1 writes the workbooks anew.
/// </summary>
public sealed partial class WorkbookTests
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, string> Workbooks => new()
    {
        { "desk", "Equity, positions, decisions and refusals of the desk." },
        { "llm", "What the language models cost, how long they take, which rung answers." },
        { "data", "Whether the market comes in whole and on time." },
        { "system", "Functions, orchestrations, dependencies and alerts." },
    };

    [Theory]
    [MemberData(nameof(Workbooks))]
    public void A_workbook_is_what_its_queries_say(string name, string purpose)
    {
        string path = $"infra/workbooks/{name}.json";
        string expected = Workbook(name, purpose);
        if (Environment.GetEnvironmentVariable("PARLEY_WRITE_DOCS") == "1") File.WriteAllText(Repository.PathTo(path), expected);
        Repository.Read(path).ShouldBe(expected, "write it anew with PARLEY_WRITE_DOCS=1");
    }

    [Fact]
    public void Queries_and_code_name_the_same_metrics()
    {
        string[] named = [.. typeof(MetricNames).GetFields().Select(f => (string)f.GetRawConstantValue()!).Where(n => n.StartsWith("parley.", StringComparison.Ordinal))];
        string[] queried = [.. Repository.Files("infra/kql", "*.kql").SelectMany(p => Metric().Matches(Repository.Read(p))).Select(m => m.Value.Trim('"')).Where(n => n != "parley.alert").Distinct()];
        queried.Except(named).ShouldBeEmpty("no code records these");
        named.Except(queried).ShouldBeEmpty("no query shows these");
    }

    private static string Workbook(string name, string purpose)
    {
        JsonArray items = [Item(1, "purpose", new JsonObject { ["json"] = purpose }), Item(9, "span", TimeRange())];
        foreach (string path in Repository.Files($"infra/kql/{name}", "*.kql").Order(StringComparer.Ordinal)) items.Add(Query(path));
        return new JsonObject
        {
            ["version"] = "Notebook/1.0",
            ["items"] = items,
            ["$schema"] = "https://github.com/Microsoft/Application-Insights-Workbooks/blob/master/schema/workbook.json",
        }.ToJsonString(Written) + "\n";
    }

    private static JsonObject Query(string path)
    {
        string text = Repository.Read(path);
        string[] lines = text.Split('\n');
        lines[0].ShouldStartWith("// ", Case.Sensitive, path);
        lines[1].ShouldStartWith("// chart: ", Case.Sensitive, path);
        return Item(3, Path.GetFileNameWithoutExtension(path), new JsonObject
        {
            ["version"] = "KqlItem/1.0",
            ["title"] = lines[0][3..],
            ["query"] = text.TrimEnd('\n'),
            ["size"] = 0,
            ["timeContextFromParameter"] = "Span",
            ["queryType"] = 0,
            ["resourceType"] = "microsoft.operationalinsights/workspaces",
            ["visualization"] = lines[1]["// chart: ".Length..],
        });
    }

    private static JsonObject TimeRange() => new()
    {
        ["version"] = "KqlParameterItem/1.0",
        ["parameters"] = new JsonArray(new JsonObject
        {
            ["version"] = "KqlParameterItem/1.0",
            ["name"] = "Span",
            ["type"] = 4,
            ["isRequired"] = true,
            ["value"] = new JsonObject { ["durationMs"] = 86_400_000 },
            ["typeSettings"] = new JsonObject
            {
                ["selectableValues"] = new JsonArray([.. new[] { 3_600_000, 14_400_000, 86_400_000, 604_800_000 }.Select(ms => (JsonNode)new JsonObject { ["durationMs"] = ms })]),
            },
        }),
        ["style"] = "pills",
    };

    private static JsonObject Item(int type, string name, JsonObject content) => new() { ["type"] = type, ["name"] = name, ["content"] = content };

    [GeneratedRegex("\"parley\\.[a-z.]+\"", RegexOptions.NonBacktracking)]
    private static partial Regex Metric();
}
