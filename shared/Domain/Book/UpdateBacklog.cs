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

    public void Sync(ref StateStream state, Symbol symbol)
    {
        int count = queue.Count;
        state.SyncCount(ref count, UpdatesMax);
        if (state.IsReading)
        {
            while (queue.Count > 0) RemoveOldest();
            for (int i = 0; i < count; i++) queue.Enqueue(spare.TryPop(out Kept? kept) ? kept : new Kept());
        }

        foreach (Kept kept in queue) kept.Sync(ref state, symbol);
    }

    private sealed class Kept
    {
        private const int LevelsMax = 1 << 16;

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

        public void Sync(ref StateStream state, Symbol owner)
        {
            symbol = owner;
            state.Sync(ref venueTime);
            state.Sync(ref receivedAt);
            state.Sync(ref firstId);
            state.Sync(ref lastId);
            state.Sync(ref previousId);
            state.SyncCount(ref count, LevelsMax);
            state.SyncCount(ref bidCount, count);
            if (levels.Length < count) levels = new BookLevel[count];
            BookLevels.Sync(ref state, levels.AsSpan(0, count));
        }
    }
}
