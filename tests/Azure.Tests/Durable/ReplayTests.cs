using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Parley.Execution;
using HistoryEvent = Microsoft.DurableTask.Protobuf.HistoryEvent;

namespace Parley.Azure.Tests;

/// <summary>
/// Histories recorded once, of workflows that may be under way when the next version is deployed: today's code must go
/// along them. A change that does not needs a new name (<see cref="WorkNames"/>). To record them anew, for a new name, set
/// <c>PARLEY_RECORD_HISTORIES=1</c>.
/// </summary>
public sealed class ReplayTests
{
    private const int EventMax = 64 * 1024;
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Noon = Timestamp.Parse("2024-08-08T12:00:00Z");

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Fault", "F-075")]
    [Trait("Invariant", "I-30")]
    public void The_decision_workflow_goes_along_its_history() =>
        Check<DecisionRequest, DecisionReceipt>(WorkNames.Decision, Functions.Workflows.DecideAsync);

    [Fact]
    [Trait("Fault", "F-075")]
    [Trait("Invariant", "I-30")]
    public void The_execution_workflow_goes_along_its_history() =>
        Check<OrderIntents, IntentReceipt>(WorkNames.Execution, Functions.Workflows.ExecuteAsync);

    [Fact]
    [Trait("Fault", "F-075")]
    [Trait("Invariant", "I-30")]
    public void The_flatten_workflow_goes_along_its_history() =>
        Check<FlattenRequest, FlattenResult>(WorkNames.Flatten, Functions.Workflows.FlattenAsync);

    [Fact]
    [Trait("Fault", "F-075")]
    [Trait("Invariant", "I-30")]
    public void The_reconcile_workflow_goes_along_its_history() =>
        Check<ReconcileRequest, ReconcileResult>(WorkNames.Reconcile, Functions.Workflows.ReconcileAsync);

    [Fact]
    [Trait("Fault", "F-076")]
    public async Task Every_workflow_runs_on_the_engine_and_its_history_is_small()
    {
        await using DeskOnDurable durable = await DeskOnDurable.StartAsync();
        Dictionary<string, string> instances = await RunAllAsync(durable);
        foreach ((string workflow, string instance) in instances)
        {
            HistoryChunk history = Replay.Chunk(durable.Histories[instance]);
            int largest = history.Events.Max(e => e.CalculateSize());
            TestContext.Current.TestOutputHelper?.WriteLine($"{workflow}: {history.Events.Count} events, {history.CalculateSize()} bytes, the largest {largest}");
            largest.ShouldBeLessThan(EventMax);
            if (Environment.GetEnvironmentVariable("PARLEY_RECORD_HISTORIES") == "1")
                await File.WriteAllTextAsync(PathOf(workflow), Replay.Format(durable.Histories[instance]), None);
        }
    }

    private static async Task<Dictionary<string, string>> RunAllAsync(DeskOnDurable durable)
    {
        CloudWithEdge edge = (CloudWithEdge)durable.Cloud;
        OrderIntents intents = new(
            "d1", Btc, Noon, Noon + OrderIntents.Validity, DecisionAction.Exit, Side.Sell, 0.6, null, "", IntentHash.Of([]), []);
        (await DurableTests.StartAsync(durable.Workflows, durable.Get<SnapshotShelf>(), DurableTests.ASnapshot(), "decision")).ShouldBeTrue();
        await durable.Workflows.StartAsync(ExecutionWorkflow.Definition, "execution", intents, None);
        await durable.Workflows.StartAsync(FlattenWorkflow.Definition, "flatten", new("f1", "somebody", "test", Halt: true), None);
        await durable.ResultAsync(DecisionWorkflow.Definition, "decision");
        (await durable.ResultAsync(ExecutionWorkflow.Definition, "execution")).Fate.ShouldBe(IntentFate.Sent);
        FlattenResult flat = await durable.ResultAsync(FlattenWorkflow.Definition, "flatten");
        flat.Flat.ShouldBeTrue(flat.Summary);

        await edge.ReportAsync(Timestamp.From(TimeProvider.System.GetUtcNow()), None);
        await durable.Workflows.StartAsync(ReconcileWorkflow.Definition, "reconcile", new(Noon), None);
        await Task.Delay(TimeSpan.FromSeconds(3), None);
        await edge.ReportAsync(Timestamp.From(TimeProvider.System.GetUtcNow()), None);
        ReconcileResult reconciled = await durable.ResultAsync(ReconcileWorkflow.Definition, "reconcile");
        reconciled.Verdict.ShouldBeOneOf(ReconcileVerdict.Clean, ReconcileVerdict.NotQuiet);
        return new(StringComparer.Ordinal)
        {
            [WorkNames.Decision] = "decision",
            [WorkNames.Execution] = "execution",
            [WorkNames.Flatten] = "flatten",
            [WorkNames.Reconcile] = "reconcile",
        };
    }

    private static void Check<TInput, TOutput>(string workflow, Func<TaskOrchestrationContext, TInput, Task<TOutput>> code)
    {
        HistoryChunk history = HistoryChunk.Parser.ParseJson(File.ReadAllText(PathOf(workflow)));
        string recorded = history.Events.Single(e => e.EventTypeCase == HistoryEvent.EventTypeOneofCase.ExecutionCompleted).ExecutionCompleted.Result;
        CompleteOrchestrationAction today = Replay.Run(history, code);
        today.OrchestrationStatus.ShouldBe(OrchestrationStatus.Completed, today.FailureDetails?.ErrorMessage);
        today.Result.ShouldBe(recorded);

        // A step more, before all others, is another workflow: the engine must refuse to go along.
        CompleteOrchestrationAction changed = Replay.Run<TInput, TOutput>(history, async (context, input) =>
        {
            await new DurableWorkflowContext(context).CallAsync(FlattenWorkflow.AskEdge, "");
            await new DurableWorkflowContext(context).DelayAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
            return await code(context, input);
        });
        changed.OrchestrationStatus.ShouldBe(OrchestrationStatus.Failed);
        changed.FailureDetails.ErrorType.ShouldContain("NonDeterministic");
    }

    private static string PathOf(string workflow, [System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "Histories", $"{workflow}.json");
}
