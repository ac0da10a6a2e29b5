using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>How the desk stands, seen from the cloud.</summary>
/// <param name="At">By the cloud's clock.</param>
/// <param name="Demanded">The mode demanded of the edge.</param>
/// <param name="Edge">Its newest report; null when it never made one.</param>
/// <param name="EdgeAgeSeconds">Age of the report; null without one.</param>
public sealed record CloudStatus(Timestamp At, string Version, ControlState Demanded, EdgeReport? Edge, double? EdgeAgeSeconds)
{
    /// <summary>An edge that has not been heard of for longer is not healthy.</summary>
    public static TimeSpan EdgeAgeMax { get; } = TimeSpan.FromSeconds(60);

    public bool IsHealthy => EdgeAgeSeconds is { } age && age <= EdgeAgeMax.TotalSeconds;
}

/// <summary>Whether the desk is well; tells nothing else, because anybody may ask.</summary>
public sealed record Health(string Status);

/// <summary>A decision in a list.</summary>
public sealed record DecisionLine(string Id, Timestamp At, Symbol Symbol, DecisionAction Action, Side? Side, double Confidence, string Summary);
