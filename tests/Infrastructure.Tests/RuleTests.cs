using System.Text.Json;
using Parley.Infrastructure.Tests.Evaluation;
using Parley.Infrastructure.Tests.Rules;
using Parley.Infrastructure.Tests.Support;
using Parley.Infrastructure.Tests.Syntax;

namespace Parley.Infrastructure.Tests;

/// <summary>The templates keep every rule, in every environment.</summary>
public sealed class RuleTests
{
    public static TheoryData<string> Environments => [.. Templates.Environments];

    public static TheoryData<string> Paths => [.. Templates.TemplatePaths];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Nobody_enters_with_a_key_or_a_password(string environment) =>
        AccessRules.KeysAndPasswords(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Exactly_one_identity_reads_the_trade_key(string environment) =>
        AccessRules.TradeKeyReaders(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void No_right_is_wider_than_needed(string environment) =>
        AccessRules.WideRights(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Nobody_can_change_what_stands_in_the_ledger(string environment) =>
        AccessRules.LedgerChangers(Templates.Deployed(environment)).ShouldBeEmpty();

    [Fact]
    public void The_ledgers_own_role_reads_and_adds_and_no_more()
    {
        JsonElement role = JsonDocument.Parse(Repository.Read("bicep/ledgerAppender.json")).RootElement;
        role.GetProperty("Name").GetString().ShouldBe(Grants.LedgerAppender);
        role.GetProperty("Actions").GetArrayLength().ShouldBe(0);
        role.GetProperty("DataActions").EnumerateArray().Select(a => a.GetString()!.Split("/entities/")[1]).ShouldBe(["read", "add/action"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void No_setting_holds_a_key(string environment) => AccessRules.Settings(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_only_public_door_asks_for_a_token(string environment) =>
        NetworkRules.OpenDoors(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Both_hosts_leave_through_static_addresses(string environment) =>
        NetworkRules.Egress(Templates.Deployed(environment)).ShouldBeEmpty();

    [Fact]
    public void In_production_no_service_has_a_public_endpoint() => NetworkRules.PublicServices(Templates.Deployed("prod")).ShouldBeEmpty();

    [Fact]
    public void In_production_every_service_has_a_private_endpoint_that_resolves() =>
        NetworkRules.MissingEndpoints(Templates.Deployed("prod")).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    [Trait("Fault", "F-078")]
    [Trait("Fault", "F-084")]
    public void Exactly_one_edge_runs(string environment) => DeskRules.OneEdge(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Orchestrations_find_an_instance_waiting(string environment) =>
        DeskRules.AlwaysReady(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void The_ledger_lies_apart_and_its_digests_stay(string environment) =>
        DeskRules.LedgerApart(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Deleted_blobs_can_be_had_back(string environment) => DeskRules.Recovery(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Who_did_what_is_kept(string environment) => DeskRules.Audited(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Models_are_pinned(string environment) => DeskRules.PinnedModels(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Environments))]
    public void Everything_is_made_once_and_nothing_is_missing(string environment) =>
        DeskRules.Consistency(Templates.Deployed(environment)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_template_is_documented(string path) => SourceRules.Undocumented(Templates.Open(path)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_template_declares_only_what_it_uses(string path)
    {
        BicepFile file = Templates.Open(path);
        SourceRules.Unused(file).Concat(SourceRules.UnusedOutputs(file, Templates.Open)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_template_asks_no_service_for_keys(string path) => AccessRules.KeysAskedFor(Templates.Open(path)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_template_does_not_ask_which_environment_it_is_in(string path) =>
        SourceRules.AsksForEnvironment(Templates.Open(path)).ShouldBeEmpty();

    [Fact]
    public void No_file_holds_a_secret() =>
        Templates.TemplatePaths.Concat(Templates.ParameterPaths).SelectMany(path => SourceRules.LiteralSecrets(Templates.Open(path))).ShouldBeEmpty();

    [Fact]
    public void Every_export_is_imported() => SourceRules.UnusedExports([.. Templates.TemplatePaths.Select(Templates.Open)]).ShouldBeEmpty();

    [Fact]
    public void A_role_is_called_what_the_portal_calls_its_id()
    {
        Value roles = Templates.DeployText("import { roles } from 'modules/roles.bicep'\noutput all object = roles").Root.Outputs["all"];
        foreach ((string name, Value id) in ((Fields)roles).All)
            Grants.Roles[id.Render()].Replace(" ", "", StringComparison.Ordinal).ShouldEndWith(name, Case.Insensitive);
    }

    [Fact]
    public void Every_template_is_deployed_or_imported()
    {
        IEnumerable<string> deployed = Templates.Deployed("prod").Runs.Select(run => run.File.Path);
        IEnumerable<string> imported = Templates.TemplatePaths.Select(Templates.Open).SelectMany(f => f.Imports.Select(i => f.Resolve(i.Path)));
        Templates.TemplatePaths.Except(deployed).Except(imported).ShouldBeEmpty();
    }
}
