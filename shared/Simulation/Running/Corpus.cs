using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Simulation;

/// <summary>A seed that once failed, kept for ever.</summary>
/// <param name="Fault">Id of the fault in the catalogue, or of the invariant that broke.</param>
/// <param name="Note">What went wrong, in a sentence.</param>
public sealed record CorpusEntry(ulong Seed, FaultFamily Families, int OrderShare, long? Steps, VenueLevel? Level, string Fault, string Note)
{
    public SeedTerms Terms => new(Seed, Families, OrderShare, Steps ?? long.MaxValue, Level: Level);

    public static CorpusEntry Of(SeedResult failing) => new(
        failing.Terms.Seed, failing.Terms.Families, failing.Terms.OrderShare,
        failing.Terms.Steps == long.MaxValue ? null : failing.Terms.Steps,
        failing.Scenario.Level, failing.Violations[0].Invariant, failing.Violations[0].What);

    /// <summary>Name of its file: the fault and the seed.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Fault}-{Seed}.json");

    public string ToJson() => JsonSerializer.Serialize(this, CorpusJson.Default.CorpusEntry);

    /// <exception cref="JsonException">Not an entry.</exception>
    public static CorpusEntry Parse(string json) =>
        JsonSerializer.Deserialize(json, CorpusJson.Default.CorpusEntry) ?? throw new JsonException("The entry is empty.");
}

[JsonSerializable(typeof(CorpusEntry))]
[JsonSourceGenerationOptions(WriteIndented = true, UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class CorpusJson : JsonSerializerContext;
