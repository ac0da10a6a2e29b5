using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Parley.Domain;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Functions;

/// <summary>
/// Work by the clock, keyed by the instant it stands for: a timer that fires twice does its work once. Polls of news and
/// funding and the nightly training have their place here.
/// </summary>
public sealed class Timers(HostWorkflows workflows, CloudDesk desk, LedgerAudit audit, IAlerts alerts, TimeProvider clock)
{
    private static readonly TimeSpan HistoryKept = TimeSpan.FromDays(7);

    [Function(nameof(Reconcile))]
    public Task Reconcile([TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        workflows.Use(client);
        Timestamp slot = Now.FloorTo(Timeframe.FiveMinutes);
        return workflows.StartAsync(ReconcileWorkflow.Definition, $"{WorkNames.Reconcile}-{slot.Milliseconds / 1_000}", new ReconcileRequest(slot), cancellation);
    }

    [Function(nameof(PurgeHistory))]
    public Task PurgeHistory([TimerTrigger("0 17 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(
                CreatedFrom: DateTimeOffset.UnixEpoch,
                CreatedTo: clock.GetUtcNow() - HistoryKept,
                Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated]),
            cancellation);

    [Function(nameof(SummariseDay))]
    public async Task SummariseDay([TimerTrigger("0 0 0 * * *")] TimerInfo timer, CancellationToken cancellation)
    {
        Timestamp day = Now.FloorTo(Timeframe.OneDay);
        await alerts.SendAsync(new($"day-{day.Milliseconds}", AlertSeverity.Note, day, await desk.SummariseDayAsync(cancellation)), cancellation);
    }

    [Function(nameof(AuditLedger))]
    public Task AuditLedger([TimerTrigger("0 5 0 * * *")] TimerInfo timer, CancellationToken cancellation) =>
        audit.RunAsync(Now.FloorTo(Timeframe.OneDay), cancellation);

    private Timestamp Now => Timestamp.From(clock.GetUtcNow());
}
