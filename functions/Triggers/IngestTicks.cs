using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Functions;

/// <summary>Takes packed ticks off the hub. When this throws, the host delivers the batch again.</summary>
public sealed class IngestTicks(CloudIngest ingest)
{
    [Function(nameof(IngestTicks))]
    [ExponentialBackoffRetry(5, "00:00:01", "00:00:30")]
    public Task RunAsync(
        [EventHubTrigger(CloudNames.Hubs.Ticks, Connection = "Ticks", ConsumerGroup = CloudNames.ConsumerGroups.Functions, IsBatched = true)]
        EventData[] events,
        CancellationToken cancellation) =>
        ingest.RunAsync([.. events.Select(e => new Ticks(e.EventBody.ToMemory(), e.EnqueuedTime))], cancellation);
}
