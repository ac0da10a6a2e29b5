using Parley.Domain;
using Parley.Ports;

namespace Parley.Benchmarks;

/// <summary>Keeps one instrument's market in memory, to be played again without parsing anything.</summary>
internal sealed class EventTape : IMarketSink
{
    private readonly List<Trade> trades = [];
    private readonly List<Quote> quotes = [];
    private readonly List<MarkPrice> marks = [];
    private readonly List<BookChangeOnTape> books = [];
    private readonly List<(char Kind, int Index)> order = [];

    public int Count => order.Count;

    public Symbol Symbol { get; private set; }

    /// <summary>When each event was received.</summary>
    public List<Timestamp> Received { get; } = [];

    /// <summary>The coarsest grid on which every price lies.</summary>
    public long PriceGrid { get; private set; }

    public long QuantityGrid { get; private set; }

    public void Play(int from, int to, IMarketSink sink)
    {
        for (int i = from; i < to; i++)
        {
            (char kind, int index) = order[i];
            switch (kind)
            {
                case 'T': sink.OnTrade(trades[index]); break;
                case 'Q': sink.OnQuote(quotes[index]); break;
                case 'M': sink.OnMark(marks[index]); break;
                default: books[index].Play(sink); break;
            }
        }
    }

    public void OnTrade(in Trade trade)
    {
        Note(trade.Symbol, trade.ReceivedAt, 'T', trades.Count);
        Note(trade.Price, trade.Quantity);
        trades.Add(trade);
    }

    public void OnQuote(in Quote quote)
    {
        Note(quote.Symbol, quote.ReceivedAt, 'Q', quotes.Count);
        Note(quote.Bid, quote.BidQuantity);
        Note(quote.Ask, quote.AskQuantity);
        quotes.Add(quote);
    }

    public void OnDepth(in DepthUpdate update)
    {
        Note(update.Symbol, update.ReceivedAt, 'D', books.Count);
        books.Add(new BookChangeOnTape(
            false, update.Symbol, update.VenueTime, update.ReceivedAt, update.FirstId, update.LastId, update.PreviousId,
            Keep(update.Bids), Keep(update.Asks)));
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Note(snapshot.Symbol, snapshot.ReceivedAt, 'S', books.Count);
        books.Add(new BookChangeOnTape(
            true, snapshot.Symbol, snapshot.VenueTime, snapshot.ReceivedAt, 0, snapshot.LastId, 0, Keep(snapshot.Bids), Keep(snapshot.Asks)));
    }

    public void OnMark(in MarkPrice mark)
    {
        Note(mark.Symbol, mark.ReceivedAt, 'M', marks.Count);
        marks.Add(mark);
    }

    public void OnBar(in Bar bar) => throw new NotSupportedException("Recordings of a feed hold no bars.");

    public void OnNews(NewsItem item) => throw new NotSupportedException("Recordings of a feed hold no news.");

    private BookLevel[] Keep(ReadOnlySpan<BookLevel> levels)
    {
        foreach (BookLevel level in levels) Note(level.Price, level.Quantity);
        return levels.ToArray();
    }

    private void Note(Symbol symbol, Timestamp receivedAt, char kind, int index)
    {
        Symbol = symbol;
        Received.Add(receivedAt);
        order.Add((kind, index));
    }

    private void Note(Price price, Quantity quantity)
    {
        PriceGrid = Divisor(PriceGrid, price.Raw);
        QuantityGrid = Divisor(QuantityGrid, quantity.Raw);
    }

    private static long Divisor(long left, long right)
    {
        while (right != 0) (left, right) = (right, left % right);
        return left;
    }
}

/// <summary>A depth update, or a snapshot.</summary>
internal sealed record BookChangeOnTape(
    bool IsSnapshot,
    Symbol Symbol,
    Timestamp VenueTime,
    Timestamp ReceivedAt,
    long FirstId,
    long LastId,
    long PreviousId,
    BookLevel[] Bids,
    BookLevel[] Asks)
{
    public void Play(IMarketSink sink)
    {
        if (IsSnapshot) sink.OnSnapshot(new DepthSnapshot(Symbol, VenueTime, ReceivedAt, LastId, Bids, Asks));
        else sink.OnDepth(new DepthUpdate(Symbol, VenueTime, ReceivedAt, FirstId, LastId, PreviousId, Bids, Asks));
    }
}
