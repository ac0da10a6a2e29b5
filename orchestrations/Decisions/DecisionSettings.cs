using Parley.Risk;

namespace Parley.Orchestrations;

/// <summary>All of the configuration a decision depends on. Its content hash is part of every decision.</summary>
/// <param name="Strategy"><c>parley</c> for the deliberation, or the name of a rule strategy.</param>
/// <param name="Parameters">Parameters of a rule strategy, ordered by name; empty for the deliberation.</param>
public sealed record DecisionSettings(
    string Strategy,
    IReadOnlyDictionary<string, string> Parameters,
    DeliberationOptions Deliberation,
    RiskLimits Risk);
