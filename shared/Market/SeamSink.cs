using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Passes events on from one source after the other and watches the seam between them: when the next source starts, and
/// whether candles are missing there.
/// </summary>
/// <param name="starting">Told when each source's first event happened, before it is passed on.</param>
internal sealed class SeamSink(Action<Timestamp> starting) : IMarketSink
{
    private readonly Dictionary<(Symbol, Timeframe), Timestamp> barEnds = [];
    private bool hasStarted;

    /// <summary>Where events go; set before every use.</summary>
    public IMarketSink? Target { get; set; }

    /// <summary>Latest moment any event of this source knew of.</summary>
    public Timestamp Latest { get; private set; }

    public void StartNext() => hasStarted = false;

    public void OnTrade(in Trade trade)
    {
        Note(trade.ReceivedAt, trade.ReceivedAt);
        Target!.OnTrade(trade);
    }

    public void OnQuote(in Quote quote)
    {
        Note(quote.ReceivedAt, quote.ReceivedAt);
        Target!.OnQuote(quote);
    }

    public void OnDepth(in DepthUpdate update)
    {
        Note(update.ReceivedAt, update.ReceivedAt);
        Target!.OnDepth(update);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Note(snapshot.ReceivedAt, snapshot.ReceivedAt);
        Target!.OnSnapshot(snapshot);
    }

    public void OnMark(in MarkPrice mark)
    {
        Note(mark.ReceivedAt, mark.ReceivedAt);
        Target!.OnMark(mark);
    }

    public void OnBar(in Bar bar)
    {
        Note(bar.OpenTime, bar.CloseTime);
        bool gap = barEnds.TryGetValue((bar.Symbol, bar.Timeframe), out Timestamp end) && bar.OpenTime > end;
        barEnds[(bar.Symbol, bar.Timeframe)] = bar.CloseTime;
        Target!.OnBar(gap && !bar.AfterGap ? bar with { AfterGap = true } : bar);
    }

    public void OnNews(NewsItem item)
    {
        Note(item.IngestedAt, item.IngestedAt);
        Target!.OnNews(item);
    }

    private void Note(Timestamp start, Timestamp end)
    {
        if (!hasStarted)
        {
            starting(start);
            hasStarted = true;
        }

        Latest = Timestamp.Max(Latest, end);
    }
}
