using Parley.Infrastructure.Tests.Schemas;

namespace Parley.Infrastructure.Tests;

/// <summary>Every resource has a type, a version and properties that Azure publishes.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Environments => [.. Templates.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Every_resource_fits_its_published_type(string environment) =>
        Templates.Deployed(environment).Resources
            .SelectMany(resource => ShapeCheck.Offences(resource, SchemaCatalogue.Find(resource.Type)))
            .ShouldBeEmpty();

    [Fact]
    public void A_shape_is_written_by_hand_only_where_none_is_published()
    {
        foreach (string type in WrittenSchema.Names) SchemaCatalogue.FindPublished(type).Shape.ShouldBeNull(type);
    }

    [Theory]
    [InlineData("name: 'parley-hubs', location: 'x'", "")]
    [InlineData("name: 'parley-hubs', location: 'x', properties: { publicNetworkAcess: 'Disabled' }", "publicNetworkAcess: EHNamespaceProperties has no such property")]
    [InlineData("name: 'parley-hubs', location: 'x', properties: { publicNetworkAccess: 'Off' }", "'Off' is none of")]
    [InlineData("name: 'parley-hubs', location: 'x', properties: { disableLocalAuth: 'true' }", "Text where FlagShape is wanted")]
    [InlineData("name: 'parley-hubs', location: 'x', properties: { status: 'Active' }", "only Azure sets this")]
    [InlineData("name: 'parley-hubs', location: 'x', sku: { capacity: 1 }", "lacks name")]
    [InlineData("name: 'parley-hubs', location: 'x', sku: { name: 'Standard', capacity: -1 }", "out of range")]
    [InlineData("name: 'bad_names', location: 'x'", "does not fit")]
    public void The_check_sees_a_mistake_in_a_published_type(string properties, string expected) =>
        Offences("Microsoft.EventHub/namespaces@2024-01-01", properties).ShouldSay(expected);

    [Theory]
    [InlineData("name: 'x', properties: { allow: false }", "'x' is none of")]
    [InlineData("name: 'scm', properties: { }", "lacks allow")]
    [InlineData("name: 'scm', properties: { allow: false }", "")]
    public void The_check_sees_a_mistake_in_a_type_of_several_kinds(string properties, string expected)
    {
        string site = "resource site 'Microsoft.Web/sites@2024-11-01' existing = { name: 'site' }\n";
        string text = $"{site}resource test 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {{ parent: site, {properties} }}";
        Offences(text).ShouldSay(expected);
    }

    [Theory]
    [InlineData("name: 'x', location: 'x', properties: { ipAllowlist: [], sku: { name: 'Consumption' } }", "")]
    [InlineData("name: 'x', location: 'x', properties: { ipAllowlist: [], sku: { name: 'Free' } }", "'Free' is none of")]
    [InlineData("name: 'x', location: 'x', properties: { sku: { name: 'Consumption' } }", "lacks ipAllowlist")]
    public void The_check_sees_a_mistake_in_a_type_written_by_hand(string properties, string expected) =>
        Offences("Microsoft.DurableTask/schedulers@2026-02-01", properties).ShouldSay(expected);

    [Fact]
    public void The_check_sees_another_version() =>
        Offences("Microsoft.EventHub/namespaces@2021-11-01", "name: 'parley-hubs', location: 'x'").ShouldSay("the newest published is 2024-01-01");

    private static string[] Offences(string type, string properties) => Offences($"resource test '{type}' = {{ {properties} }}");

    private static string[] Offences(string text) =>
        [.. Templates.DeployText(text).Resources.SelectMany(resource => ShapeCheck.Offences(resource, SchemaCatalogue.Find(resource.Type)))];
}

internal static class OffenceExtensions
{
    /// <summary>Exactly one offence that says so, or none when nothing is expected.</summary>
    public static void ShouldSay(this IReadOnlyList<string> offences, string expected)
    {
        if (expected.Length == 0) offences.ShouldBeEmpty();
        else offences.ShouldHaveSingleItem().ShouldContain(expected);
    }
}
