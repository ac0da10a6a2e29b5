using Parley.Domain;
using Parley.Orchestrations.Inline;

namespace Parley.Orchestrations.Agents;

/// <summary>The deterministic minds: no model, no network, always there. The last rung of every ladder.</summary>
public static class OfflineAgents
{
    /// <summary>The activities of one deliberation about one snapshot.</summary>
    /// <param name="spoke">Hears which agent has spoken and how long that took by the clock.</param>
    public static ActivityTable About(Snapshot snapshot, DeliberationOptions options, TimeProvider clock, Action<string, TimeSpan>? spoke) =>
        new ActivityTable().Add(DeliberationWorkflow.Speak, task =>
        {
            long started = clock.GetTimestamp();
            Verdict verdict = Speak(task, snapshot, options);
            spoke?.Invoke(verdict.Agent, clock.GetElapsedTime(started));
            return Task.FromResult(verdict);
        });

    public static Verdict Speak(AgentTask task, Snapshot snapshot, DeliberationOptions options) => task.Agent switch
    {
        DeliberationWorkflow.Advocate => DevilsAdvocate.Assess(snapshot),
        DeliberationWorkflow.Risk => RiskAgent.Assess(snapshot, options),
        _ when task.Horizon == FlowAnalyst.Horizon => FlowAnalyst.Assess(snapshot),
        _ => HorizonAnalyst.Assess(snapshot, task.Horizon ?? throw new InvalidOperationException("An analyst needs a horizon.")),
    };
}
