using Parley.Cli.Verbs;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>Passes on only the bars and trades inside a time range; depth before it still builds the book.</summary>
public sealed class RangedSource(IMarketSource source, TimeRange range) : IMarketSource, IMarketSink
{
    private IMarketSink? _sink;
    private bool _over;

    public string Name => source.Name;

    public long FramesRead => source.FramesRead;

    public double? Progress => source.Progress;

    public bool Pump(IMarketSink sink)
    {
        if (range.IsAll) return source.Pump(sink);
        _sink = sink;
        return !_over && source.Pump(this);
    }

    public void OnTrade(in Trade trade)
    {
        if (Holds(trade.VenueTime)) _sink!.OnTrade(trade);
    }

    public void OnQuote(in Quote quote)
    {
        if (Holds(quote.VenueTime)) _sink!.OnQuote(quote);
    }

    public void OnDepth(in DepthUpdate update)
    {
        if (update.VenueTime < range.To) _sink!.OnDepth(update);
    }

    public void OnSnapshot(in DepthSnapshot snapshot) => _sink!.OnSnapshot(snapshot);

    public void OnMark(in MarkPrice mark)
    {
        if (Holds(mark.VenueTime)) _sink!.OnMark(mark);
    }

    public void OnBar(in Bar bar)
    {
        if (Holds(bar.OpenTime)) _sink!.OnBar(bar);
    }

    public void OnNews(NewsItem item)
    {
        if (Holds(item.IngestedAt)) _sink!.OnNews(item);
    }

    public void Dispose() => source.Dispose();

    private bool Holds(Timestamp at)
    {
        if (at >= range.To) _over = true;
        return at >= range.From && at < range.To;
    }
}
