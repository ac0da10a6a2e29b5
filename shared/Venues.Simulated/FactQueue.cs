using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>Facts on their way to the client, in order of arrival; those of one moment in order of happening.</summary>
internal sealed class FactQueue(TimeSpan answerLatency)
{
    private readonly PriorityQueue<VenueFact, (long ArrivesAt, long Sequence)> queue = new();
    private long sequence;
    private long orders;
    private long trades;

    public void Publish(VenueFact fact) => queue.Enqueue(fact, ((fact.At + answerLatency).Nanoseconds, ++sequence));

    /// <summary>Tells a fact of the past once more.</summary>
    public void Repeat(VenueFact fact, Timestamp now) => queue.Enqueue(fact, ((now + answerLatency).Nanoseconds, ++sequence));

    public bool TryTake(Timestamp now, out VenueFact fact)
    {
        if (!queue.TryPeek(out fact!, out (long ArrivesAt, long) priority) || priority.ArrivesAt > now.Nanoseconds) return false;
        queue.Dequeue();
        return true;
    }

    public long NextOrderNumber() => ++orders;

    public long NextTradeId() => ++trades;
}
