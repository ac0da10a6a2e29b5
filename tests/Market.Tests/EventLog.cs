using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

/// <summary>Keeps every event as text, so that streams can be compared whole.</summary>
internal sealed class EventLog : IMarketSink
{
    public List<string> Lines { get; } = [];

    public List<Trade> Trades { get; } = [];

    public List<Quote> Quotes { get; } = [];

    public List<Bar> Bars { get; } = [];

    public int Depths { get; private set; }

    public int Snapshots { get; private set; }

    public int Marks { get; private set; }

    public static EventLog Of(IMarketSource source)
    {
        EventLog log = new();
        while (source.Pump(log))
        {
        }

        return log;
    }

    public void OnTrade(in Trade trade)
    {
        Trades.Add(trade);
        Lines.Add(trade.ToString());
    }

    public void OnQuote(in Quote quote)
    {
        Quotes.Add(quote);
        Lines.Add(quote.ToString());
    }

    public void OnDepth(in DepthUpdate update)
    {
        Depths++;
        Lines.Add($"depth {update.Symbol} {update.VenueTime} {update.ReceivedAt} {update.FirstId} {update.LastId} {update.PreviousId} "
            + $"{string.Join(',', update.Bids.ToArray())} {string.Join(',', update.Asks.ToArray())}");
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Snapshots++;
        Lines.Add($"snapshot {snapshot.Symbol} {snapshot.VenueTime} {snapshot.ReceivedAt} {snapshot.LastId} "
            + $"{string.Join(',', snapshot.Bids.ToArray())} {string.Join(',', snapshot.Asks.ToArray())}");
    }

    public void OnMark(in MarkPrice mark)
    {
        Marks++;
        Lines.Add(mark.ToString());
    }

    public void OnBar(in Bar bar)
    {
        Bars.Add(bar);
        Lines.Add(bar.ToString());
    }

    public void OnNews(NewsItem item) => Lines.Add(item.ToString());
}
