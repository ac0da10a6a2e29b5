namespace Parley.Features;

/// <summary>What a feature is fed by, and how its groups are named.</summary>
public enum FeatureKind
{
    /// <summary>Closed bars, once per timeframe; the group is named for the timeframe: <c>5m</c>.</summary>
    Bars,

    /// <summary>Trades, quotes and the book; the group is <c>flow</c>.</summary>
    Flow,

    /// <summary>Funding rates of this and other venues; the group is <c>funding</c>.</summary>
    Funding,

    /// <summary>One other market; the group is named for it: <c>vs_BTCUSDT</c>.</summary>
    Reference,

    /// <summary>All other markets together; the group is <c>market</c>.</summary>
    Market,
}

/// <summary>What a feature is.</summary>
/// <param name="Family">What kind of thing it tells, one word: trend, momentum, book …</param>
/// <param name="Indicator">The type that computes it; features of one indicator are paid for once.</param>
/// <param name="Name">Unique within its kind; stable for ever, because models and recorded decisions refer to it.</param>
/// <param name="Units">Unit and range of the value.</param>
/// <param name="WarmUp">Least closed bars, seconds of venue time, or rates until the first value, as its kind counts.</param>
/// <param name="Definition">The whole definition, as a sentence.</param>
/// <param name="Source">Whose definition it is.</param>
public sealed record FeatureDefinition(
    FeatureKind Kind,
    string Family,
    string Indicator,
    string Name,
    string Units,
    int WarmUp,
    string Definition,
    string Source);

/// <summary>One value an engine gives out.</summary>
/// <param name="Group">Timeframe such as <c>5m</c>, or <c>flow</c>, <c>funding</c>, <c>market</c>, <c>vs_BTCUSDT</c>.</param>
public sealed record FeatureColumn(string Group, FeatureDefinition Definition)
{
    /// <summary>Name of the column in files: <c>5m.rsi_14</c>.</summary>
    public string Name => $"{Group}.{Definition.Name}";
}
