using System.Text.Json.Serialization;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <param name="ScheduledAt">The instant the timer stands for: work is keyed by it, not by when it ran.</param>
public sealed record ReconcileRequest(Timestamp ScheduledAt);

/// <summary>What the ledger says, read from its first record and checked on the way.</summary>
/// <param name="Fault">What is wrong with the chain; null when nothing is.</param>
public sealed record LedgerAccount(string Root, long Count, IReadOnlyList<EdgePosition> Positions, string? Fault);

[JsonConverter(typeof(JsonStringEnumConverter<ReconcileVerdict>))]
public enum ReconcileVerdict
{
    /// <summary>Ledger and edge agree.</summary>
    Clean,

    /// <summary>Something was on its way; nothing can be said, next time.</summary>
    NotQuiet,

    /// <summary>The edge has not reported lately.</summary>
    Silent,

    /// <summary>They differ, or the ledger is damaged.</summary>
    Mismatch,
}

public sealed record ReconcileResult(ReconcileVerdict Verdict, string Summary);

/// <summary>
/// Compares what the edge says it holds with what the ledger says it did, at a quiet moment only: two equal reports a
/// second apart with nothing on its way. A difference tightens to cancel-only; only a human goes back.
/// </summary>
public static class ReconcileWorkflow
{
    public static Workflow<ReconcileRequest, ReconcileResult> Definition { get; } = new(WorkNames.Reconcile);

    /// <summary>Reads and checks the ledger up to the record the edge named.</summary>
    public static Activity<long, LedgerAccount> FoldLedger { get; } = new(WorkNames.FoldLedger);

    // Longer than the edge's reporting interval, so that the second report is a new one.
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(6);

    public static async Task<ReconcileResult> RunAsync(IWorkflowContext context, ReconcileRequest request)
    {
        EdgeReport? first = await context.CallAsync(FlattenWorkflow.AskEdge, "");
        await context.DelayAsync(BetweenReports, CancellationToken.None);
        EdgeReport? second = await context.CallAsync(FlattenWorkflow.AskEdge, "");
        LedgerAccount? ledger = second is null ? null : await context.CallAsync(FoldLedger, second.LedgerCount);
        ReconcileResult result = Reconciliation.Compare(first, second, ledger, context.Now);
        if (result.Verdict is ReconcileVerdict.Clean or ReconcileVerdict.NotQuiet) return result;

        TradingMode mode = result.Verdict == ReconcileVerdict.Mismatch ? TradingMode.CancelOnly : TradingMode.ReduceOnly;
        await context.CallAsync(FlattenWorkflow.Tighten, new(mode, result.Summary, "reconciliation", context.Now));
        await context.CallAsync(ExecutionWorkflow.Raise, new Alert(
            $"reconcile-{result.Verdict}", AlertSeverity.Critical, context.Now, result.Summary));
        return result;
    }
}
