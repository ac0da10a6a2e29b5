using System.Text;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Parley.Functions;
using Parley.Orchestrations.Inline;
using Parley.Orchestrations.Tests;

namespace Parley.Azure.Tests;

/// <summary>The workflows on Durable Task do what they do inline, once, whatever is repeated.</summary>
public sealed class DurableTests
{
    private static readonly Symbol Btc = new("BTCUSDT");

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_on_a_market_are_the_inline_engines_byte_for_byte()
    {
        List<Snapshot> snapshots = [.. TwoPlaces.RunInOnePlace(TwoPlaces.Market(TimeSpan.FromHours(2), "BTCUSDT")).Decisions.Select(d => d.Snapshot)];
        snapshots.Count.ShouldBeGreaterThan(100);

        CloudWithEdge inlineCloud = new();
        await using ServiceProvider app = DeskApp.Services(inlineCloud);
        ActivityTable activities = new();
        InlineWorkflows inline = new InlineWorkflows(activities, TimeProvider.System).AddDesk();
        new DecisionActivities(
            DeskApp.Settings.Run, DeskApp.Settings.Ingest.Settings, app.GetRequiredService<SnapshotShelf>(), app.GetRequiredService<DecisionBook>(),
            inlineCloud.Publisher(CloudNames.Hubs.Decisions), inline).AddTo(activities);
        app.GetRequiredService<EdgeActivities>().AddTo(activities);

        await using DeskOnDurable durable = await DeskOnDurable.StartAsync();
        HashSet<DecisionAction> actions = [];
        for (int i = 0; i < snapshots.Count; i++)
        {
            // One after the other: the deadline is real, and the engine in this process runs one activity at a time.
            (await StartAsync(inline, app.GetRequiredService<SnapshotShelf>(), snapshots[i], $"d{i}")).ShouldBeTrue();
            (await StartAsync(durable.Workflows, durable.Get<SnapshotShelf>(), snapshots[i], $"d{i}")).ShouldBeTrue();
            DecisionReceipt receipt = await durable.ResultAsync(DecisionWorkflow.Definition, $"d{i}");
            DecisionReceipt expected = (await inline.FindResultAsync(DecisionWorkflow.Definition, $"d{i}", None)).ShouldNotBeNull();
            Encoding.UTF8.GetString(CloudJson.Write(receipt).Span).ShouldBe(Encoding.UTF8.GetString(CloudJson.Write(expected).Span));
            actions.Add(receipt.Action);
        }

        actions.ShouldContain(DecisionAction.Enter);
        actions.ShouldContain(DecisionAction.Hold);
        List<byte[]> made = await RowsAsync(durable.Cloud);
        made.Count.ShouldBe(snapshots.Count);
        List<byte[]> wanted = await RowsAsync(inlineCloud);
        for (int i = 0; i < made.Count; i++) made[i].AsSpan().SequenceEqual(wanted[i]).ShouldBeTrue($"decision {i}");

        // What was sent was executed, once each, under the decision's own name.
        IntentBook receipts = durable.Get<IntentBook>();
        foreach (int i in Enumerable.Range(0, snapshots.Count))
        {
            DecisionReceipt receipt = await durable.ResultAsync(DecisionWorkflow.Definition, $"d{i}");
            if (receipt.Intents is null) continue;
            IntentReceipt executed = await durable.ResultAsync(ExecutionWorkflow.Definition, receipt.DecisionId);
            executed.Fate.ShouldBe(IntentFate.Sent);
            (await receipts.FindAsync(new(Btc, receipt.DecisionId), None)).ShouldBe(executed);
        }
    }

    [Fact]
    public async Task An_agent_that_is_silent_abstains_at_the_deadline_and_the_rest_decide()
    {
        // The engine in this process runs one activity at a time, so the silent one is the last.
        await using DeskOnDurable durable = await DeskOnDurable.StartAsync(async (task, speak) =>
        {
            if (task.Agent == DeliberationWorkflow.Risk) await Task.Delay(TimeSpan.FromSeconds(12), None);
            return await speak();
        });
        Snapshot snapshot = ASnapshot();
        DeliberationOptions options = DeskApp.Settings.Ingest.Settings.Deliberation with { Deadline = TimeSpan.FromSeconds(6) };
        string hash = await durable.Get<SnapshotShelf>().PutAsync(snapshot, None);
        await durable.Workflows.StartAsync(DecisionWorkflow.Definition, "late", new(DeliberationRequest.On(snapshot, hash, options), Executes: true), None);
        await durable.ResultAsync(DecisionWorkflow.Definition, "late");
        Decision decision = Decisions(await RowsAsync(durable.Cloud)).ShouldHaveSingleItem();
        decision.Deliberation.Verdicts.Single(v => v.Role == AgentRole.Risk).Reasons.ShouldBe(["I did not answer before the deadline."]);
        decision.Deliberation.Verdicts.Where(v => v.Role != AgentRole.Risk)
            .ShouldAllBe(v => !v.Reasons[0].StartsWith("I did not", StringComparison.Ordinal));
        decision.Action.ShouldBe(DecisionAction.Abstained);
    }

