using Parley.Risk;

namespace Parley.Cli.Hosting;

/// <summary>What does not change while a desk runs.</summary>
/// <param name="Speed">In words: <c>60×</c>, <c>max</c>.</param>
/// <param name="Source">Where the market comes from, in words.</param>
/// <param name="EntryProbability">Probability from which on the desk acts.</param>
public sealed record DeskDescription(
    string Name,
    string Profile,
    string Speed,
    string Source,
    IReadOnlyList<string> Symbols,
    IReadOnlyList<string> Timeframes,
    decimal StartingBalance,
    double EntryProbability,
    RiskLimits Limits);
