using Azure.Core;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Primitives;
using Azure.Messaging.EventHubs.Processor;

namespace Parley.Azure;

/// <summary>Reads the partitions this process owns; checkpoints what was dealt with, and never before.</summary>
internal sealed class HubProcessor : PluggableCheckpointStoreEventProcessor<EventProcessorPartition>
{
    private const int BatchMax = 64;
    private readonly HubBatchHandler handler;
    private readonly TaskCompletionSource broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public HubProcessor(CheckpointStore checkpoints, string group, string connection, string hub, HubBatchHandler handler, EventProcessorOptions options)
        : base(checkpoints, BatchMax, group, connection, hub, options) => this.handler = handler;

    public HubProcessor(
        CheckpointStore checkpoints, string group, string account, string hub, TokenCredential credential, HubBatchHandler handler, EventProcessorOptions options)
        : base(checkpoints, BatchMax, group, account, hub, credential, options) => this.handler = handler;

    /// <summary>Fails when the hub cannot be read and waiting will not help.</summary>
    public Task Broken => broken.Task;

    protected override Task OnProcessingEventBatchAsync(
        IEnumerable<EventData> events, EventProcessorPartition partition, CancellationToken cancellationToken) =>
        DealWithAsync([.. events], partition.PartitionId, cancellationToken);

    internal async Task DealWithAsync(EventData[] batch, string partition, CancellationToken cancellation)
    {
        if (batch.Length == 0) return;
        try
        {
            await handler.HandleAsync(partition, batch, cancellation);
            await UpdateCheckpointAsync(partition, CheckpointPosition.FromEvent(batch[^1]), cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or TimeoutException)
        {
            // Not checkpointed, so whoever reads on gets the events again, dealt with or not. The base class must not see the
            // exception: what it does about one is not defined.
        }
    }

    // What passes, the base class tries again by itself; what does not pass must not look like a quiet market.
    protected override Task OnProcessingErrorAsync(
        Exception exception, EventProcessorPartition? partition, string operationDescription, CancellationToken cancellationToken)
    {
        if (exception is UnauthorizedAccessException or EventHubsException { Reason: EventHubsException.FailureReason.ResourceNotFound })
            broken.TrySetException(exception);
        return Task.CompletedTask;
    }
}
