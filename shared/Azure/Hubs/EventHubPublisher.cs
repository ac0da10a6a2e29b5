using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>Publishes to an event hub; the key chooses the partition, so that events of one key stay in order.</summary>
internal sealed class EventHubPublisher(EventHubProducerClient producer, string hub) : IEventPublisher, IAsyncDisposable
{
    // An event of the standard tier has 1 MiB at most, its envelope included.
    public int BodyMax => 1_000_000;

    public async Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
    {
        if (bodies.FirstOrDefault(b => b.Length > BodyMax) is { Length: > 0 } large)
            throw new ArgumentException($"An event has {large.Length} bytes; {BodyMax} is the most.", nameof(bodies));
        await Outside.CallAsync($"Publishing to the hub {hub}", () => SendAsync(key, bodies, cancellation), cancellation);
    }

    public ValueTask DisposeAsync() => producer.DisposeAsync();

    private async Task SendAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
    {
        CreateBatchOptions options = new() { PartitionKey = key };
        for (int next = 0; next < bodies.Count;)
        {
            using EventDataBatch batch = await producer.CreateBatchAsync(options, cancellation);
            while (next < bodies.Count && batch.TryAdd(new EventData(bodies[next]))) next++;
            if (batch.Count == 0)
                throw new ArgumentException($"An event of {bodies[next].Length} bytes does not fit into the hub's batch of {batch.MaximumSizeInBytes}.", nameof(bodies));
            await producer.SendAsync(batch, cancellation);
        }
    }
}
