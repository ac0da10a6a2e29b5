using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>Counts what comes, symbol by symbol, and lets a monitor and a book judge it.</summary>
internal sealed class DataCheckSink : IMarketSink
{
    private const int IssuesMax = 100;

    private readonly Dictionary<Symbol, SymbolTally> tallies = [];
    private readonly List<DataIssue> issues = [];

    public Timestamp? From { get; private set; }

    public Timestamp? To { get; private set; }

    public IReadOnlyList<DataIssue> Issues => issues;

    public IReadOnlyList<SymbolReport> SymbolReports() =>
        tallies.OrderBy(t => t.Key.Value, StringComparer.Ordinal).Select(t => t.Value.ToReport()).ToArray();

    public void OnTrade(in Trade trade)
    {
        Span(trade.VenueTime, trade.VenueTime);
        TallyOf(trade.Symbol).Add(trade);
    }

    public void OnQuote(in Quote quote)
    {
        Span(quote.VenueTime, quote.VenueTime);
        TallyOf(quote.Symbol).Add(quote);
    }

    public void OnDepth(in DepthUpdate update)
    {
        Span(update.VenueTime, update.VenueTime);
        TallyOf(update.Symbol).Add(update);
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        Span(snapshot.VenueTime, snapshot.VenueTime);
        TallyOf(snapshot.Symbol).Add(snapshot);
    }

    public void OnMark(in MarkPrice mark)
    {
        Span(mark.VenueTime, mark.VenueTime);
        TallyOf(mark.Symbol).Marks++;
    }

    public void OnBar(in Bar bar)
    {
        Span(bar.OpenTime, bar.CloseTime);
        TallyOf(bar.Symbol).Add(bar);
    }

    public void OnNews(NewsItem item)
    {
        Span(item.IngestedAt, item.IngestedAt);
        TallyOf(item.Symbol).News++;
    }

    private SymbolTally TallyOf(Symbol symbol)
    {
        if (!tallies.TryGetValue(symbol, out SymbolTally? tally)) tallies[symbol] = tally = new SymbolTally(symbol, Keep);
        return tally;
    }

    private void Keep(DataIssue issue)
    {
        if (issues.Count < IssuesMax) issues.Add(issue);
    }

    private void Span(Timestamp start, Timestamp end)
    {
        From ??= start;
        To = To is { } latest ? Timestamp.Max(latest, end) : end;
    }
}
