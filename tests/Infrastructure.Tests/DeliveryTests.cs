using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Parley.Infrastructure.Tests;

/// <summary>azd and the workflow deploy what the templates describe, without a stored credential.</summary>
public sealed partial class DeliveryTests
{
    private const string Workflow = ".github/workflows/deploy.yml";

    [Fact]
    public void Azd_finds_the_template_and_the_services()
    {
        YamlMappingNode azure = Yaml("azure.yaml");
        string folder = Text(azure, "infra", "path"), module = Text(azure, "infra", "module");
        Templates.ParameterPaths.ShouldContain($"{folder}/{module}.bicepparam");
        var services = (YamlMappingNode)azure["services"];
        Services(Templates.Deployed(module)).ShouldBe(services.Children.Keys.Select(k => ((YamlScalarNode)k).Value!), ignoreOrder: true);
        foreach ((YamlNode _, YamlNode service) in services.Children)
            Directory.Exists(Repository.PathTo(Text((YamlMappingNode)service, "project"))).ShouldBeTrue();
        string project = Text(azure, "services", "edge", "project"), file = Text(azure, "services", "edge", "docker", "path");
        File.Exists(Path.Combine(Repository.PathTo(project), file)).ShouldBeTrue();
    }

    [Fact]
    public void Azd_finds_its_environment_again()
    {
        Deployment desk = Templates.Deploy("dev", new Dictionary<string, string>(Templates.Variables) { ["AZURE_ENV_NAME"] = "mine" });
        Resource group = desk.Of("Microsoft.Resources/resourceGroups").Single();
        ((Fields)group.Body.Find("tags")!).Find("azd-env-name").ShouldBe(new Text("mine"));
        desk.Root.Outputs.Keys.ShouldContain("AZURE_CONTAINER_REGISTRY_ENDPOINT");
    }

    [Fact]
    public void The_workflow_stores_no_credential() => Repository.Read(Workflow).ShouldNotContain("secrets.");

    [Fact]
    public void The_workflow_asks_for_a_token_only_where_it_deploys()
    {
        YamlMappingNode workflow = Yaml(Workflow);
        ((YamlMappingNode)workflow["permissions"]).Children.ShouldHaveSingleItem().Value.ShouldBe(new YamlScalarNode("read"));
        var jobs = (YamlMappingNode)workflow["jobs"];
        jobs.Children.Where(job => ((YamlMappingNode)job.Value).Children.ContainsKey("permissions")).ShouldHaveSingleItem().Key.ShouldBe(new YamlScalarNode("deploy"));
        Text(workflow, "jobs", "deploy", "permissions", "id-token").ShouldBe("write");
        Text(workflow, "jobs", "deploy", "environment").ShouldContain("inputs.environment");
    }

    [Fact]
    public void Every_action_is_pinned_to_a_commit()
    {
        string[] actions = [.. Uses().Matches(Repository.Read(Workflow)).Select(m => m.Groups["action"].Value)];
        actions.Length.ShouldBeGreaterThan(3);
        actions.Where(action => !Pinned().IsMatch(action)).ShouldBeEmpty();
    }

    [Fact]
    public void The_workflow_knows_the_names_of_the_templates()
    {
        string text = Repository.Read(Workflow);
        foreach (string environment in Templates.Environments)
        {
            Deployment desk = Templates.Deployed(environment);
            desk.Of("Microsoft.Resources/resourceGroups").Single().Name.ShouldBe($"rg-parley-{environment}");
            desk.Of("Microsoft.App/containerApps").Single().Name.ShouldBe($"ca-parley-edge-{environment}");
        }
        text.ShouldContain("GROUP: rg-parley-${{ inputs.environment");
        text.ShouldContain("EDGE: ca-parley-edge-${{ inputs.environment");
        string[] outputs = [.. OutputsRead().Matches(text).Select(m => m.Groups["name"].Value.ToUpperInvariant()).Distinct()];
        outputs.ShouldNotBeEmpty();
        outputs.Except(Templates.Deployed("prod").Root.Outputs.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void App_roles_are_three_and_only_people_may_loosen()
    {
        var roles = JsonDocument.Parse(Repository.Read("bicep/appRoles.json")).RootElement.EnumerateArray()
            .ToDictionary(r => r.GetProperty("value").GetString()!, r => r.GetProperty("allowedMemberTypes").EnumerateArray().Select(t => t.GetString()).ToArray());
        roles.Keys.ShouldBe(["Parley.Reader", "Parley.Operator", "Parley.Principal"], ignoreOrder: true);
        roles["Parley.Principal"].ShouldBe(["User"]);
    }

    private static IEnumerable<string> Services(Deployment deployment) =>
        deployment.Resources.Select(r => (r.Body.Find("tags") as Fields)?.Find("azd-service-name")).OfType<Text>().Select(t => t.Content);

    private static YamlMappingNode Yaml(string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Repository.Read(path)));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static string Text(YamlMappingNode node, params IEnumerable<string> path) =>
        ((YamlScalarNode)path.Aggregate((YamlNode)node, (inner, name) => inner[name])).Value!;

    [GeneratedRegex(@"uses: (?<action>\S+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^[\w-]+/[\w-]+@[0-9a-f]{40}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"steps\.template\.outputs\.(?<name>\w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OutputsRead();
}
