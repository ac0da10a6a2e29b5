using Parley.Domain;
using Parley.Orchestrations.Inline;

namespace Parley.Orchestrations.Agents;

/// <summary>The deterministic minds: no model, no network, always there. The last rung of every ladder.</summary>
public static class OfflineAgents
{
    /// <summary>The activities of one deliberation about one snapshot.</summary>
    public static ActivityTable About(Snapshot snapshot, DeliberationOptions options) =>
        new ActivityTable().Add(DeliberationWorkflow.Speak, task => Task.FromResult(Speak(task, snapshot, options)));

    public static Verdict Speak(AgentTask task, Snapshot snapshot, DeliberationOptions options) => task.Agent switch
    {
        DeliberationWorkflow.Advocate => DevilsAdvocate.Assess(snapshot),
        DeliberationWorkflow.Risk => RiskAgent.Assess(snapshot, options),
        _ when task.Horizon == FlowAnalyst.Horizon => FlowAnalyst.Assess(snapshot),
        _ => HorizonAnalyst.Assess(snapshot, task.Horizon ?? throw new InvalidOperationException("An analyst needs a horizon.")),
    };
}
