using System.Text.Json.Serialization;
using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>What the edge is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EdgePhase>))]
public enum EdgePhase
{
    /// <summary>For the lease, or for what its last holder sent to arrive.</summary>
    Waiting,

    Running,

    /// <summary>Publishing what is left and letting go.</summary>
    Stopping,

    /// <summary>The lease is lost, or something else ended it out of order.</summary>
    Failed,

    Ended,
}

/// <summary>How the edge is, for whoever watches over it.</summary>
/// <param name="IsWell">False: replace this process.</param>
/// <param name="Problem">One sentence when it is not well.</param>
public sealed record EdgeHealth(
    bool IsWell, string? Problem, EdgePhase Phase, LeaseHealth? Lease, SourceHealth Source, OutboxHealth Outbox, FenceHealth Fence, DeskHealth? Desk);

public sealed record LeaseHealth(string Holder, long Epoch, LeaseState State);

/// <param name="LagSeconds">Wall time since the market loop last took a breath.</param>
public sealed record SourceHealth(string Name, long Frames, double? Progress, double LagSeconds);

/// <param name="Depth">Batches not published yet.</param>
public sealed record OutboxHealth(
    int Depth, long Events, long Published, long PublishedBytes, long Dropped, long Refused, long Failures);

public sealed record FenceHealth(long HeldBack, long Pauses);

/// <param name="MarketTime">Venue time it has reached, ISO 8601.</param>
/// <param name="ReportAgeSeconds">Since the last report was kept; null before the first.</param>
public sealed record DeskHealth(string MarketTime, string Mode, decimal Equity, long LedgerRecords, string LedgerRoot, double? ReportAgeSeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(EdgeHealth))]
internal sealed partial class EdgeJson : JsonSerializerContext;
