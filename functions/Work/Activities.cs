using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Functions;

/// <summary>The activities of orchestrations/ on Durable Task: names and bindings, nothing else.</summary>
public sealed class Activities(DecisionActivities decisions, EdgeActivities edge, HostWorkflows workflows)
{
    [Function(WorkNames.Speak)]
    public Task<Verdict> SpeakAsync([ActivityTrigger] AgentTask task, CancellationToken cancellation) => decisions.SpeakAsync(task, cancellation);

    [Function(WorkNames.Decide)]
    public Task<DecisionReceipt> DecideAsync([ActivityTrigger] DecideTask task, CancellationToken cancellation) => decisions.DecideAsync(task, cancellation);

    [Function(WorkNames.Execute)]
    public Task<bool> ExecuteAsync([ActivityTrigger] OrderIntents intents, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        workflows.Use(client);
        return decisions.ExecuteAsync(intents, cancellation);
    }

    [Function(WorkNames.Publish)]
    public Task<bool> PublishAsync([ActivityTrigger] EdgeMessage message, CancellationToken cancellation) => edge.PublishAsync(message, cancellation);

    [Function(WorkNames.Look)]
    public Task<IntentReceipt?> LookAsync([ActivityTrigger] IntentKey key, CancellationToken cancellation) => edge.LookAsync(key, cancellation);

    [Function(WorkNames.Raise)]
    public Task<bool> RaiseAsync([ActivityTrigger] Alert alert, CancellationToken cancellation) => edge.RaiseAsync(alert, cancellation);

    [Function(WorkNames.Tighten)]
    public Task<ControlState> TightenAsync([ActivityTrigger] ModeDemand demand, CancellationToken cancellation) => edge.TightenAsync(demand, cancellation);

    [Function(WorkNames.AskEdge)]
    public Task<EdgeReport?> AskEdgeAsync([ActivityTrigger] string input, CancellationToken cancellation) => edge.AskEdgeAsync(cancellation);

    [Function(WorkNames.FoldLedger)]
    public Task<LedgerAccount> FoldLedgerAsync([ActivityTrigger] long upTo, CancellationToken cancellation) => edge.FoldLedgerAsync(upTo, cancellation);
}
