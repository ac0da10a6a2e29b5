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

    private const string ReferencePrefix = "vs_";

    private static readonly Dictionary<(FeatureKind Kind, string Name), FeatureDefinition> ByName = All.ToDictionary(d => (d.Kind, d.Name));

    /// <summary>Name of the group of one other market: <c>vs_BTCUSDT</c>.</summary>
    public static string ReferenceGroup(Symbol reference) => $"{ReferencePrefix}{reference}";

    /// <summary>What the features of a snapshot's group are fed by; null for a group that is not of this catalogue.</summary>
    public static FeatureKind? KindOf(string group) => group switch
    {
        FlowGroup => FeatureKind.Flow,
        FundingGroup => FeatureKind.Funding,
        MarketGroup => FeatureKind.Market,
        _ when group.StartsWith(ReferencePrefix, StringComparison.Ordinal) => FeatureKind.Reference,
        _ => Timeframe.TryParse(group, out _) ? FeatureKind.Bars : null,
    };

    /// <summary>What a feature of a snapshot's group is; null for a fact this catalogue does not list.</summary>
    public static FeatureDefinition? Find(string group, string name) =>
        KindOf(group) is { } kind ? ByName.GetValueOrDefault((kind, name)) : null;
}
