using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// Stands between the feed of one symbol and everything that rests on it: says of each event whether it may be used, and
/// at any time what speaks against taking new risk. Time comes from the events alone, so a replay finds the same.
/// </summary>
public sealed class DataQualityMonitor
{
    private const int TimeframesMax = 64;

    private readonly DataQualityOptions options;
    private readonly Action<DataIssue>? found;
    private readonly Action<DataIssueKind, string> report;
    private readonly long[] counts = new long[Enum.GetValues<DataIssueKind>().Length];
    private readonly FeedPulse pulse;
    private readonly TradeSequence tradeIds = new();
    private readonly SpikeFilter tradeSpikes;
    private readonly RecentPrices recent = new();
    private readonly Dictionary<Timeframe, BarSequence> bars = [];
    private OrderBook? book;
    private long quoteId = -1;
    private Timestamp bookBrokenAt;
    private DataIssue? spike;
    private DataIssue? stale;

    /// <param name="options">Null for the defaults.</param>
    /// <param name="found">Told of every issue when it is found; null when only counts and <see cref="ActiveAt"/> matter.</param>
    public DataQualityMonitor(Symbol symbol, DataQualityOptions? options = null, Action<DataIssue>? found = null)
    {
        Symbol = symbol;
        this.options = options ?? new DataQualityOptions();
        this.found = found;
        report = (kind, detail) => Report(kind, pulse!.Latest, detail);
        pulse = new FeedPulse(this.options);
        tradeSpikes = new SpikeFilter(this.options.SpikeShareMin, this.options.SpikeReturns, this.options.SpikeConfirmations);
    }

    public Symbol Symbol { get; }

    /// <summary>How many issues of a kind were found so far.</summary>
    public long CountOf(DataIssueKind kind) => counts[(int)kind];

    /// <summary>Whether the trade may enter bars, features and fills.</summary>
    public bool Accept(in Trade trade)
    {
        pulse.Beat(FeedTopic.Trades, trade.VenueTime, trade.ReceivedAt, report);
        if (!IsInSequence(trade)) return false;
        if (trade.Origin == TradeOrigin.OffBook)
        {
            Report(DataIssueKind.OffBookTrade, trade.VenueTime, $"trade {trade.TradeId} at {trade.Price} was settled outside the book");
            return false;
        }

        double price = trade.Price.ToDouble();
        double market = MarketPrice();
        if (!tradeSpikes.Accepts(price, market))
        {
            spike = Report(
                DataIssueKind.PriceSpike,
                trade.VenueTime,
                $"trade {trade.TradeId} at {trade.Price} is {Math.Abs(price / market - 1):P2} off the market at {market:0.########}");
            return false;
        }

        if (market > 0 && Math.Abs(price / market - 1) > tradeSpikes.DistanceMax) recent.RestartAt(price);
        else recent.Add(price);
        return true;
    }

    /// <summary>Whether the quote may be used: newer than the last one, bid below ask.</summary>
    public bool Accept(in Quote quote)
    {
        pulse.Beat(FeedTopic.Quotes, quote.VenueTime, quote.ReceivedAt, report);
        if (quote.UpdateId > 0 && quote.UpdateId <= quoteId)
        {
            DataIssueKind kind = quote.UpdateId == quoteId ? DataIssueKind.Duplicate : DataIssueKind.OutOfOrder;
            Report(kind, quote.VenueTime, $"quote {quote.UpdateId} came after {quoteId}");
            return false;
        }

        quoteId = quote.UpdateId;
        if (quote.Bid < quote.Ask) return true;
        spike = Report(DataIssueKind.PriceSpike, quote.VenueTime, $"best bid {quote.Bid} is not below best ask {quote.Ask}");
        return false;
    }

    /// <summary>Whether the bar may be used: newer than the last one of its timeframe and no outlier.</summary>
    public bool Accept(in Bar bar)
    {
        if (!bars.TryGetValue(bar.Timeframe, out BarSequence? sequence))
            bars[bar.Timeframe] = sequence = new BarSequence(options);
        DataIssueKind? kind = sequence.Judge(bar, out string detail);
        if (kind is null) return true;
        DataIssue issue = Report(kind.Value, bar.CloseTime, detail);
        if (kind == DataIssueKind.PriceSpike) spike = issue;
        return kind == DataIssueKind.Gap;
    }

    /// <summary>Notes what an update or a snapshot did to the book, which from now on says where the market is.</summary>
    public void ObserveBook(OrderBook observed, BookChange change, Timestamp venueTime, Timestamp receivedAt)
    {
        book = observed;
        pulse.Beat(FeedTopic.Depth, venueTime, receivedAt, report);
        if (observed.Status == BookStatus.Live) bookBrokenAt = default;
        if (change != BookChange.ChainBroken) return;
        bookBrokenAt = venueTime;
        Report(DataIssueKind.BookChainBroken, venueTime, observed.BreakReason ?? "the chain of updates broke");
    }

