using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Rules;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests;

/// <summary>dev, test and prod are one template with three sets of values.</summary>
public sealed class EnvironmentTests
{
    // A name that differs in more than these would be state that one environment has and another lacks.
    private const string Parameters = "bicep/main.bicep";

    public static TheoryData<string> Environments => [.. Templates.Environments];

    [Fact]
    public void There_is_one_parameters_file_per_environment() =>
        Templates.ParameterPaths.ShouldBe(Templates.Environments.Select(e => $"bicep/{e}.bicepparam"), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Environments))]
    public void An_environment_gives_every_parameter_of_main_and_no_other(string environment)
    {
        BicepFile file = Templates.Open($"bicep/{environment}.bicepparam");
        BicepFile.Literal(file.Root.Find("using_statement")!.Find("string")!).ShouldBe("./main.bicep");
        file.Of("param").Select(p => p.Name).ShouldBe(Templates.Open(Parameters).Of("param").Select(p => p.Name), ignoreOrder: true);
        Templates.Deployed(environment).Root.Parameters["environmentName"].ShouldBe(new Text(environment));
    }

    [Fact]
    public void Main_has_no_defaults_that_an_environment_could_forget() =>
        Templates.Open(Parameters).Of("param").Where(p => p.Body is not null).Select(p => p.Name).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Secret_values_come_from_outside(string environment) =>
        SourceRules.SecretValues(Templates.Open($"bicep/{environment}.bicepparam"), Templates.Open(Parameters)).ShouldBeEmpty();

    [Fact]
    public void Names_never_collide_between_environments() =>
        Templates.Environments.SelectMany(e => Templates.Deployed(e).Resources)
            .Where(r => r.Type is not "Microsoft.Authorization/roleAssignments")
            .GroupBy(r => r.Id).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();

    [Fact]
    public void Networks_never_overlap() =>
        Templates.Environments.Select(e => Templates.Deployed(e).Root.Parameters["addressPrefix"].Render()).ShouldBeUnique();

    [Fact]
    public void Only_private_endpoints_make_an_environment_another_set_of_resources()
    {
        string[][] types = [.. Templates.Environments.Select(e => Templates.Deployed(e).Resources.Select(r => r.Type).Distinct().Order(StringComparer.Ordinal).ToArray())];
        types[1].ShouldBe(types[0]);
        types[2].Except(types[0]).ShouldBe(
            [
                "Microsoft.Insights/privateLinkScopes",
                "Microsoft.Insights/privateLinkScopes/scopedResources",
                "Microsoft.Network/privateDnsZones",
                "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
                "Microsoft.Network/privateEndpoints",
                "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
            ],
            ignoreOrder: true);
        types[0].Except(types[2]).ShouldBeEmpty();
    }

    [Fact]
    public void An_operator_opens_the_vault_and_the_registry_to_an_address_and_nothing_else()
    {
        var open = new Dictionary<string, string>(Templates.Variables) { ["PARLEY_OPERATOR_ADDRESSES"] = """["203.0.113.7/32"]""" };
        string[] reachable = [.. NetworkRules.PublicServices(Templates.Deploy("prod", open))];
        reachable.Length.ShouldBe(2);
        reachable.ShouldContain(r => r.StartsWith("Microsoft.KeyVault/vaults ", StringComparison.Ordinal));
        reachable.ShouldContain(r => r.StartsWith("Microsoft.ContainerRegistry/registries ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Before_the_first_build_a_stand_in_runs_without_probes(string environment)
    {
        var early = new Dictionary<string, string>(Templates.Variables) { ["SERVICE_EDGE_IMAGE_NAME"] = "", ["PARLEY_LLAMA_IMAGE"] = "" };
        Resource app = Templates.Deploy(environment, early).Of("Microsoft.App/containerApps").Single();
        Fields container = ((Items)app.Property("template", "containers")!).All.ShouldHaveSingleItem().ShouldBeOfType<Fields>();
        container.Find("image").ShouldBe(new Text("mcr.microsoft.com/k8se/quickstart:latest"));
        container.Find("probes").ShouldBeOfType<Items>().All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PARLEY_ENTRA_CLIENT_ID")]
    [InlineData("PARLEY_ALERT_EMAILS")]
    [InlineData("PARLEY_LEDGER_ROLE_ID")]
    [InlineData("PARLEY_BUDGET_START")]
    public void A_forgotten_variable_stops_the_deployment(string variable)
    {
        var incomplete = new Dictionary<string, string>(Templates.Variables);
        incomplete.Remove(variable);
        Should.Throw<BicepException>(() => Templates.Deploy("prod", incomplete)).Message.ShouldContain(variable);
    }
}
