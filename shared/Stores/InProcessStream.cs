using Parley.Domain;
using Parley.Ports;

namespace Parley.Stores;

/// <summary>
/// An event stream inside one process: bounded, ordered by key, every consumer group at its own pace and at least once.
/// A publisher waits for the slowest group: nothing is dropped.
/// </summary>
public sealed class InProcessStream : IEventPublisher
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock;
    private readonly int capacity;
    private readonly LinkedList<StreamEvent> events = new();
    private readonly Dictionary<string, Group> groups = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = NewSignal();
    private long published;

    /// <param name="capacity">Events kept for the slowest group.</param>
    /// <param name="groups">All consumer groups; an event is kept until each has dealt with it. Without any, nothing is kept.</param>
    public InProcessStream(TimeProvider clock, int capacity, params IReadOnlyList<string> groups)
    {
        (this.clock, this.capacity) = (clock, capacity);
        foreach (string name in groups) this.groups.Add(name, new(this));
    }

    public int BodyMax => 1_000_000;

    /// <exception cref="ArgumentException">There is no such group.</exception>
    public IEventConsumer Consumer(string group) =>
        groups.TryGetValue(group, out Group? consumer) ? consumer : throw new ArgumentException($"The stream has no consumer group '{group}'.", nameof(group));

    public async Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
    {
        foreach (ReadOnlyMemory<byte> body in bodies)
        {
            if (body.Length > BodyMax) throw new ArgumentException($"An event has {body.Length} bytes; {BodyMax} is the most.", nameof(bodies));
            while (true)
            {
                Task room;
                lock (gate)
                {
                    if (groups.Count == 0) break;
                    if (events.Count < capacity)
                    {
                        events.AddLast(new StreamEvent("0", ++published, key, body.ToArray(), Timestamp.From(clock.GetUtcNow())));
                        Signal();
                        break;
                    }

                    room = changed.Task;
                }

                await room.WaitAsync(cancellation);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        changed.TrySetResult();
        changed = NewSignal();
    }

    private sealed class Group(InProcessStream stream) : IEventConsumer
    {
        private const int BatchMax = 64;
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

        public long Done { get; private set; }

        public async Task RunAsync(Func<IReadOnlyList<StreamEvent>, CancellationToken, Task> handle, CancellationToken cancellation)
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                StreamEvent[] batch;
                Task more;
                lock (stream.gate)
                {
                    batch = [.. stream.events.Where(e => e.Sequence > Done).Take(BatchMax)];
                    more = stream.changed.Task;
                }

                if (batch.Length == 0)
                {
                    await more.WaitAsync(cancellation);
                    continue;
                }

                try
                {
                    await handle(batch, cancellation);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    await Task.Delay(Pause, stream.clock, cancellation);
                    continue;
                }

                lock (stream.gate)
                {
                    Done = batch[^1].Sequence;
                    long all = stream.groups.Values.Min(g => g.Done);
                    while (stream.events.First is { } first && first.Value.Sequence <= all) stream.events.RemoveFirst();
                    stream.Signal();
                }
            }
        }
    }
}
