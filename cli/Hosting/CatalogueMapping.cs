using Parley.Dashboard;
using Parley.Domain;
using Parley.Features;
using FeatureKind = Parley.Features.FeatureKind;

namespace Parley.Cli.Hosting;

/// <summary>Turns the feature catalogue into what the page shows.</summary>
internal static class CatalogueMapping
{
    private static readonly Dictionary<(FeatureKind Kind, string Name), string> Families =
        FeatureCatalogue.All.ToDictionary(feature => (feature.Kind, feature.Name), feature => feature.Family);

    public static IReadOnlyList<CatalogueEntryDto> Entries { get; } = [.. FeatureCatalogue.All.Select(Of)];

    /// <summary>The family of a feature in a snapshot's group; null for a fact the catalogue does not list.</summary>
    public static string? FamilyOf(string group, string name) =>
        KindOf(group) is { } kind ? Families.GetValueOrDefault((kind, name)) : null;

    private static FeatureKind? KindOf(string group) => group switch
    {
        FeatureCatalogue.FlowGroup => FeatureKind.Flow,
        FeatureCatalogue.FundingGroup => FeatureKind.Funding,
        FeatureCatalogue.MarketGroup => FeatureKind.Market,
        _ when group.StartsWith("vs_", StringComparison.Ordinal) => FeatureKind.Reference,
        _ => Timeframe.TryParse(group, out _) ? FeatureKind.Bars : null,
    };

    private static CatalogueEntryDto Of(FeatureDefinition feature) => new(
        Enum.Parse<Dashboard.FeatureKind>(feature.Kind.ToString()),
        feature.Family, feature.Name, feature.Units, feature.WarmUp, feature.Definition, feature.Source);
}
