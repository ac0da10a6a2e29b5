using Parley.Orchestrations.Inline;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>The work behind execution, flattening and reconciliation: messages to the edge, its answers, modes, alerts.</summary>
public sealed class EdgeActivities(
    IEventPublisher intents, IntentBook receipts, ControlBoard control, LedgerReader ledger, IAlerts alerts)
{
    /// <summary>Adds them to an engine that runs in this process.</summary>
    public ActivityTable AddTo(ActivityTable table) => table
        .Add(ExecutionWorkflow.Publish, message => PublishAsync(message, CancellationToken.None))
        .Add(ExecutionWorkflow.Look, key => LookAsync(key, CancellationToken.None))
        .Add(ExecutionWorkflow.Raise, alert => RaiseAsync(alert, CancellationToken.None))
        .Add(FlattenWorkflow.Tighten, demand => TightenAsync(demand, CancellationToken.None))
        .Add(FlattenWorkflow.AskEdge, _ => AskEdgeAsync(CancellationToken.None))
        .Add(ReconcileWorkflow.FoldLedger, upTo => FoldLedgerAsync(upTo, CancellationToken.None));

    public async Task<bool> PublishAsync(EdgeMessage message, CancellationToken cancellation)
    {
        string key = message is OrderIntents orders ? orders.Symbol.Value : "desk";
        await intents.PublishAsync(key, [CloudJson.Write(message)], cancellation);
        return true;
    }

    public Task<IntentReceipt?> LookAsync(IntentKey key, CancellationToken cancellation) => receipts.FindAsync(key, cancellation);

    public async Task<bool> RaiseAsync(Alert alert, CancellationToken cancellation)
    {
        await alerts.SendAsync(alert, cancellation);
        return true;
    }

    public Task<ControlState> TightenAsync(ModeDemand demand, CancellationToken cancellation) => control.TightenAsync(demand, cancellation);

    public Task<EdgeReport?> AskEdgeAsync(CancellationToken cancellation) => control.ReadReportAsync(cancellation);

    public Task<LedgerAccount> FoldLedgerAsync(long upTo, CancellationToken cancellation) => ledger.FoldAsync(upTo, cancellation);
}
