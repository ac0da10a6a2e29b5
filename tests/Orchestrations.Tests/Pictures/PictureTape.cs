using Parley.Ports;

namespace Parley.Orchestrations.Tests;

/// <summary>Keeps a market's events, so that they can happen more than once.</summary>
internal class PictureTape : IMarketSink
{
    public List<PictureEvent> Events { get; } = [];

    public static IReadOnlyList<PictureEvent> Of(IMarketSource source)
    {
        var tape = new PictureTape();
        while (source.Pump(tape))
        {
        }

        return tape.Events;
    }

    public virtual void OnTrade(in Trade trade)
    {
        Trade kept = trade;
        Add(trade.VenueTime, p => p.OnTrade(kept));
    }

    public virtual void OnQuote(in Quote quote)
    {
        Quote kept = quote;
        Add(quote.VenueTime, p => p.OnQuote(kept));
    }

    public virtual void OnDepth(in DepthUpdate update)
    {
        (Symbol symbol, Timestamp at, Timestamp received, long first, long last, long previous) =
            (update.Symbol, update.VenueTime, update.ReceivedAt, update.FirstId, update.LastId, update.PreviousId);
        BookLevel[] bids = update.Bids.ToArray();
        BookLevel[] asks = update.Asks.ToArray();
        Add(at, p => p.OnDepth(new DepthUpdate(symbol, at, received, first, last, previous, bids, asks)));
    }

    public virtual void OnSnapshot(in DepthSnapshot snapshot)
    {
        (Symbol symbol, Timestamp at, Timestamp received, long last) = (snapshot.Symbol, snapshot.VenueTime, snapshot.ReceivedAt, snapshot.LastId);
        BookLevel[] bids = snapshot.Bids.ToArray();
        BookLevel[] asks = snapshot.Asks.ToArray();
        Add(at, p => p.OnSnapshot(new DepthSnapshot(symbol, at, received, last, bids, asks)));
    }

    public virtual void OnMark(in MarkPrice mark)
    {
        MarkPrice kept = mark;
        Add(mark.VenueTime, p => p.OnMark(kept));
    }

    public virtual void OnBar(in Bar bar)
    {
        Bar kept = bar;
        Add(bar.CloseTime, p => p.OnBar(kept));
    }

    public virtual void OnNews(NewsItem item) => Add(item.IngestedAt, p => p.OnNews(item));

    protected void Add(Timestamp at, Action<InstrumentPicture> apply) => Events.Add(new(at, apply));
}
