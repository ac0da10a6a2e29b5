using System.Text.Json;
using Parley.Domain;
using Parley.Orchestrations.Agents;
using Parley.Orchestrations.Inline;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// The work behind <see cref="DecisionWorkflow"/>, the same on every engine. Each may be run twice: what was written by the
/// first run is found by the second.
/// </summary>
/// <param name="run">Running number of this deployment in its ledger; part of every decision's id.</param>
public sealed class DecisionActivities(
    int run, DecisionSettings settings, SnapshotShelf snapshots, DecisionBook decisions, IEventPublisher published, IWorkflows workflows)
{
    private readonly string configHash = DecisionJson.HashOf(settings);

    /// <summary>Adds them to an engine that runs in this process.</summary>
    public ActivityTable AddTo(ActivityTable table) => table
        .Add(DeliberationWorkflow.Speak, task => SpeakAsync(task, CancellationToken.None))
        .Add(DecisionWorkflow.Decide, task => DecideAsync(task, CancellationToken.None))
        .Add(DecisionWorkflow.Execute, intents => ExecuteAsync(intents, CancellationToken.None));

    public async Task<Verdict> SpeakAsync(AgentTask task, CancellationToken cancellation) =>
        OfflineAgents.Speak(task, await snapshots.GetAsync(task.SnapshotHash, cancellation), settings.Deliberation);

    public async Task<DecisionReceipt> DecideAsync(DecideTask task, CancellationToken cancellation)
    {
        Snapshot snapshot = await snapshots.GetAsync(task.SnapshotHash, cancellation);
        Decision made = DecisionMaker.Decide(run, snapshot, task.SnapshotHash, task.Outcome, settings, configHash);
        if (!task.Records) return new(made.Id, made.Action, made.Summary, OrderIntents.Of(made));
        Decision standing = await decisions.RecordAsync(made, cancellation);
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(standing, DecisionJson.Canonical.Decision);
        await published.PublishAsync(snapshot.Instrument.Symbol.Value, [message], cancellation);
        return new(standing.Id, standing.Action, standing.Summary, OrderIntents.Of(standing));
    }

    public Task<bool> ExecuteAsync(OrderIntents intents, CancellationToken cancellation) =>
        workflows.StartAsync(ExecutionWorkflow.Definition, intents.DecisionId, intents, cancellation);
}
