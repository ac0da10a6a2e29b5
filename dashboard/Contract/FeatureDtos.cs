namespace Parley.Dashboard;

/// <summary>What a feature is fed by; with it goes the name of its group in a snapshot.</summary>
public enum FeatureKind
{
    /// <summary>Closed bars; one group per timeframe: <c>5m</c>.</summary>
    Bars,

    /// <summary>Trades, quotes and the book; the group is <c>flow</c>.</summary>
    Flow,

    /// <summary>Funding rates; the group is <c>funding</c>.</summary>
    Funding,

    /// <summary>One other market; the group is named for it: <c>vs_BTCUSDT</c>.</summary>
    Reference,

    /// <summary>All other markets together; the group is <c>market</c>.</summary>
    Market,
}

/// <summary>What a feature is, for people.</summary>
/// <param name="WarmUp">Closed bars, seconds or rates before the first value, as its kind counts.</param>
public sealed record CatalogueEntryDto(
    FeatureKind Kind, string Family, string Name, string Units, int WarmUp, string Definition, string Source);

/// <summary>Features of one timeframe over time.</summary>
/// <param name="Times">Unix seconds of each bar's open, oldest first: the times of the bars themselves.</param>
/// <param name="Values">By name, one value per time: what was known when that bar closed; NaN where nothing was.</param>
public sealed record FeatureSeriesDto(IReadOnlyList<long> Times, IReadOnlyDictionary<string, IReadOnlyList<double>> Values);
