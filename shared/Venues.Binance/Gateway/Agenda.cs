namespace Parley.Venues.Binance;

/// <summary>What is to be done when: by monotonic time, ties in the order they were put down. For one thread.</summary>
internal sealed class Agenda(TimeProvider time)
{
    private readonly PriorityQueue<Action, (long At, long Sequence)> entries = new();
    private readonly long origin = time.GetTimestamp();
    private long sequence;

    /// <summary>Monotonic time since this agenda was made.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(origin);

    /// <summary>When the next entry is due, by <see cref="Elapsed"/>; null when there is none.</summary>
    public TimeSpan? Next => entries.TryPeek(out _, out (long At, long Sequence) first) ? TimeSpan.FromTicks(first.At) : null;

    public void After(TimeSpan delay, Action action) => entries.Enqueue(action, ((Elapsed + delay).Ticks, sequence++));

    /// <summary>Does what is due.</summary>
    /// <returns>False when nothing was.</returns>
    public bool Run()
    {
        bool any = false;
        long now = Elapsed.Ticks;
        while (entries.TryPeek(out Action? action, out (long At, long Sequence) first) && first.At <= now)
        {
            entries.Dequeue();
            action();
            any = true;
        }

        return any;
    }
}
