namespace Parley.Domain;

public enum BookStatus
{
    /// <summary>Updates are kept until a snapshot comes.</summary>
    AwaitingSnapshot,

    /// <summary>The book equals the venue's at <see cref="OrderBook.LastUpdateId"/>.</summary>
    Live,

    /// <summary>An update is missing or made no sense; the book is empty until the next snapshot.</summary>
    Broken,
}

/// <summary>What became of an update.</summary>
public enum BookChange
{
    Applied,

    /// <summary>Older than the book: nothing to do.</summary>
    Ignored,

    /// <summary>Kept until a snapshot comes.</summary>
    Buffered,

    /// <summary>The book was live and is now broken; <see cref="OrderBook.BreakReason"/> says why.</summary>
    ChainBroken,
}

/// <summary>
/// A level-2 order book kept from a snapshot and the updates that follow it. It checks the venue's sequence numbers and
/// refuses to show a book it cannot vouch for. Sequence rules: Binance, "How to manage a local order book correctly",
/// spot (<c>U</c>, <c>u</c>) and USDⓈ-M futures (<c>pu</c>). Applying allocates nothing after warm-up.
/// </summary>
public sealed class OrderBook
{
    private readonly BookSide bids = new(Side.Buy);
    private readonly BookSide asks = new(Side.Sell);
    private readonly UpdateBacklog backlog = new();

    // The first update after a snapshot may overlap it; later ones must follow exactly.
    private bool joinsSnapshot;

    public OrderBook(Symbol symbol) => Symbol = symbol;

    public Symbol Symbol { get; }

    public BookStatus Status { get; private set; } = BookStatus.AwaitingSnapshot;

    /// <summary>Sequence number of the newest change in the book; 0 unless live.</summary>
    public long LastUpdateId { get; private set; }

    /// <summary>Venue time of the newest change applied; survives a break.</summary>
    public Timestamp UpdatedAt { get; private set; }

    /// <summary>Why the book broke last; null while it never did, and again once a snapshot made it live.</summary>
    public string? BreakReason { get; private set; }

    public int BidCount => bids.Count;

    public int AskCount => asks.Count;

    public Price? BestBid => bids.Count > 0 ? Price.FromRaw(bids.BestRaw) : null;

    public Price? BestAsk => asks.Count > 0 ? Price.FromRaw(asks.BestRaw) : null;

    /// <summary>Best level of both sides; false when a side is empty, as both are unless live.</summary>
    public bool TryBest(out BookLevel bid, out BookLevel ask)
    {
        if (bids.Count == 0 || asks.Count == 0)
        {
            bid = ask = default;
            return false;
        }

        bid = bids.At(0);
        ask = asks.At(0);
        return true;
    }

    /// <summary>The bid at a distance of <paramref name="depth"/> levels from the best, which is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not below <see cref="BidCount"/>.</exception>
    public BookLevel BidAt(int depth) => bids.At(depth);

    /// <summary>The ask at a distance of <paramref name="depth"/> levels from the best, which is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not below <see cref="AskCount"/>.</exception>
    public BookLevel AskAt(int depth) => asks.At(depth);

    /// <summary>Copies as many bids as fit, best first.</summary>
    /// <returns>How many were copied.</returns>
    public int CopyBids(Span<BookLevel> target) => bids.CopyTo(target);

    /// <summary>Copies as many asks as fit, best first.</summary>
    /// <returns>How many were copied.</returns>
    public int CopyAsks(Span<BookLevel> target) => asks.CopyTo(target);

    /// <summary>Quantity resting at a price on one side (<see cref="Side.Buy"/>: bids); zero when there is no such level.</summary>
    public Quantity QuantityAt(Side side, Price price) => (side == Side.Buy ? bids : asks).QuantityAt(price);

    /// <summary>
    /// Σ price × quantity resting on one side (<see cref="Side.Buy"/>: bids) at <paramref name="limit"/> or better, in quote
    /// currency; zero when there is no such level.
    /// </summary>
    public double NotionalTo(Side side, Price limit) => (side == Side.Buy ? bids : asks).NotionalTo(limit);

    /// <summary>Takes the next update of this symbol's stream.</summary>
    /// <exception cref="ArgumentException">The update is another symbol's.</exception>
    public BookChange Apply(in DepthUpdate update)
    {
        RequireSymbol(update.Symbol);
        if (Status != BookStatus.Live)
        {
            backlog.Add(update);
            return BookChange.Buffered;
        }

        BookChange change = ApplyLive(update);
        if (change == BookChange.ChainBroken) backlog.Add(update);
        return change;
    }

