using Parley.Domain;
using Parley.Ports;

namespace Parley.Benchmarks;

/// <summary>Counts and keeps the book.</summary>
internal class ReplaySink : IMarketSink
{
    private long trades;
    private long quotes;
    private long updates;

    protected OrderBook? Book { get; private set; }

    public ReplayOutcome Outcome(long frames) =>
        new(frames, trades, quotes, updates, Book?.LastUpdateId ?? 0, Book?.BidCount ?? 0, Book?.BestBid?.Raw ?? 0);

    public virtual void OnTrade(in Trade trade) => trades++;

    public virtual void OnQuote(in Quote quote) => quotes++;

    public void OnDepth(in DepthUpdate update)
    {
        Book ??= new OrderBook(update.Symbol);
        BookChange change = Book.Apply(update);
        if (change == BookChange.Applied) updates++;
        if (change is BookChange.Applied or BookChange.ChainBroken) OnBookChanged(Book, update.VenueTime);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Book ??= new OrderBook(snapshot.Symbol);
        if (Book.ApplySnapshot(snapshot)) OnBookChanged(Book, snapshot.VenueTime);
    }

    public void OnMark(in MarkPrice mark)
    {
    }

    public void OnBar(in Bar bar)
    {
    }

    public void OnNews(NewsItem item)
    {
    }

    protected virtual void OnBookChanged(OrderBook book, Timestamp venueTime)
    {
    }
}
