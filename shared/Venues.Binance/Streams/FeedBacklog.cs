namespace Parley.Venues.Binance;

/// <summary>
/// What arrived while nobody pumped, because another part of the adapter polled the wire they share. Bounded: beyond that the
/// oldest go, and the sequence checks will say so.
/// </summary>
internal sealed class FeedBacklog
{
    private const int ItemsMax = 8_192;

    private readonly Queue<(object From, byte[] Bytes)> waiting = new();

    /// <summary>Messages that were dropped.</summary>
    public long Dropped { get; private set; }

    /// <param name="from">The socket or the book it is for.</param>
    public void Add(object from, ReadOnlySpan<byte> bytes)
    {
        if (waiting.Count == ItemsMax)
        {
            waiting.Dequeue();
            Dropped++;
        }

        waiting.Enqueue((from, bytes.ToArray()));
    }

    public bool TryTake(out (object From, byte[] Bytes) item) => waiting.TryDequeue(out item);
}