    /// <summary>
    /// What forbids new risk at this venue time: a stale feed, a mute topic, a broken book, a price spike just now. Time
    /// goes on with the events of other symbols too, so <paramref name="now"/> may be later than anything seen here.
    /// </summary>
    public IReadOnlyList<DataIssue> ActiveAt(Timestamp now)
    {
        List<DataIssue>? active = null;
        if (StaleIssue(now) is { } old) (active ??= []).Add(old);
        if (pulse.MuteTopics() is { } mute) (active ??= []).Add(new DataIssue(DataIssueKind.Mute, Symbol, pulse.Latest, mute));
        if (bookBrokenAt != default)
            (active ??= []).Add(new DataIssue(DataIssueKind.BookChainBroken, Symbol, bookBrokenAt, book?.BreakReason ?? "broken"));
        if (spike is not null && now - spike.At <= options.SpikeCalm) (active ??= []).Add(spike);
        return active is null ? [] : active;
    }

    /// <summary>
    /// Saves, restores or measures what the monitor knows; its options are the caller's, and a reader may have others.
    /// </summary>
    /// <param name="observed">The book that <see cref="ObserveBook"/> is told of, restored before the monitor.</param>
    /// <exception cref="StateException">The bytes read are damaged; the monitor is then of no use.</exception>
    public void Sync(ref StateStream state, OrderBook observed)
    {
        foreach (ref long count in counts.AsSpan()) state.Sync(ref count);
        pulse.Sync(ref state);
        tradeIds.Sync(ref state);
        tradeSpikes.Sync(ref state);
        recent.Sync(ref state);
        SyncBars(ref state);
        bool hasBook = book is not null;
        state.Sync(ref hasBook);
        book = hasBook ? observed : null;
        state.Sync(ref quoteId);
        state.Sync(ref bookBrokenAt);
        SyncIssue(ref state, ref spike);
        SyncIssue(ref state, ref stale);
    }

    private void SyncBars(ref StateStream state)
    {
        List<Timeframe> timeframes = [.. bars.Keys.Order()];
        state.Sync(timeframes, TimeframesMax, static (ref stream, ref timeframe) => stream.Sync(ref timeframe));
        if (state.IsReading)
        {
            bars.Clear();
            foreach (Timeframe timeframe in timeframes) bars[timeframe] = new BarSequence(options);
        }

        foreach (Timeframe timeframe in timeframes) bars[timeframe].Sync(ref state);
    }

    private void SyncIssue(ref StateStream state, ref DataIssue? issue)
    {
        bool known = issue is not null;
        state.Sync(ref known);
        if (!known)
        {
            issue = null;
            return;
        }

        (DataIssueKind kind, Timestamp at, string detail) = issue is null ? (default, default, "") : (issue.Kind, issue.At, issue.Detail);
        state.SyncEnum(ref kind);
        state.Sync(ref at);
        state.Sync(ref detail);
        if (state.IsReading) issue = new DataIssue(kind, Symbol, at, detail);
    }

    // A feed that died sends no event that could reveal it: asking does, and it is reported once per silence.
    private DataIssue? StaleIssue(Timestamp now)
    {
        if (pulse.StaleAt(now) is not { } detail)
        {
            stale = null;
            return null;
        }

        if (stale is null || stale.At != pulse.Latest) stale = Report(DataIssueKind.Stale, pulse.Latest, detail);
        return stale;
    }

    private bool IsInSequence(in Trade trade)
    {
        if (trade.TradeId <= 0) return true;
        long before = tradeIds.Last;
        switch (tradeIds.Judge(trade.TradeId))
        {
            case SequenceVerdict.AfterGap:
                Report(DataIssueKind.Gap, trade.VenueTime, $"trades {before + 1} to {trade.TradeId - 1} are missing");
                return true;
            case SequenceVerdict.Late:
                Report(DataIssueKind.OutOfOrder, trade.VenueTime, $"trade {trade.TradeId} came after {before}");
                return false;
            case SequenceVerdict.Duplicate:
                Report(DataIssueKind.Duplicate, trade.VenueTime, $"trade {trade.TradeId} came again after {before}");
                return false;
            default:
                return true;
        }
    }

    private double MarketPrice() =>
        book is { Status: BookStatus.Live } live && live.TryBest(out BookLevel bid, out BookLevel ask)
            ? (bid.Price.ToDouble() + ask.Price.ToDouble()) / 2
            : recent.Median();

    private DataIssue Report(DataIssueKind kind, Timestamp at, string detail)
    {
        counts[(int)kind]++;
        DataIssue issue = new(kind, Symbol, at, detail);
        found?.Invoke(issue);
        return issue;
    }
}
