namespace Parley.Domain;

/// <summary>
/// Depth updates kept while the book waits for a snapshot. Bounded: when full the oldest goes, and if the snapshot
/// turns out to need it, the sequence check says so.
/// </summary>
internal sealed class UpdateBacklog
{
    private const int UpdatesMax = 1_024;

    private readonly Queue<Kept> queue = new();
    private readonly Stack<Kept> spare = new();

    public int Count => queue.Count;

    public void Add(in DepthUpdate update)
    {
        if (queue.Count == UpdatesMax) RemoveOldest();
        if (!spare.TryPop(out Kept? kept)) kept = new Kept();
        kept.Take(update);
        queue.Enqueue(kept);
    }

    /// <summary>The oldest update; its spans live until the next call here.</summary>
    public DepthUpdate Oldest() => queue.Peek().ToUpdate();

    public void RemoveOldest() => spare.Push(queue.Dequeue());

    private sealed class Kept
    {
        private Symbol symbol;
        private Timestamp venueTime;
        private Timestamp receivedAt;
        private long firstId;
        private long lastId;
        private long previousId;
        private BookLevel[] levels = [];
        private int bidCount;
        private int count;

        public void Take(in DepthUpdate update)
        {
            symbol = update.Symbol;
            venueTime = update.VenueTime;
            receivedAt = update.ReceivedAt;
            (firstId, lastId, previousId) = (update.FirstId, update.LastId, update.PreviousId);
            bidCount = update.Bids.Length;
            count = bidCount + update.Asks.Length;
            if (levels.Length < count) levels = new BookLevel[count];
            update.Bids.CopyTo(levels);
            update.Asks.CopyTo(levels.AsSpan(bidCount));
        }

        public DepthUpdate ToUpdate() =>
            new(symbol, venueTime, receivedAt, firstId, lastId, previousId,
                levels.AsSpan(0, bidCount), levels.AsSpan(bidCount, count - bidCount));
    }
}
