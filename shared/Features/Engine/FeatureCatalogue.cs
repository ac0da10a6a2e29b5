using Parley.Domain;

namespace Parley.Features;

/// <summary>The list of all features. Order of values, file headers and documentation all come from here.</summary>
public static class FeatureCatalogue
{
    /// <summary>Name of the group of trades, quotes and the book.</summary>
    public const string FlowGroup = "flow";

    /// <summary>Name of the group of funding rates.</summary>
    public const string FundingGroup = "funding";

    /// <summary>Name of the group of all markets together.</summary>
    public const string MarketGroup = "market";

    /// <summary>The features every timeframe has.</summary>
    public static IReadOnlyList<FeatureDefinition> Bars { get; } = new BarFeatures(Timeframe.OneMinute).Definitions;

    /// <summary>The features of trades, quotes and book.</summary>
    public static IReadOnlyList<FeatureDefinition> Flow { get; } = new FlowFeatures().Definitions;

    /// <summary>The features of funding rates.</summary>
    public static IReadOnlyList<FeatureDefinition> Funding { get; } = new FundingFeatures().Definitions;

    /// <summary>The features every other market gives.</summary>
    public static IReadOnlyList<FeatureDefinition> Reference { get; } = new ReferenceFeatures(default).Definitions;

    /// <summary>The features of all markets together.</summary>
    public static IReadOnlyList<FeatureDefinition> Market { get; } = new MarketFeatures([]).Definitions;

    public static IReadOnlyList<FeatureDefinition> All { get; } = [.. Bars, .. Flow, .. Funding, .. Reference, .. Market];

    /// <summary>Name of the group of one other market: <c>vs_BTCUSDT</c>.</summary>
    public static string ReferenceGroup(Symbol reference) => $"vs_{reference}";
}
