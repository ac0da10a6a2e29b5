namespace Parley.Orchestrations;

/// <summary>
/// Names of all metrics, the same on the page, at the edge, in Application Insights and in the queries of infra/kql. Names
/// outlive dashboards: never rename one.
/// </summary>
public static class MetricNames
{
    public const string Meter = "Parley";

    public const string TickEvents = "parley.ticks.events";
    public const string TickBatches = "parley.ticks.batches";
    public const string TickBytes = "parley.ticks.bytes";
    public const string TickDuplicates = "parley.ticks.duplicates";
    public const string TickGaps = "parley.ticks.gaps";
    public const string TickQuarantined = "parley.ticks.quarantined";
    public const string TickLag = "parley.ticks.lag";
    public const string CheckpointConflicts = "parley.checkpoint.conflicts";
    public const string CheckpointRestores = "parley.checkpoint.restores";
    public const string FeatureRows = "parley.features.rows";
    public const string DecisionsAsked = "parley.decisions.asked";
}
