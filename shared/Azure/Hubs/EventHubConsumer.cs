using Azure.Messaging.EventHubs.Primitives;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>
/// Reads an event hub for one consumer group. Processes of the group share the partitions among themselves; who has which,
/// and how far each was read, lies in blobs.
/// </summary>
internal sealed class EventHubConsumer(HubAddress address, string group, IBlobStore blobs, TimeProvider clock) : IEventConsumer
{
    // A partition whose reader died is read on after half a minute, as long as an edge waits before it takes over.
    private static readonly TimeSpan Balance = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Expiry = TimeSpan.FromSeconds(30);

    public async Task RunAsync(Func<IReadOnlyList<StreamEvent>, CancellationToken, Task> handle, CancellationToken cancellation)
    {
        HubBatchHandler handler = new(handle, clock);
        EventProcessorOptions options = new() { LoadBalancingUpdateInterval = Balance, PartitionOwnershipExpirationInterval = Expiry };
        HubProcessor processor = address.Processor(new BlobCheckpoints(blobs, clock), group, handler, options);
        await Outside.CallAsync($"Reading the hub {address.Hub}", () => processor.StartProcessingAsync(cancellation), cancellation);
        try
        {
            await Outside.CallAsync($"Reading the hub {address.Hub}", () => processor.Broken.WaitAsync(cancellation), cancellation);
        }
        finally
        {
            await Outside.CallAsync($"Leaving the hub {address.Hub}", () => processor.StopProcessingAsync(CancellationToken.None), CancellationToken.None);
        }
    }
}
