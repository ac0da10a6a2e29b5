using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>
/// The one way decisions and what they are made of are written. Property order is declaration order and numbers have one
/// spelling, so equal values have equal bytes and content hashes mean something.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Decision))]
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(DecisionSettings))]
[JsonSerializable(typeof(VenueFact))]
[JsonSerializable(typeof(PlaceOrder))]
[JsonSerializable(typeof(DataIssue))]
[JsonSerializable(typeof(RunStart))]
[JsonSerializable(typeof(RunEnd))]
[JsonSerializable(typeof(ModeChange))]
[JsonSerializable(typeof(DeskAlert))]
[JsonSerializable(typeof(CancelSent))]
[JsonSerializable(typeof(DecidedElsewhere))]
[JsonSerializable(typeof(ConditionChange))]
[JsonSerializable(typeof(StopPlanned))]
[JsonSerializable(typeof(AbsenceProved))]
[JsonSerializable(typeof(ExternalHoldings))]
public sealed partial class DecisionJson : JsonSerializerContext
{
    /// <summary>Camel case, no white space, letters of other scripts left readable.</summary>
    public static DecisionJson Canonical { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string HashOf(Snapshot snapshot) =>
        ContentHash.Of(JsonSerializer.SerializeToUtf8Bytes(snapshot, Canonical.Snapshot));

    public static string HashOf(DecisionSettings settings) =>
        ContentHash.Of(JsonSerializer.SerializeToUtf8Bytes(settings, Canonical.DecisionSettings));
}
