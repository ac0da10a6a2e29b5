namespace Parley.Features;

/// <summary>The list of all features. Order of values, file headers and documentation all come from here.</summary>
public static class FeatureCatalogue
{
    /// <summary>Name of the group of order-flow features.</summary>
    public const string FlowGroup = "flow";

    /// <summary>The features every timeframe has.</summary>
    public static IReadOnlyList<FeatureDefinition> Bars { get; } = [.. BarFeatures.Catalogue.Select(f => f.Definition)];

    /// <summary>The features of trades, quotes and book.</summary>
    public static IReadOnlyList<FeatureDefinition> Flow { get; } = [.. FlowFeatures.Catalogue.Select(f => f.Definition)];

    public static IReadOnlyList<FeatureDefinition> All { get; } = [.. Bars, .. Flow];
}
