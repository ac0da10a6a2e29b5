using Parley.Domain;
using Parley.Orchestrations.Agents;
using Parley.Orchestrations.Inline;

namespace Parley.Orchestrations;

/// <summary>Whoever has the word: the agents, or a rule strategy.</summary>
public static class Deliberator
{
    /// <summary>The strategy that is the deliberation itself.</summary>
    public const string Parley = "parley";

    public static Task<DeliberationOutcome> ConcludeAsync(
        DecisionSettings settings, Snapshot snapshot, string snapshotHash, TimeProvider clock)
    {
        if (settings.Strategy != Parley) return Task.FromResult(RuleOutcome.Of(snapshot, settings.Strategy, settings.Deliberation));
        var context = new InlineWorkflow(
            $"{snapshot.Instrument.Symbol}-{snapshot.AsOf.Nanoseconds}", snapshot.AsOf, OfflineAgents.About(snapshot, settings.Deliberation), clock);
        return DeliberationWorkflow.RunAsync(context, DeliberationRequest.On(snapshot, snapshotHash, settings.Deliberation));
    }
}
