using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>
/// The public side of one instrument: book, trades, candles, mark. The book has sequence numbers of its own, one chain from
/// the venue's start on, whatever the source's chain does.
/// </summary>
internal sealed class MarketBoard
{
    private const int TradesMax = 1_000;
    private readonly OrderBook source;
    private readonly OrderBook shown;
    private readonly Dictionary<long, long> wanted = [];
    private readonly Queue<Trade> trades = new();
    private BookLevel[] changedBids = new BookLevel[64];
    private BookLevel[] changedAsks = new BookLevel[64];
    private int bidCount;
    private int askCount;
    private bool hasDepth;
    private BookLevel bestBid;
    private BookLevel bestAsk;

    public MarketBoard(Instrument instrument, Timestamp start)
    {
        Instrument = instrument;
        source = new OrderBook(instrument.Symbol);
        shown = new OrderBook(instrument.Symbol);
        shown.ApplySnapshot(new DepthSnapshot(instrument.Symbol, start, start, FirstId, [], []));
    }

    private const long FirstId = 1_000;

    public Instrument Instrument { get; set; }

    public OrderBook Book => shown;

    public Candles Candles { get; } = new();

    public IReadOnlyCollection<Trade> Trades => trades;

    public Trade? LastTrade { get; private set; }

    public MarkPrice? Mark { get; private set; }

    /// <summary>Fundings that were settled, oldest first.</summary>
    public List<MarkPrice> Fundings { get; } = [];

    /// <summary>Streams that are subscribed to, by kind.</summary>
    public List<StreamTopic>[] Topics { get; } = [.. Enum.GetValues<StreamKind>().Select(_ => new List<StreamTopic>())];

    /// <summary>What the last change of the book was; valid until the next.</summary>
    public ReadOnlySpan<BookLevel> ChangedBids => changedBids.AsSpan(0, bidCount);

    public ReadOnlySpan<BookLevel> ChangedAsks => changedAsks.AsSpan(0, askCount);

    /// <summary>First number of the last change.</summary>
    public long ChangeFirstId { get; private set; }

    /// <summary>Last number of the change before it.</summary>
    public long ChangePreviousId { get; private set; }

    public void Add(in Trade trade)
    {
        LastTrade = trade;
        if (trades.Count == TradesMax) trades.Dequeue();
        trades.Enqueue(trade);
        Candles.Add(trade);
    }

    public void Set(in MarkPrice mark)
    {
        if (Mark is { } before && before.NextFundingAt > default(Timestamp) && mark.NextFundingAt > before.NextFundingAt && mark.VenueTime >= before.NextFundingAt) Fundings.Add(before);
        Mark = mark;
    }

    /// <returns>True when the book changed.</returns>
    public bool Apply(in DepthUpdate update)
    {
        hasDepth = true;
        if (source.Apply(update) != BookChange.Applied) return false;
        Begin();
        foreach (ref readonly BookLevel level in update.Bids) Change(Side.Buy, level);
        foreach (ref readonly BookLevel level in update.Asks) Change(Side.Sell, level);
        return Commit(update.VenueTime);
    }

    public bool Apply(in DepthSnapshot snapshot)
    {
        hasDepth = true;
        if (!source.ApplySnapshot(snapshot)) return false;
        Begin();
        Replace(Side.Buy, Levels(source, Side.Buy));
        Replace(Side.Sell, Levels(source, Side.Sell));
        return Commit(snapshot.VenueTime);
    }

    /// <summary>Where the source has quotes only, they are a book of one level.</summary>
    public bool Apply(in Quote quote)
    {
        if (hasDepth) return false;
        Begin();
        Replace(Side.Buy, [new BookLevel(quote.Bid, quote.BidQuantity)]);
        Replace(Side.Sell, [new BookLevel(quote.Ask, quote.AskQuantity)]);
        return Commit(quote.VenueTime);
    }

    /// <summary>Whether the best levels differ from those of the last question.</summary>
    public bool HasNewBest()
    {
        if (!shown.TryBest(out BookLevel bid, out BookLevel ask) || (bid == bestBid && ask == bestAsk)) return false;
        (bestBid, bestAsk) = (bid, ask);
        return true;
    }

    private void Begin() => bidCount = askCount = 0;

    private void Change(Side side, in BookLevel level)
    {
        ref BookLevel[] target = ref (side == Side.Buy ? ref changedBids : ref changedAsks);
        ref int count = ref (side == Side.Buy ? ref bidCount : ref askCount);
        if (count == target.Length) Array.Resize(ref target, count * 2);
        target[count++] = level;
    }

    private void Replace(Side side, BookLevel[] levels)
    {
        wanted.Clear();
        foreach (BookLevel level in levels) wanted[level.Price.Raw] = level.Quantity.Raw;
        foreach (BookLevel old in Levels(shown, side))
        {
            if (!wanted.Remove(old.Price.Raw, out long quantity)) Change(side, old with { Quantity = Quantity.Zero });
            else if (quantity != old.Quantity.Raw) Change(side, old with { Quantity = Quantity.FromRaw(quantity) });
        }

        foreach (BookLevel level in levels)
            if (wanted.ContainsKey(level.Price.Raw)) Change(side, level);
    }

    private bool Commit(Timestamp at)
    {
        if (bidCount + askCount == 0) return false;
        ChangePreviousId = shown.LastUpdateId;
        ChangeFirstId = ChangePreviousId + 1;
        long last = ChangePreviousId + bidCount + askCount;
        return shown.Apply(new DepthUpdate(Instrument.Symbol, at, at, ChangeFirstId, last, -1, ChangedBids, ChangedAsks)) == BookChange.Applied;
    }

    private static BookLevel[] Levels(OrderBook book, Side side)
    {
        BookLevel[] levels = new BookLevel[side == Side.Buy ? book.BidCount : book.AskCount];
        if (side == Side.Buy) book.CopyBids(levels);
        else book.CopyAsks(levels);
        return levels;
    }
}
