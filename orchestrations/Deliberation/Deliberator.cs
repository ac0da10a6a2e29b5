using Parley.Domain;
using Parley.Orchestrations.Agents;
using Parley.Orchestrations.Inline;

namespace Parley.Orchestrations;

/// <summary>Whoever has the word: the agents, or a rule strategy.</summary>
public static class Deliberator
{
    /// <summary>The strategy that is the deliberation itself.</summary>
    public const string Parley = "parley";

    /// <param name="spoke">Hears which agent has spoken and how long that took.</param>
    public static Task<DeliberationOutcome> ConcludeAsync(
        DecisionSettings settings, Snapshot snapshot, string snapshotHash, TimeProvider clock, Action<string, TimeSpan>? spoke = null)
    {
        if (settings.Strategy != Parley) return Task.FromResult(RuleOutcome.Of(snapshot, settings.Strategy, settings.Deliberation));
        var context = new InlineWorkflow(
            $"{snapshot.Instrument.Symbol}-{snapshot.AsOf.Nanoseconds}", snapshot.AsOf,
            OfflineAgents.About(snapshot, settings.Deliberation, clock, spoke), clock);
        return DeliberationWorkflow.RunAsync(context, DeliberationRequest.On(snapshot, snapshotHash, settings.Deliberation));
    }
}