    /// <summary>
    /// Starts the book afresh from a snapshot and applies the updates kept since. A snapshot older than a live book
    /// changes nothing.
    /// </summary>
    /// <returns>True when the book is live afterwards.</returns>
    /// <exception cref="ArgumentException">The snapshot is another symbol's.</exception>
    public bool ApplySnapshot(in DepthSnapshot snapshot)
    {
        RequireSymbol(snapshot.Symbol);
        if (Status == BookStatus.Live && snapshot.LastId < LastUpdateId) return true;
        bids.Clear();
        asks.Clear();
        if (!TrySet(snapshot.Bids, snapshot.Asks, out string fault))
        {
            Break($"snapshot {snapshot.LastId}: {fault}");
            return false;
        }

        LastUpdateId = snapshot.LastId;
        UpdatedAt = Timestamp.Max(UpdatedAt, snapshot.VenueTime);
        Status = BookStatus.Live;
        BreakReason = null;
        joinsSnapshot = true;

        while (backlog.Count > 0)
        {
            if (ApplyLive(backlog.Oldest()) == BookChange.ChainBroken) return false;
            backlog.RemoveOldest();
        }

        return true;
    }

    /// <summary>
    /// Saves, restores or measures the whole book, updates kept for a snapshot included. Reading replaces everything but
    /// the symbol.
    /// </summary>
    /// <exception cref="StateException">The bytes read are damaged; the book is then of no use.</exception>
    public void Sync(ref StateStream state)
    {
        BookStatus status = Status;
        long lastUpdateId = LastUpdateId;
        Timestamp updatedAt = UpdatedAt;
        string? breakReason = BreakReason;
        state.SyncEnum(ref status);
        state.Sync(ref lastUpdateId);
        state.Sync(ref updatedAt);
        state.SyncOptional(ref breakReason);
        state.Sync(ref joinsSnapshot);
        (Status, LastUpdateId, UpdatedAt, BreakReason) = (status, lastUpdateId, updatedAt, breakReason);
        bids.Sync(ref state);
        asks.Sync(ref state);
        backlog.Sync(ref state, Symbol);
    }

    private BookChange ApplyLive(in DepthUpdate update)
    {
        if (IsOld(update)) return BookChange.Ignored;
        if (!Follows(update))
        {
            Break(MissingText(update));
            return BookChange.ChainBroken;
        }

        if (!TrySet(update.Bids, update.Asks, out string fault))
        {
            Break($"update {update.FirstId}–{update.LastId}: {fault}");
            return BookChange.ChainBroken;
        }

        LastUpdateId = update.LastId;
        UpdatedAt = update.VenueTime;
        joinsSnapshot = false;
        return BookChange.Applied;
    }

    // A futures update that ends exactly at the snapshot is the one it joins on; a spot one is already in it.
    private bool IsOld(in DepthUpdate update) =>
        joinsSnapshot && update.PreviousId >= 0 ? update.LastId < LastUpdateId : update.LastId <= LastUpdateId;

    // On futures numbers are not consecutive, so a snapshot may fall between two updates: then the update that names a
    // predecessor at or before the snapshot is the next one, although it starts after it.
    private bool Follows(in DepthUpdate update) => (update.PreviousId >= 0, joinsSnapshot) switch
    {
        (false, true) => update.FirstId <= LastUpdateId + 1,
        (false, false) => update.FirstId == LastUpdateId + 1,
        (true, true) => update.FirstId <= LastUpdateId || update.PreviousId <= LastUpdateId,
        (true, false) => update.PreviousId == LastUpdateId,
    };

    private string MissingText(in DepthUpdate update) => update.PreviousId >= 0
        ? $"updates missing: have {LastUpdateId}, got {update.FirstId}–{update.LastId} which follows {update.PreviousId}"
        : $"updates missing: have {LastUpdateId}, got {update.FirstId}–{update.LastId}";

    private bool TrySet(ReadOnlySpan<BookLevel> changedBids, ReadOnlySpan<BookLevel> changedAsks, out string fault)
    {
        fault = "";
        if (HasAbsurdLevel(changedBids) || HasAbsurdLevel(changedAsks))
        {
            fault = "a price is not positive or a quantity is negative";
            return false;
        }

        foreach (ref readonly BookLevel level in changedBids) bids.Set(level);
        foreach (ref readonly BookLevel level in changedAsks) asks.Set(level);
        if (bids.Count == 0 || asks.Count == 0 || bids.BestRaw < asks.BestRaw) return true;
        fault = $"best bid {BestBid} is not below best ask {BestAsk}";
        return false;
    }

    private static bool HasAbsurdLevel(ReadOnlySpan<BookLevel> levels)
    {
        foreach (ref readonly BookLevel level in levels)
            if (!level.Price.IsPositive || level.Quantity.IsNegative) return true;
        return false;
    }

    private void Break(string reason)
    {
        bids.Clear();
        asks.Clear();
        LastUpdateId = 0;
        Status = BookStatus.Broken;
        BreakReason = reason;
    }

    private void RequireSymbol(Symbol symbol)
    {
        if (symbol != Symbol) throw new ArgumentException($"The book of {Symbol} was given data of {symbol}.");
    }
}
