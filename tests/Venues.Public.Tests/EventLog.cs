using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Public.Tests;

internal sealed class EventLog : IMarketSink
{
    public List<object> All { get; } = [];

    public void OnTrade(in Trade trade) => All.Add(trade);

    public void OnQuote(in Quote quote) => All.Add(quote);

    public void OnDepth(in DepthUpdate update) => All.Add("depth");

    public void OnSnapshot(in DepthSnapshot snapshot) => All.Add("snapshot");

    public void OnMark(in MarkPrice mark) => All.Add(mark);

    public void OnBar(in Bar bar) => All.Add(bar);

    public void OnNews(NewsItem item) => All.Add(item);
}
