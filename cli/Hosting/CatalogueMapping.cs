using Parley.Dashboard;
using Parley.Features;

namespace Parley.Cli.Hosting;

/// <summary>Turns the feature catalogue into what the page shows.</summary>
internal static class CatalogueMapping
{
    public static IReadOnlyList<CatalogueEntryDto> Entries { get; } = [.. FeatureCatalogue.All.Select(Of)];

    private static CatalogueEntryDto Of(FeatureDefinition feature) => new(
        Enum.Parse<Dashboard.FeatureKind>(feature.Kind.ToString()),
        feature.Family, feature.Name, feature.Units, feature.WarmUp, feature.Definition, feature.Source);
}
