using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

/// <summary>Passes the market on and drops what only an instrument's stream has.</summary>
internal sealed class InstrumentSinkAround(IMarketSink market) : IInstrumentSink
{
    public void OnTrade(in Trade trade) => market.OnTrade(trade);

    public void OnQuote(in Quote quote) => market.OnQuote(quote);

    public void OnDepth(in DepthUpdate update) => market.OnDepth(update);

    public void OnSnapshot(in DepthSnapshot snapshot) => market.OnSnapshot(snapshot);

    public void OnMark(in MarkPrice mark) => market.OnMark(mark);

    public void OnBar(in Bar bar) => market.OnBar(bar);

    public void OnNews(NewsItem item) => market.OnNews(item);

    public void OnClock(Timestamp now)
    {
    }

    public void OnReferenceBar(in Bar bar)
    {
    }

    public void OnDue(Timestamp now, AccountView account)
    {
    }
}
