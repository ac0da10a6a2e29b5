using Azure.Messaging.EventHubs;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>
/// Brings batches to the one who handles them, one at a time whatever their partition, and again until they are dealt with.
/// </summary>
internal sealed class HubBatchHandler(Func<IReadOnlyList<StreamEvent>, CancellationToken, Task> handle, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Returns when the batch is dealt with.</summary>
    /// <exception cref="OperationCanceledException">The partition was lost or the reader stops: whoever reads on gets the batch again.</exception>
    public async Task HandleAsync(string partition, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        StreamEvent[] batch = [.. events.Select(e => Of(partition, e))];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await OnceAsync(batch, cancellation);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    internal static StreamEvent Of(string partition, EventData e) =>
        new(partition, e.SequenceNumber, e.PartitionKey ?? "", e.EventBody.ToMemory(), Timestamp.From(e.EnqueuedTime));

    private async Task OnceAsync(StreamEvent[] batch, CancellationToken cancellation)
    {
        await Gate.WaitAsync(cancellation);
        try
        {
            await handle(batch, cancellation);
        }
        finally
        {
            Gate.Release();
        }
    }
}
