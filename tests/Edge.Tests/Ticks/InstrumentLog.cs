using System.Globalization;

namespace Parley.Edge.Tests;

/// <summary>Writes down what one instrument's market was, event by event: equal markets have equal logs.</summary>
internal sealed class InstrumentLog : IInstrumentSink
{
    public List<string> Lines { get; } = [];

    public void OnTrade(in Trade trade) => Lines.Add(trade.ToString());

    public void OnQuote(in Quote quote) => Lines.Add(quote.ToString());

    public void OnDepth(in DepthUpdate update) => Lines.Add(
        $"depth {update.VenueTime} {update.FirstId} {update.LastId} {update.PreviousId} {Levels(update.Bids)}|{Levels(update.Asks)}");

    public void OnSnapshot(in DepthSnapshot snapshot) => Lines.Add(
        $"snapshot {snapshot.VenueTime} {snapshot.LastId} {Levels(snapshot.Bids)}|{Levels(snapshot.Asks)}");

    public void OnMark(in MarkPrice mark) => Lines.Add(mark.ToString());

    public void OnBar(in Bar bar) => Lines.Add(bar.ToString());

    public void OnNews(NewsItem item) => Lines.Add(item.ToString());

    public void OnClock(Timestamp now) => Lines.Add($"clock {now}");

    public void OnReferenceBar(in Bar bar) => Lines.Add($"reference {bar}");

    public void OnDue(Timestamp now, AccountView account) =>
        Lines.Add(string.Create(CultureInfo.InvariantCulture, $"due {now} {account}"));

    private static string Levels(ReadOnlySpan<BookLevel> levels) => string.Join(' ', levels.ToArray().Select(l => $"{l.Price}x{l.Quantity}"));
}
