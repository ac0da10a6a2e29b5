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
/// <param name="meter">Counts decisions, and how long agents take by <paramref name="clock"/>.</param>
public sealed class DecisionActivities(
    int run, DecisionSettings settings, SnapshotShelf snapshots, DecisionBook decisions, IEventPublisher published, IWorkflows workflows,
    DecisionMeter? meter = null, TimeProvider? clock = null)
{
    private readonly string configHash = DecisionJson.HashOf(settings);
    private readonly TimeProvider clock = clock ?? TimeProvider.System;

    /// <summary>Adds them to an engine that runs in this process.</summary>
    public ActivityTable AddTo(ActivityTable table) => table
        .Add(DeliberationWorkflow.Speak, task => SpeakAsync(task, CancellationToken.None))
        .Add(DecisionWorkflow.Decide, task => DecideAsync(task, CancellationToken.None))
        .Add(DecisionWorkflow.Execute, intents => ExecuteAsync(intents, CancellationToken.None));

    public async Task<Verdict> SpeakAsync(AgentTask task, CancellationToken cancellation)
    {
        Snapshot snapshot = await snapshots.GetAsync(task.SnapshotHash, cancellation);
        long started = clock.GetTimestamp();
        Verdict verdict = OfflineAgents.Speak(task, snapshot, settings.Deliberation);
        meter?.Spoke(verdict.Agent, clock.GetElapsedTime(started));
        return verdict;
    }

    public async Task<DecisionReceipt> DecideAsync(DecideTask task, CancellationToken cancellation)
    {
        Snapshot snapshot = await snapshots.GetAsync(task.SnapshotHash, cancellation);
        Decision made = DecisionMaker.Decide(run, snapshot, task.SnapshotHash, task.Outcome, settings, configHash);
        if (!task.Records) return new(made.Id, made.Action, made.Summary, OrderIntents.Of(made));
        Decision standing = await decisions.RecordAsync(made, cancellation);
        if (ReferenceEquals(standing, made)) Count(made, task.Deliberated);
        byte[] message = JsonSerializer.SerializeToUtf8Bytes(standing, DecisionJson.Canonical.Decision);
        await published.PublishAsync(snapshot.Instrument.Symbol.Value, [message], cancellation);
        return new(standing.Id, standing.Action, standing.Summary, OrderIntents.Of(standing));
    }

    public Task<bool> ExecuteAsync(OrderIntents intents, CancellationToken cancellation) =>
        workflows.StartAsync(ExecutionWorkflow.Definition, intents.DecisionId, intents, cancellation);

    // Only where it was made for the first time: a redelivered task finds what stands.
    private void Count(Decision decision, TimeSpan deliberated)
    {
        if (deliberated > TimeSpan.Zero) meter?.Deliberated(deliberated);
        meter?.Decided(decision);
    }
}
