using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
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

    /// <summary>Text exposition (version 0.0.4): what is this edge's own, then the metrics that have the same names everywhere.</summary>
    public string Write(EdgeHealth health)
    {
        StringBuilder text = new();
        void Counter(string name, string help, long value) => Append(text, name, "counter", help, value);
        void Gauge(string name, string help, double value) => Append(text, name, "gauge", help, value);
        Gauge("up", "1 when the edge is well.", health.IsWell ? 1 : 0);
        Gauge("lease_valid", "1 while the lease is confirmed.", health.Lease?.State == LeaseState.Valid ? 1 : 0);
        Gauge("lease_epoch", "Epoch of the lease.", health.Lease?.Epoch ?? 0);
        Counter("frames_total", "Records read from the market.", health.Source.Frames);
        Counter("tick_events_total", "Events packed.", health.Outbox.Events);
        Counter("tick_batches_total", "Batches published.", health.Outbox.Published);
        Counter("tick_bytes_total", "Bytes published.", health.Outbox.PublishedBytes);
        Counter("tick_batches_dropped_total", "Batches dropped for lack of room.", health.Outbox.Dropped);
        Counter("tick_events_refused_total", "Events that fit no batch.", health.Outbox.Refused);
        Counter("publish_failures_total", "Times publishing failed.", health.Outbox.Failures);
        Gauge("outbox_batches", "Batches not published yet.", health.Outbox.Depth);
        Counter("intents_total", "Decisions handed to the desk.", Intents.Value);
        Counter("commands_total", "Commands handed to the desk.", Commands.Value);
        Counter("messages_repeated_total", "Messages dealt with before.", RepeatedMessages.Value);
        Counter("messages_malformed_total", "Messages that made no sense.", MalformedMessages.Value);
        Counter("commands_refused_total", "Commands not carried out.", RefusedCommands.Value);
        Counter("orders_held_back_total", "Orders and cancels the fence held back.", health.Fence.HeldBack);
        Counter("pauses_total", "Pauses after which the lease had to be confirmed.", health.Fence.Pauses);
        Counter("ledger_records_total", "Records in the ledger.", health.Desk?.LedgerRecords ?? 0);
        return text.Append(PrometheusText.Write(board.Read())).ToString();
    }

    public void Dispose()
    {
        board.Dispose();
        meter.Dispose();
    }

    private static EdgeStanding StandingOf(EdgeHealth health) => new(
        health.Outbox.Depth, health.Outbox.Dropped, health.Lease?.Epoch,
        health.Desk?.ReportAgeSeconds is { } age ? TimeSpan.FromSeconds(age) : null);

    private static void Append(StringBuilder text, string name, string type, string help, double value) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP parley_edge_{name} {help}\n# TYPE parley_edge_{name} {type}\nparley_edge_{name} {value}\n");
}
