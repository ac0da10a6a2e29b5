using Azure.Messaging.EventHubs;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Functions;

/// <summary>
/// Takes packed ticks off the hub. When this throws, the host delivers the batch again, for as long as it takes: once it
/// gave up it would read on, and the market would have a hole. What nobody can ever read goes to quarantine and throws nothing.
/// </summary>
public sealed class IngestTicks(CloudIngest ingest, HostWorkflows workflows)
{
    private const int Forever = -1;

    [Function(nameof(IngestTicks))]
    [ExponentialBackoffRetry(Forever, "00:00:01", "00:00:30")]
    public Task RunAsync(
        [EventHubTrigger(CloudNames.Hubs.Ticks, Connection = "Ticks", ConsumerGroup = CloudNames.ConsumerGroups.Functions, IsBatched = true)]
        EventData[] events,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        workflows.Use(client);
        return ingest.RunAsync([.. events.Select(e => new Ticks(e.EventBody.ToMemory(), e.EnqueuedTime))], cancellation);
    }
}
