using System.Text.Json.Serialization;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

[JsonConverter(typeof(JsonStringEnumConverter<IntentFate>))]
public enum IntentFate
{
    /// <summary>The edge has it and has not said yet what came of it.</summary>
    Claimed,

    /// <summary>Orders left as asked for.</summary>
    Sent,

    /// <summary>Orders left for less: the edge's gate allowed no more.</summary>
    Shrunk,

    /// <summary>Nothing left.</summary>
    Refused,

    /// <summary>The edge did not answer in time. It may still not act later: intents expire.</summary>
    Unanswered,
}

/// <summary>What the edge did with a decision's intents.</summary>
/// <param name="Epoch">The lease under which it did it.</param>
/// <param name="Reason">One sentence; empty when all went as asked for.</param>
public sealed record IntentReceipt(string DecisionId, Symbol Symbol, Timestamp At, IntentFate Fate, long Epoch, string Reason);

/// <summary>Which receipt to look for.</summary>
public sealed record IntentKey(Symbol Symbol, string DecisionId);

/// <summary>
/// Hands a decision's orders to the edge and waits for its word. Money never rests on this: the edge's journal knows what
/// was sent; this only notices silence.
/// </summary>
public static class ExecutionWorkflow
{
    public static Workflow<OrderIntents, IntentReceipt> Definition { get; } = new(WorkNames.Execution);

    /// <summary>Publishes to the hub; twice is harmless, the edge claims a decision once.</summary>
    public static Activity<EdgeMessage, bool> Publish { get; } = new(WorkNames.Publish);

    /// <summary>The edge's word so far; null before it has one.</summary>
    public static Activity<IntentKey, IntentReceipt?> Look { get; } = new(WorkNames.Look);

    public static Activity<Alert, bool> Raise { get; } = new(WorkNames.Raise);

    // Seconds between looks: nearly always the first is enough; together they outlast the intents' validity.
    private static readonly int[] Waits = [1, 2, 4, 8, 15, 30, 30];

    public static async Task<IntentReceipt> RunAsync(IWorkflowContext context, OrderIntents intents)
    {
        await context.CallAsync(Publish, intents);
        foreach (int seconds in Waits)
        {
            await context.DelayAsync(TimeSpan.FromSeconds(seconds), CancellationToken.None);
            IntentReceipt? receipt = await context.CallAsync(Look, new(intents.Symbol, intents.DecisionId));
            if (receipt is { Fate: not IntentFate.Claimed }) return receipt;
        }

        const string silence = "The edge did not answer before the orders expired.";
        await context.CallAsync(Raise, new Alert(
            $"unanswered-{intents.Symbol}", AlertSeverity.Critical, context.Now, $"{intents.Symbol}, decision {intents.DecisionId}: {silence}"));
        return new(intents.DecisionId, intents.Symbol, context.Now, IntentFate.Unanswered, 0, silence);
    }
}
