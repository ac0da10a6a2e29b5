using System.Text.Json.Serialization;
using Parley.Domain;
using Parley.Risk;

namespace Parley.Orchestrations;

[JsonConverter(typeof(JsonStringEnumConverter<DecisionAction>))]
public enum DecisionAction
{
    /// <summary>Opens a position.</summary>
    Enter,

    /// <summary>Closes one.</summary>
    Exit,

    /// <summary>Wants what the desk already has.</summary>
    Hold,

    /// <summary>Wanted to act; the risk gate said no.</summary>
    Refused,

    /// <summary>No usable opinion.</summary>
    Abstained,
}

/// <summary>
/// One decision with everything it rests on. Made from <see cref="Snapshot"/> and the configuration named by
/// <see cref="ConfigHash"/> and nothing else, so it can be made again and must come out the same.
/// </summary>
/// <param name="Id">Derived from run, instrument, moment and configuration.</param>
/// <param name="IntentHash">Content hash of the orders it asks for; equal hashes mean equal orders.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Risk">Null when nothing was put to the gate.</param>
public sealed record Decision(
    string Id,
    Timestamp At,
    DecisionAction Action,
    Side? Side,
    double Confidence,
    string SnapshotHash,
    string ConfigHash,
    string IntentHash,
    string Summary,
    Snapshot Snapshot,
    DeliberationOutcome Deliberation,
    RiskVerdict? Risk,
    IReadOnlyList<PlaceOrder> Intents);
