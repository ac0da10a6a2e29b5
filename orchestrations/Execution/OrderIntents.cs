using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>What reaches the edge through the hub <c>intents</c>.</summary>
[JsonDerivedType(typeof(OrderIntents), "intents")]
[JsonDerivedType(typeof(EdgeCommand), "command")]
public abstract record EdgeMessage;

/// <summary>A decision without its argument: what the cloud asks the edge to do. The edge's own risk gate has the last word.</summary>
/// <param name="ExpiresAt">Venue time after which the edge refuses it: a late order is a wrong order.</param>
/// <param name="Confidence">As the deliberation left it; the edge's gate sizes by it.</param>
/// <param name="Stop">Where the protective stop belongs; null for an exit.</param>
/// <param name="IntentHash">Content hash of <paramref name="Orders"/>.</param>
public sealed record OrderIntents(
    string DecisionId,
    Symbol Symbol,
    Timestamp At,
    Timestamp ExpiresAt,
    DecisionAction Action,
    Side Side,
    double Confidence,
    Price? Stop,
    string SnapshotHash,
    string IntentHash,
    IReadOnlyList<PlaceOrder> Orders) : EdgeMessage
{
    /// <summary>How long after its snapshot a decision may still be executed.</summary>
    public static TimeSpan Validity { get; } = TimeSpan.FromSeconds(60);

    /// <returns>Null when the decision asks for no order.</returns>
    public static OrderIntents? Of(Decision decision) =>
        decision is { Intents.Count: > 0, Side: { } side, Risk: { } risk }
            ? new(decision.Id, decision.Snapshot.Instrument.Symbol, decision.At, decision.At + Validity, decision.Action, side,
                decision.Confidence, decision.Action == DecisionAction.Enter ? risk.Stop : null,
                decision.SnapshotHash, decision.IntentHash, decision.Intents)
            : null;

    /// <summary>What is wrong with it in itself, in one sentence; null when nothing is.</summary>
    public string? Fault()
    {
        if (Execution.IntentHash.Of(Orders) != IntentHash) return "the orders do not have the hash they came with";
        if (Orders.Any(o => o.Symbol != Symbol)) return "an order is for another instrument";
        if (Orders.Any(o => !o.Id.Value.StartsWith(DecisionId, StringComparison.Ordinal))) return "an order is another decision's";
        if (Action is not (DecisionAction.Enter or DecisionAction.Exit)) return $"{Action} asks for no order";
        if (Action == DecisionAction.Enter && Stop is null) return "an entry has no stop";
        if (Confidence is not (>= 0 and <= 1)) return $"its confidence is {Confidence}";
        return null;
    }
}

/// <summary>A human's command, or a watchdog's.</summary>
/// <param name="Id">Equal ids are the same command, carried out once.</param>
/// <param name="By">Who gave it, for the record.</param>
public sealed record EdgeCommand(string Id, DeskCommand Command, string By, Timestamp At, Timestamp ExpiresAt) : EdgeMessage;
