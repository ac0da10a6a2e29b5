using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>How records, messages and workflow payloads are written: camel case, enums as words, unknown fields ignored so that versions may differ for a while.</summary>
public static class CloudJson
{
    /// <summary>Serialises everything that crosses a port, and the parts of decisions in it the canonical way.</summary>
    public static JsonSerializerOptions Options { get; } = new(CloudJsonContext.Default.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(CloudJsonContext.Default, DecisionJson.Canonical),
    };

    public static ReadOnlyMemory<byte> Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, TypeOf<T>());

    /// <param name="what">Named in the error.</param>
    /// <exception cref="RecordException">Not what it should be.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> content, string what)
    {
        try
        {
            return JsonSerializer.Deserialize(content.Span, TypeOf<T>()) ?? throw new RecordException($"{what} is empty.");
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or OverflowException or NotSupportedException or InvalidOperationException)
        {
            throw new RecordException($"{what} cannot be read: {e.Message}", e);
        }
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(DecisionReceipt))]
[JsonSerializable(typeof(DecideTask))]
[JsonSerializable(typeof(AgentTask))]
[JsonSerializable(typeof(Verdict))]
[JsonSerializable(typeof(DeliberationRequest))]
[JsonSerializable(typeof(DeliberationOutcome))]
[JsonSerializable(typeof(EdgeMessage))]
[JsonSerializable(typeof(OrderIntents))]
[JsonSerializable(typeof(EdgeCommand))]
[JsonSerializable(typeof(IntentReceipt))]
[JsonSerializable(typeof(IntentKey))]
[JsonSerializable(typeof(FlattenRequest))]
[JsonSerializable(typeof(FlattenResult))]
[JsonSerializable(typeof(ReconcileRequest))]
[JsonSerializable(typeof(ReconcileResult))]
[JsonSerializable(typeof(LedgerAccount))]
[JsonSerializable(typeof(ControlState))]
[JsonSerializable(typeof(ModeDemand))]
[JsonSerializable(typeof(EdgeReport))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(FeatureRow))]
[JsonSerializable(typeof(CheckpointHead))]
[JsonSerializable(typeof(LedgerDigest))]
[JsonSerializable(typeof(CloudStatus))]
[JsonSerializable(typeof(Health))]
[JsonSerializable(typeof(List<DecisionLine>))]
[JsonSerializable(typeof(List<FeatureRow>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
internal sealed partial class CloudJsonContext : JsonSerializerContext;
