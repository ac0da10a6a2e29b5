using Parley.Domain;

namespace Parley.Market;

/// <summary>What came of one symbol.</summary>
internal sealed class SymbolTally
{
    private const int GapsMax = 100;

    private readonly DataQualityMonitor monitor;
    private readonly OrderBook book;
    private readonly Dictionary<Timeframe, Timestamp> barEnds = [];
    private readonly List<BarGap> gaps = [];
    private long trades;
    private long tradeGaps;
    private long quotes;
    private long depthUpdates;
    private long snapshots;
    private long bars;
    private long zeroVolumeBars;
    private long missingBars;
    private int gapCount;
    private long bookUpdates;

    public SymbolTally(Symbol symbol, Action<DataIssue> found)
    {
        monitor = new DataQualityMonitor(symbol, null, found);
        book = new OrderBook(symbol);
    }

    public long Marks { get; set; }

    public long News { get; set; }

    public void Add(in Trade trade)
    {
        trades++;
        long gapsBefore = monitor.CountOf(DataIssueKind.Gap);
        monitor.Accept(trade);
        tradeGaps += monitor.CountOf(DataIssueKind.Gap) - gapsBefore;
    }

    public void Add(in Quote quote)
    {
        quotes++;
        monitor.Accept(quote);
    }

    public void Add(in DepthUpdate update)
    {
        depthUpdates++;
        BookChange change = book.Apply(update);
        if (change == BookChange.Applied) bookUpdates++;
        monitor.ObserveBook(book, change, update.VenueTime, update.ReceivedAt);
    }

    public void Add(in DepthSnapshot snapshot)
    {
        snapshots++;
        BookChange change = book.ApplySnapshot(snapshot) ? BookChange.Applied : BookChange.ChainBroken;
        monitor.ObserveBook(book, change, snapshot.VenueTime, snapshot.ReceivedAt);
    }

    public void Add(in Bar bar)
    {
        bars++;
        if (bar.Volume == 0) zeroVolumeBars++;
        if (barEnds.TryGetValue(bar.Timeframe, out Timestamp end) && bar.OpenTime > end) AddGap(end, bar);
        barEnds[bar.Timeframe] = bar.CloseTime;
        monitor.Accept(bar);
    }

    public SymbolReport ToReport() => new(
        monitor.Symbol,
        trades,
        quotes,
        depthUpdates,
        snapshots,
        Marks,
        bars,
        News,
        barEnds.Keys.Order().ToArray(),
        gapCount,
        missingBars,
        gaps,
        zeroVolumeBars,
        tradeGaps,
        monitor.CountOf(DataIssueKind.Duplicate),
        monitor.CountOf(DataIssueKind.OutOfOrder),
        monitor.CountOf(DataIssueKind.PriceSpike),
        monitor.CountOf(DataIssueKind.OffBookTrade),
        monitor.CountOf(DataIssueKind.Stale),
        monitor.CountOf(DataIssueKind.Mute),
        bookUpdates,
        monitor.CountOf(DataIssueKind.BookChainBroken),
        depthUpdates + snapshots > 0 ? book.Status : null,
        book.BreakReason);

    private void AddGap(Timestamp end, in Bar bar)
    {
        long missing = (bar.OpenTime.Nanoseconds - end.Nanoseconds) / bar.Timeframe.Nanoseconds;
        gapCount++;
        missingBars += missing;
        if (gaps.Count < GapsMax) gaps.Add(new BarGap(end, bar.OpenTime, missing));
    }
}
