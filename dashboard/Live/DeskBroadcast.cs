using System.Threading.Channels;

namespace Parley.Dashboard;

/// <summary>
/// Hands each event to every reader without ever making the publisher wait. A reader holds at most
/// <paramref name="capacity"/> events; beyond that its oldest go, and it learns how many as a <see cref="DeskEvent.Gap"/>
/// before the next event it gets.
/// </summary>
public sealed class DeskBroadcast(int capacity = 512)
{
    private readonly Lock _gate = new();
    private Subscriber[] _subscribers = [];

    /// <summary>Readers right now: publishers may skip building events for nobody.</summary>
    public int Readers => Volatile.Read(ref _subscribers).Length;

    /// <summary>Never blocks, never throws; safe from any thread.</summary>
    public void Publish(DeskEvent happened)
    {
        foreach (Subscriber subscriber in Volatile.Read(ref _subscribers)) subscriber.Events.Writer.TryWrite(happened);
    }

    /// <summary>Everything published from this call on. Ends, without an exception, when the token is cancelled.</summary>
    public IAsyncEnumerable<DeskEvent> Subscribe(CancellationToken cancellation)
    {
        // Outside the iterator: nothing published between this call and the first read may be missed.
        Subscriber subscriber = new(capacity);
        lock (_gate) _subscribers = [.. _subscribers, subscriber];
        // On cancellation the subscriber goes even when its reader never comes back.
        CancellationTokenRegistration registration = cancellation.Register(() => Remove(subscriber));
        return Read(subscriber, registration);
    }

    private async IAsyncEnumerable<DeskEvent> Read(Subscriber subscriber, CancellationTokenRegistration registration)
    {
        try
        {
            await foreach (DeskEvent happened in subscriber.Events.Reader.ReadAllAsync())
            {
                if (subscriber.TakeLost() is > 0 and long lost) yield return new DeskEvent.Gap(lost);
                yield return happened;
            }
        }
        finally
        {
            await registration.DisposeAsync();
            Remove(subscriber);
        }
    }

    private void Remove(Subscriber subscriber)
    {
        lock (_gate) _subscribers = Array.FindAll(_subscribers, other => other != subscriber);
        subscriber.Events.Writer.TryComplete();
    }

    private sealed class Subscriber
    {
        private long _lost;

        public Subscriber(int capacity)
        {
            BoundedChannelOptions newestWins = new(capacity) { FullMode = BoundedChannelFullMode.DropOldest };
            Events = Channel.CreateBounded<DeskEvent>(newestWins, _ => Interlocked.Increment(ref _lost));
        }

        public Channel<DeskEvent> Events { get; }

        public long TakeLost() => Interlocked.Exchange(ref _lost, 0);
    }
}
