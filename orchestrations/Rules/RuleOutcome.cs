using Parley.Domain;
using Parley.Orchestrations.Agents;

namespace Parley.Orchestrations;

/// <summary>
/// A rule's signal in the shape of a deliberation, so that everything after it is the same: one voice and the risk agent.
/// The signal is a field of the snapshot (<c>rule.signal</c>), so it can be replayed without the rule.
/// </summary>
public static class RuleOutcome
{
    public const string Group = "rule";
    public const string Signal = "signal";

    public static FeatureGroup Fact(RuleSignal signal) => new(Group, [new Feature(Signal, (int)signal)]);

    public static DeliberationOutcome Of(Snapshot snapshot, string strategy, DeliberationOptions options)
    {
        double signal = snapshot.Find(Group, Signal) ?? 0;
        // Rules go long and flat: leaving a position is the only way they sell.
        bool leaves = signal < 0 && snapshot.Account.Position.IsPositive;
        Stance desired = signal > 0 ? Stance.Long : leaves ? Stance.Short : Stance.Neutral;
        double probability = desired switch { Stance.Long => 1, Stance.Short => 0, _ => 0.5 };
        string reason = desired switch
        {
            Stance.Long => $"{strategy} signals an entry.",
            Stance.Short => $"{strategy} signals an exit.",
            _ => $"{strategy} signals nothing.",
        };
        double confidence = desired == Stance.Neutral ? 0 : 1;
        Verdict rule = new(strategy, AgentRole.Analyst, Group, desired, confidence, [reason], [new($"{Group}.{Signal}", signal)]);
        return new(
            [rule, RiskAgent.Assess(snapshot, options)],
            new(Ruling.Approve, 1, ["A rule needs no approval; the risk gate has the last word."]),
            new(2 * probability - 1, probability, [new(strategy, 1, 2 * probability - 1)]),
            desired,
            confidence);
    }
}