    [Fact]
    [Trait("Fault", "F-071")]
    [Trait("Fault", "F-074")]
    public async Task An_activity_that_fails_is_tried_again_and_one_that_goes_on_failing_abstains()
    {
        int failures = 0;
        await using DeskOnDurable durable = await DeskOnDurable.StartAsync((task, speak) => task switch
        {
            { Horizon: "1m" } when Interlocked.Increment(ref failures) == 1 => throw new IOException("once"),
            { Agent: DeliberationWorkflow.Advocate } => throw new IOException("always"),
            _ => speak(),
        });
        Snapshot snapshot = ASnapshot();
        await StartAsync(durable.Workflows, durable.Get<SnapshotShelf>(), snapshot, "shaky");
        await durable.ResultAsync(DecisionWorkflow.Definition, "shaky");
        Decision decision = Decisions(await RowsAsync(durable.Cloud)).ShouldHaveSingleItem();
        failures.ShouldBe(2);
        decision.Deliberation.Verdicts.Single(v => v.Horizon == "1m").Reasons[0].ShouldNotContain("failed");
        decision.Deliberation.Verdicts.Single(v => v.Role == AgentRole.DevilsAdvocate).Reasons.ShouldBe(["I failed and have no opinion."]);
    }

    [Fact]
    [Trait("Fault", "F-072")]
    [Trait("Invariant", "I-32")]
    public async Task Work_that_is_asked_for_again_is_done_once_also_when_it_is_over_and_until_it_is_purged()
    {
        int spoken = 0;
        await using DeskOnDurable durable = await DeskOnDurable.StartAsync((_, speak) =>
        {
            Interlocked.Increment(ref spoken);
            return speak();
        });
        Snapshot snapshot = ASnapshot();
        SnapshotShelf shelf = durable.Get<SnapshotShelf>();
        bool[] started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StartAsync(durable.Workflows, shelf, snapshot, "same")));
        started.Count(s => s).ShouldBe(1);
        DecisionReceipt receipt = await durable.ResultAsync(DecisionWorkflow.Definition, "same");
        int once = spoken;
        (await StartAsync(durable.Workflows, shelf, snapshot, "same")).ShouldBeFalse();
        (await durable.Workflows.FindResultAsync(DecisionWorkflow.Definition, "same", None)).ShouldNotBeNull().DecisionId.ShouldBe(receipt.DecisionId);
        spoken.ShouldBe(once);
        (await durable.Workflows.FindResultAsync(DecisionWorkflow.Definition, "another", None)).ShouldBeNull();

        await PurgeAsync(durable, TimeSpan.FromDays(6));
        (await StartAsync(durable.Workflows, shelf, snapshot, "same")).ShouldBeFalse("a week is kept");
        await PurgeAsync(durable, TimeSpan.FromDays(8));
        (await durable.Client.GetInstanceAsync("same", None)).ShouldBeNull();
    }

    [Fact]
    [Trait("Fault", "F-073")]
    public async Task A_workflow_that_fails_says_why()
    {
        await using DeskOnDurable durable = await DeskOnDurable.StartAsync();
        Snapshot snapshot = ASnapshot();
        DeliberationRequest lost = DeliberationRequest.On(snapshot, new('0', 64), DeskApp.Settings.Ingest.Settings.Deliberation);
        await durable.Workflows.StartAsync(DecisionWorkflow.Definition, "lost", new(lost, Executes: true), None);
        await durable.Client.WaitForInstanceCompletionAsync("lost", None);
        (await Should.ThrowAsync<InvalidOperationException>(() => durable.Workflows.FindResultAsync(DecisionWorkflow.Definition, "lost", None)))
            .Message.ShouldContain("There is no snapshot");
    }

    internal static Snapshot ASnapshot() => TwoPlaces.RunInOnePlace(TwoPlaces.Market(TimeSpan.FromMinutes(5), "BTCUSDT")).Decisions[^1].Snapshot;

    internal static async Task<bool> StartAsync(IWorkflows workflows, SnapshotShelf shelf, Snapshot snapshot, string id)
    {
        string hash = await shelf.PutAsync(snapshot, None);
        DeliberationRequest request = DeliberationRequest.On(snapshot, hash, DeskApp.Settings.Ingest.Settings.Deliberation);
        return await workflows.StartAsync(DecisionWorkflow.Definition, id, new(request, Executes: true), None);
    }

    // The function itself, on a clock that is further.
    private static Task PurgeAsync(DeskOnDurable durable, TimeSpan later)
    {
        Timers timers = new(durable.Get<HostWorkflows>(), durable.Get<CloudDesk>(), durable.Get<LedgerAudit>(), durable.Get<IAlerts>(), new LaterClock(later));
        return timers.PurgeHistory(new(), durable.Client, None);
    }

    private static async Task<List<byte[]>> RowsAsync(ICloud cloud)
    {
        List<byte[]> rows = [];
        await foreach (Row row in cloud.Table(CloudNames.Tables.Decisions).ReadAsync("BTCUSDT", "0", "~", None)) rows.Add(row.Content.ToArray());
        return rows;
    }

    private static IEnumerable<Decision> Decisions(List<byte[]> rows) =>
        rows.Select(r => System.Text.Json.JsonSerializer.Deserialize(r, DecisionJson.Canonical.Decision)!);

    private sealed class LaterClock(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}
