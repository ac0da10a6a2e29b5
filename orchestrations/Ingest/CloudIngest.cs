namespace Parley.Orchestrations;

/// <summary>A packed batch as the stream delivered it.</summary>
/// <param name="EnqueuedAt">When the stream took it.</param>
public sealed record Ticks(ReadOnlyMemory<byte> Body, DateTimeOffset EnqueuedAt);

/// <summary><see cref="TickIngest"/> with its measurements.</summary>
public sealed class CloudIngest(TickIngest ingest, IngestMeter meter, TimeProvider clock)
{
    /// <summary>Deals with one delivery. When it throws, the delivery must come again.</summary>
    public async Task<IngestReport> RunAsync(IReadOnlyList<Ticks> delivery, CancellationToken cancellation)
    {
        IngestReport report = await ingest.IngestAsync([.. delivery.Select(t => t.Body)], cancellation);
        meter.Count(report, delivery.Sum(t => (long)t.Body.Length));
        DateTimeOffset now = clock.GetUtcNow();
        foreach (Ticks ticks in delivery) meter.Lagged(now - ticks.EnqueuedAt);
        return report;
    }
}
