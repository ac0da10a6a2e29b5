using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>Hands every event to the first sink, then to the second: the venue matches before the desk sees.</summary>
public sealed class MarketFanOut(IMarketSink first, IMarketSink second) : IMarketSink
{
    public void OnTrade(in Trade trade)
    {
        first.OnTrade(trade);
        second.OnTrade(trade);
    }

    public void OnQuote(in Quote quote)
    {
        first.OnQuote(quote);
        second.OnQuote(quote);
    }

    public void OnDepth(in DepthUpdate update)
    {
        first.OnDepth(update);
        second.OnDepth(update);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        first.OnSnapshot(snapshot);
        second.OnSnapshot(snapshot);
    }

    public void OnMark(in MarkPrice mark)
    {
        first.OnMark(mark);
        second.OnMark(mark);
    }

    public void OnBar(in Bar bar)
    {
        first.OnBar(bar);
        second.OnBar(bar);
    }

    public void OnNews(NewsItem item)
    {
        first.OnNews(item);
        second.OnNews(item);
    }
}
