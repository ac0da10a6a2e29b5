using System.Runtime.InteropServices;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

/// <summary>Keeps every event as text that shows every bit of it: two logs are equal when the events are.</summary>
internal sealed class ExactLog : IInstrumentSink
{
    public List<string> Lines { get; } = [];

    public void OnTrade(in Trade trade) => Lines.Add(trade.ToString());

    public void OnQuote(in Quote quote) => Lines.Add(quote.ToString());

    public void OnDepth(in DepthUpdate update) => Lines.Add(
        $"depth {update.Symbol} {Times(update.VenueTime, update.ReceivedAt)} {update.FirstId} {update.LastId} {update.PreviousId} "
        + $"{Levels(update.Bids)} {Levels(update.Asks)}");

    public void OnSnapshot(in DepthSnapshot snapshot) => Lines.Add(
        $"snapshot {snapshot.Symbol} {Times(snapshot.VenueTime, snapshot.ReceivedAt)} {snapshot.LastId} {Levels(snapshot.Bids)} {Levels(snapshot.Asks)}");

    public void OnMark(in MarkPrice mark) =>
        Lines.Add($"mark {mark.Symbol} {Times(mark.VenueTime, mark.ReceivedAt)} {mark.Mark.Raw} {Bits(mark.FundingRate)} {mark.NextFundingAt.Nanoseconds}");

    public void OnBar(in Bar bar) => Lines.Add("bar " + Text(bar));

    public void OnNews(NewsItem item) => Lines.Add(
        $"news {Times(item.PublishedAt, item.IngestedAt)} {item.Symbol.Value ?? "none"} {(item.Sentiment is { } s ? Bits(s) : "none")} "
        + $"{item.Id}\0{item.Source}\0{item.Headline}");

    public void OnClock(Timestamp now) => Lines.Add($"clock {now.Nanoseconds}");

    public void OnReferenceBar(in Bar bar) => Lines.Add("reference " + Text(bar));

    public void OnDue(Timestamp now, AccountView account) => Lines.Add(
        $"due {now.Nanoseconds} {account.Position.Raw} {account.OpenOrders} {account.UnknownOrders} {account.Mode} {account.OrdersInLastMinute} "
        + string.Join(' ', new[]
        {
            account.Equity, account.Cash, account.AverageEntry, account.EquityAtDayStart, account.EquityAtWeekStart, account.EquityPeak,
            account.ExposureElsewhere,
        }.Select(d => string.Join('/', decimal.GetBits(d)))) + Text(account.Risk));

    private static string Text(RiskInputs? risk) => risk is null ? "" :
        $" risk {risk.ReturnsEvery.Nanoseconds} {string.Join('/', risk.Returns.Select(Bits))} {string.Join('/', risk.Elsewhere.Select(Bits))} "
        + $"{string.Join('/', decimal.GetBits(risk.NetElsewhere))} {risk.LossStreak} {risk.LastLossAt.Nanoseconds} {risk.NextFunding.Nanoseconds} {risk.LastFunding.Nanoseconds}";

    private static string Text(in Bar bar) =>
        $"{bar.Symbol} {bar.Timeframe.Nanoseconds} {bar.OpenTime.Nanoseconds} {bar.Open.Raw} {bar.High.Raw} {bar.Low.Raw} {bar.Close.Raw} "
        + $"{Bits(bar.Volume)} {Bits(bar.TakerBuyVolume)} {bar.Trades} {bar.AfterGap}";

    private static string Times(Timestamp first, Timestamp second) => $"{first.Nanoseconds} {second.Nanoseconds}";

    private static string Bits(double value) => $"{BitConverter.DoubleToInt64Bits(value):x}";

    private static string Levels(ReadOnlySpan<BookLevel> levels) =>
        levels.Length + ":" + Convert.ToHexString(MemoryMarshal.AsBytes(levels));
}
