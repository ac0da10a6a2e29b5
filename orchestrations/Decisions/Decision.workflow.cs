using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>A decision to be made.</summary>
/// <param name="Executes">False asks for the opinion only: nothing is sent.</param>
public sealed record DecisionRequest(DeliberationRequest Deliberation, bool Executes);

/// <summary>What the decide activity gets.</summary>
/// <param name="Records">False when only an opinion was asked for: it is no decision and enters no book.</param>
/// <param name="Deliberated">How long the deliberation took by the engine's clock; zero where that clock stands still.</param>
public sealed record DecideTask(string SnapshotHash, DeliberationOutcome Outcome, bool Records, TimeSpan Deliberated = default);

/// <summary>A decision as the workflow needs it; the whole of it lies in the table <c>decisions</c>.</summary>
/// <param name="Intents">Null when it asks for no order.</param>
public sealed record DecisionReceipt(string DecisionId, DecisionAction Action, string Summary, OrderIntents? Intents);

/// <summary>
/// From a snapshot to orders on their way: the deliberation, then the deterministic decision with the risk gate, which is
/// written down before anything follows from it, then execution as work of its own.
/// </summary>
public static class DecisionWorkflow
{
    public static Workflow<DecisionRequest, DecisionReceipt> Definition { get; } = new(WorkNames.Decision);

    /// <summary>Fuses nothing, thinks nothing: risk gate and record. Run twice, it reads what the first run wrote.</summary>
    public static Activity<DecideTask, DecisionReceipt> Decide { get; } = new(WorkNames.Decide);

    /// <summary>Starts <see cref="ExecutionWorkflow"/> under the decision's id, once.</summary>
    public static Activity<OrderIntents, bool> Execute { get; } = new(WorkNames.Execute);

    public static async Task<DecisionReceipt> RunAsync(IWorkflowContext context, DecisionRequest request)
    {
        Timestamp started = context.Now;
        DeliberationOutcome outcome = await DeliberationWorkflow.RunAsync(context, request.Deliberation);
        DecisionReceipt receipt = await context.CallAsync(
            Decide, new(request.Deliberation.SnapshotHash, outcome, request.Executes, context.Now - started));
        if (request.Executes && receipt.Intents is { } intents) await context.CallAsync(Execute, intents);
        return receipt;
    }
}
