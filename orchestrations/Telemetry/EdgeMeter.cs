using System.Diagnostics.Metrics;

namespace Parley.Orchestrations;

/// <summary>How an edge stands at one moment.</summary>
/// <param name="OutboxDepth">Tick batches not published yet.</param>
/// <param name="OutboxDropped">Tick batches dropped for lack of room, since the start.</param>
/// <param name="LeaseEpoch">Null without a lease.</param>
/// <param name="ReportAge">Since the last report was kept; null before the first.</param>
public readonly record struct EdgeStanding(int OutboxDepth, long OutboxDropped, long? LeaseEpoch, TimeSpan? ReportAge);

/// <summary>Measures an edge whenever somebody collects.</summary>
public static class EdgeMeter
{
    /// <param name="look">Called on the collector's thread.</param>
    public static void Add(Meter meter, Func<EdgeStanding> look)
    {
        meter.CreateObservableGauge(MetricNames.OutboxDepth, () => look().OutboxDepth, "{batch}", "Tick batches not published yet.");
        meter.CreateObservableCounter(MetricNames.OutboxDropped, () => look().OutboxDropped, "{batch}", "Tick batches dropped for lack of room.");
        meter.CreateObservableGauge(MetricNames.LeaseEpoch, () => Known(look().LeaseEpoch), "1", "Epoch of the lease this edge works under.");
        meter.CreateObservableGauge(MetricNames.EdgeReportAge, () => Known(look().ReportAge?.TotalSeconds), "s", "Since the edge's last report was kept.");
    }

    private static IEnumerable<Measurement<T>> Known<T>(T? value)
        where T : struct => value is { } known ? [new Measurement<T>(known)] : [];
}
