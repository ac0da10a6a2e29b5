using Parley.Domain;

namespace Parley.Ports;

/// <summary>One event as it came out of a stream.</summary>
/// <param name="Partition">Where it lay; order holds within one partition.</param>
/// <param name="Sequence">Position in the partition, rising.</param>
/// <param name="Key">What it was published under; equal keys share a partition.</param>
/// <param name="EnqueuedAt">When the stream took it, by the stream's clock.</param>
public sealed record StreamEvent(string Partition, long Sequence, string Key, ReadOnlyMemory<byte> Body, Timestamp EnqueuedAt);

/// <summary>The producer's end of a stream: <c>ticks</c>, <c>intents</c>, <c>decisions</c>.</summary>
public interface IEventPublisher
{
    /// <summary>Largest body in bytes.</summary>
    int BodyMax { get; }

    /// <summary>Publishes bodies of one key, in order. When this returns they are safe; when it throws, any of them may be.</summary>
    Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation);
}

/// <summary>The consumer's end: every event at least once, in order of its partition.</summary>
public interface IEventConsumer
{
    /// <summary>Calls the handler with what lies behind the last checkpoint, until cancelled.</summary>
    /// <param name="handle">
    /// Returns when the events are dealt with; they are then checkpointed. When it throws, they come again, with others
    /// perhaps, after a pause.
    /// </param>
    Task RunAsync(Func<IReadOnlyList<StreamEvent>, CancellationToken, Task> handle, CancellationToken cancellation);
}
