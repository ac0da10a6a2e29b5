namespace Parley.Features;

public enum FeatureKind
{
    /// <summary>From closed bars, once per timeframe; the group is named for the timeframe.</summary>
    Bars,

    /// <summary>From trades, quotes and the book; the group is named "flow".</summary>
    Flow,
}

/// <summary>What a feature is.</summary>
/// <param name="Name">Unique within its kind; stable for ever, because models and recorded decisions refer to it.</param>
/// <param name="Units">Unit and range of the value.</param>
/// <param name="WarmUp">Least closed bars (kind Bars) or seconds of venue time (kind Flow) until the first value.</param>
/// <param name="Definition">The whole definition, as a sentence.</param>
/// <param name="Source">Whose definition it is.</param>
public sealed record FeatureDefinition(
    FeatureKind Kind,
    string Name,
    string Units,
    int WarmUp,
    string Definition,
    string Source);

/// <summary>One value an engine gives out.</summary>
/// <param name="Group">Timeframe such as <c>5m</c>, or <c>flow</c>.</param>
public sealed record FeatureColumn(string Group, FeatureDefinition Definition)
{
    /// <summary>Name of the column in files: <c>5m.rsi_14</c>.</summary>
    public string Name => $"{Group}.{Definition.Name}";
}
