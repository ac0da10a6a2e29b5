using System.Diagnostics.Metrics;

namespace Parley.Orchestrations;

/// <summary>Counts what ingest does.</summary>
public sealed class IngestMeter
{
    private const string Outcome = "outcome";
    private readonly Counter<long> events;
    private readonly Counter<long> batches;
    private readonly Counter<long> bytes;
    private readonly Counter<long> duplicates;
    private readonly Counter<long> gaps;
    private readonly Counter<long> quarantined;
    private readonly Histogram<double> lag;
    private readonly Counter<long> conflicts;
    private readonly Counter<long> restores;
    private readonly Counter<long> rows;
    private readonly Counter<long> asked;

    public IngestMeter(Meter meter)
    {
        events = meter.CreateCounter<long>(MetricNames.TickEvents, "{event}", "Market events applied.");
        batches = meter.CreateCounter<long>(MetricNames.TickBatches, "{batch}", "Tick batches delivered.");
        bytes = meter.CreateCounter<long>(MetricNames.TickBytes, "By", "Bytes of tick batches delivered.");
        duplicates = meter.CreateCounter<long>(MetricNames.TickDuplicates, "{event}", "Events dropped because they had been applied before.");
        gaps = meter.CreateCounter<long>(MetricNames.TickGaps, "{gap}", "Places where events are missing.");
        quarantined = meter.CreateCounter<long>(MetricNames.TickQuarantined, "{batch}", "Batches put away as unreadable.");
        lag = meter.CreateHistogram<double>(MetricNames.TickLag, "s", "From the stream's taking a batch to its being dealt with.");
        conflicts = meter.CreateCounter<long>(MetricNames.CheckpointConflicts, "{conflict}", "Checkpoints somebody else had written first.");
        restores = meter.CreateCounter<long>(MetricNames.CheckpointRestores, "{restore}", "Checkpoints read back.");
        rows = meter.CreateCounter<long>(MetricNames.FeatureRows, "{row}", "Feature rows written.");
        asked = meter.CreateCounter<long>(MetricNames.DecisionsAsked, "{decision}", "Decisions asked for: started, known before, or too old to start.");
    }

    public void Count(IngestReport report, long bytesDelivered)
    {
        events.Add(report.Events);
        batches.Add(report.Batches);
        bytes.Add(bytesDelivered);
        duplicates.Add(report.Duplicates);
        gaps.Add(report.Gaps);
        quarantined.Add(report.Quarantined);
        conflicts.Add(report.Conflicts);
        restores.Add(report.Restores);
        rows.Add(report.Rows);
        asked.Add(report.Started, new KeyValuePair<string, object?>(Outcome, "started"));
        asked.Add(report.Known, new KeyValuePair<string, object?>(Outcome, "known"));
        asked.Add(report.Stale, new KeyValuePair<string, object?>(Outcome, "stale"));
    }

    public void Lagged(TimeSpan span) => lag.Record(span.TotalSeconds);
}
