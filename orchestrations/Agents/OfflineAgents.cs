using Parley.Orchestrations.Inline;

namespace Parley.Orchestrations.Agents;

/// <summary>The deterministic minds: no model, no network, always there. The last rung of every ladder.</summary>
public static class OfflineAgents
{
    public static ActivityTable Activities(DeliberationOptions options) =>
        new ActivityTable().Add(DeliberationWorkflow.Speak, task => Task.FromResult(Speak(task, options)));

    private static Verdict Speak(AgentTask task, DeliberationOptions options) => task.Agent switch
    {
        DeliberationWorkflow.Advocate => DevilsAdvocate.Assess(task.Snapshot),
        DeliberationWorkflow.Risk => RiskAgent.Assess(task.Snapshot, options),
        _ when task.Horizon == FlowAnalyst.Horizon => FlowAnalyst.Assess(task.Snapshot),
        _ => HorizonAnalyst.Assess(task.Snapshot, task.Horizon ?? throw new InvalidOperationException("An analyst needs a horizon.")),
    };
}
