using Parley.Domain;
using Parley.Ports;

namespace Parley.Benchmarks;

/// <summary>Takes every event and looks at as little of it as keeps it from being optimised away.</summary>
internal sealed class CountingSink : IInstrumentSink
{
    public long Events { get; private set; }

    public long Levels { get; private set; }

    public void OnTrade(in Trade trade) => Events++;

    public void OnQuote(in Quote quote) => Events++;

    public void OnDepth(in DepthUpdate update) => Book(update.Bids.Length + update.Asks.Length);

    public void OnSnapshot(in DepthSnapshot snapshot) => Book(snapshot.Bids.Length + snapshot.Asks.Length);

    public void OnMark(in MarkPrice mark) => Events++;

    public void OnBar(in Bar bar) => Events++;

    public void OnNews(NewsItem item) => Events++;

    public void OnClock(Timestamp now) => Events++;

    public void OnReferenceBar(in Bar bar) => Events++;

    public void OnDue(Timestamp now, AccountView account) => Events++;

    private void Book(int levels)
    {
        Events++;
        Levels += levels;
    }
}
