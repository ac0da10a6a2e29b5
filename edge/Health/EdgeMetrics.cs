using System.Diagnostics.Metrics;
using Parley.Hosting;
using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>A number that only rises; safe from any thread.</summary>
public sealed class Count
{
    private long value;

    public long Value => Volatile.Read(ref value);

    public void Add() => Interlocked.Increment(ref value);
}

/// <summary>What the edge counts besides what its parts know of themselves, and how it is written for a collector.</summary>
public sealed class EdgeMetrics : IDisposable
{
    private readonly Meter meter = new(MetricNames.Meter);
    private readonly MetricBoard board;

    public EdgeMetrics() => (board, Desk) = (new(meter), new(meter));

    /// <summary>Measures the edge's desk, under the names every desk has.</summary>
    public DeskMeter Desk { get; }

    /// <summary>Decisions claimed and handed to the desk.</summary>
    public Count Intents { get; } = new();

    /// <summary>Commands handed to the desk.</summary>
    public Count Commands { get; } = new();

    /// <summary>Messages that had been dealt with before.</summary>
    public Count RepeatedMessages { get; } = new();

    /// <summary>Messages that made no sense.</summary>
    public Count MalformedMessages { get; } = new();

    /// <summary>Commands too old, or not for a message to give.</summary>
    public Count RefusedCommands { get; } = new();

    /// <summary>From now on the edge is measured by its own word, whenever somebody collects.</summary>
    public void Watch(Func<EdgeHealth> health) => EdgeMeter.Add(meter, () => StandingOf(health()));

    /// <summary>For a collector: what is this edge's own, then the metrics that have the same names everywhere.</summary>
    public string Write(EdgeHealth health) => PrometheusText.Write([.. Own(health), .. board.Read()]);

    private IEnumerable<MetricValue> Own(EdgeHealth health) =>
    [
        Gauge("up", "1 when the edge is well", health.IsWell ? 1 : 0),
        Gauge("lease_valid", "1 while the lease is confirmed", health.Lease?.State == LeaseState.Valid ? 1 : 0),
        Counter("frames", "Records read from the market", health.Source.Frames),
        Counter("tick_events", "Events packed", health.Outbox.Events),
        Counter("tick_batches", "Batches published", health.Outbox.Published),
        Counter("tick_bytes", "Bytes published", health.Outbox.PublishedBytes),
        Counter("tick_events_refused", "Events that fit no batch", health.Outbox.Refused),
        Counter("publish_failures", "Times publishing failed", health.Outbox.Failures),
        Counter("intents", "Decisions handed to the desk", Intents.Value),
        Counter("commands", "Commands handed to the desk", Commands.Value),
        Counter("messages_repeated", "Messages dealt with before", RepeatedMessages.Value),
        Counter("messages_malformed", "Messages that made no sense", MalformedMessages.Value),
        Counter("commands_refused", "Commands not carried out", RefusedCommands.Value),
        Counter("orders_held_back", "Orders and cancels the fence held back", health.Fence.HeldBack),
        Counter("pauses", "Pauses after which the lease had to be confirmed", health.Fence.Pauses),
        Counter("ledger_records", "Records in the ledger", health.Desk?.LedgerRecords ?? 0),
    ];

    public void Dispose()
    {
        board.Dispose();
        meter.Dispose();
    }

    private static EdgeStanding StandingOf(EdgeHealth health) => new(
        health.Outbox.Depth, health.Outbox.Dropped, health.Lease?.Epoch,
        health.Desk?.ReportAgeSeconds is { } age ? TimeSpan.FromSeconds(age) : null);

    private static MetricValue Counter(string name, string description, long value) => Value(name, MetricKind.Counter, description, value);

    private static MetricValue Gauge(string name, string description, double value) => Value(name, MetricKind.Gauge, description, value);

    private static MetricValue Value(string name, MetricKind kind, string description, double value) =>
        new($"parley.edge.{name}", kind, "", description, [], value, Spread: null);
}
