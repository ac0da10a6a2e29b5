using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Parley.Domain;
using Parley.Market;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance;

/// <summary>
/// Binance's public market, live: trades, best quotes, depth with its snapshots, mark prices, each event once and in order.
/// Heals itself: what is silent, broken or cut off is subscribed, fetched or connected anew, and as long as it is not in order
/// a <see cref="VenueCondition"/> forbids new risk on it. For one thread, with the wire it polls.
/// </summary>
/// <remarks>
/// Pumping never waits: with nothing to hand over it returns at once, true, and <see cref="IsIdle"/> says so; whoever pumps
/// then gives the processor away for a moment. It ends only when disposed. A message that cannot be understood is counted and
/// passed over, never thrown: one bad frame must not stop a desk.
/// </remarks>
public sealed class BinanceMarketFeed : IMarketSource, IFeedAnswers, IMarketSink
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(20);

    private readonly WireRouter router;
    private readonly TimeProvider clock;
    private readonly long started;
    private readonly VenueMessageReader reader = new();
    private readonly FeedBacklog backlog = new();
    private readonly FeedLosses losses = new();
    private readonly MarketFeedOptions options;
    private readonly FeedConditions conditions;
    private readonly Dictionary<Symbol, Instrument> instruments = [];
    private readonly List<FeedRoute> routes = [];
    private readonly List<FeedBook> books = [];
    private readonly bool isSpot;
    private Instrument? latest;
    private IMarketSink? target;
    private FeedSocket? arriving;
    private Timestamp receivedAt;
    private TimeSpan tickedAt = TimeSpan.MinValue;
    private bool isDisposed;

    /// <param name="budget">Connects of this address, shared by all that connect from it.</param>
    /// <param name="chance">For jitter.</param>
    /// <param name="weights">What this address may ask of the REST host, shared like <paramref name="budget"/>; null counts nothing.</param>
    public BinanceMarketFeed(
        MarketFeedOptions options, WireRouter router, ConnectBudget budget, TimeProvider clock, Prng chance, RateBudget? weights = null)
    {
        (this.options, this.router, this.clock) = (options, router, clock);
        started = clock.GetTimestamp();
        conditions = new FeedConditions(clock);
        isSpot = options.Hosts.Product == BinanceProduct.Spot;
        Name = $"Binance {options.Hosts}";
        List<FeedTopic> onPublic = [];
        List<FeedTopic> onMarket = [];
        foreach (Symbol symbol in options.Symbols) Add(symbol, chance, weights, onPublic, onMarket);
        // Futures streams are split by path and silent on the wrong one; spot has one path for all.
        if (isSpot) AddRoute("/stream", [.. onPublic, .. onMarket]);
        else
        {
            AddRoute("/public/stream", onPublic);
            AddRoute("/market/stream", onMarket);
        }

        void AddRoute(string path, List<FeedTopic> topics)
        {
            if (topics.Count > 0) routes.Add(new FeedRoute(new Uri(options.Hosts.Streams, path), topics, options, router, budget, chance, this));
        }
    }

    public string Name { get; }

    public long FramesRead { get; private set; }

    public double? Progress => null;

    /// <summary>Whether the last pump found nothing.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Messages that could not be understood.</summary>
    public long Malformed { get; private set; }

    /// <summary>Why the last of them could not.</summary>
    public string? Fault { get; private set; }

    /// <summary>Events that came again, or after newer ones, and were left out.</summary>
    public long Repeated { get; private set; }

    /// <summary>Messages dropped because others polled the wire for long while this feed was not pumped.</summary>
    public long Dropped => backlog.Dropped;

    /// <summary>Sockets opened so far.</summary>
    public int Connects => routes.Sum(r => r.Connects);

    /// <summary>Snapshots asked for so far.</summary>
    public int SnapshotsAsked => books.Sum(b => b.Asked);

    internal TimeSpan Now => clock.GetElapsedTime(started);

    TimeSpan IFeedAnswers.Now => Now;

    Timestamp IFeedAnswers.VenueNow => options.VenueClock?.Invoke() ?? Timestamp.From(clock.GetUtcNow());

    /// <summary>Whether some of a symbol's data are not to be relied on at the moment.</summary>
    public bool IsStale(Symbol symbol) =>
        !instruments.TryGetValue(symbol, out Instrument? found) || found.Topics.Any(t => t.IsStale);

    /// <summary>Price of the newest trade; null before one came, and of symbols this feed does not carry.</summary>
    public Price? LastPrice(Symbol symbol) => instruments.TryGetValue(symbol, out Instrument? found) ? found.Sources.LastPrice : null;

    /// <summary>What has become of the feed's reliability since; for the desk, as facts of the venue.</summary>
    public bool TryTakeCondition([NotNullWhen(true)] out VenueCondition? condition) => conditions.TryTake(out condition);

    public bool Pump(IMarketSink sink)
    {
        if (isDisposed) return false;
        target = sink;
        long before = FramesRead;
        try
        {
            while (backlog.TryTake(out (object From, byte[] Bytes) item))
            {
                if (item.From is FeedBook book) Read(book, item.Bytes);
                else Read((FeedSocket)item.From, item.Bytes);
            }

            IsIdle = !router.Poll() && FramesRead == before;
            Tick();
        }
        finally
        {
            target = null;
        }

        return true;
    }

    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        foreach (FeedRoute route in routes) route.Close();
    }

    internal void Take(FeedSocket socket, ReadOnlySpan<byte> message)
    {
        if (isDisposed) return;
        if (target is null) backlog.Add(socket, message);
        else Read(socket, message);
    }

    void IFeedAnswers.TakeSnapshot(FeedBook book, ReadOnlySpan<byte> body)
    {
        if (isDisposed) return;
        if (target is null) backlog.Add(book, body);
        else Read(book, body);
    }

    void IMarketSink.OnTrade(in Trade trade)
    {
        if (Hear(trade.Symbol, FeedTopics.Trades) is not { } topic || !Admits(topic, trade.TradeId)) return;
        latest!.Sources.OnTrade(trade.Price, topic.HeardAt);
        target!.OnTrade(trade);
    }

    void IMarketSink.OnQuote(in Quote quote)
    {
        if (Hear(quote.Symbol, FeedTopics.Quotes) is not { } topic || !Admits(topic, quote.UpdateId)) return;
        if (quote.Bid < quote.Ask)
        {
            topic.Clear(TopicFaults.Broken);
            latest!.Sources.OnQuote(quote.Bid, quote.Ask, topic.HeardAt);
            target!.OnQuote(quote);
            return;
        }

        topic.Set(TopicFaults.Broken, "the best bid is not below the best ask");
    }

    void IMarketSink.OnDepth(in DepthUpdate update)
    {
        if (Hear(update.Symbol, FeedTopics.Depth) is { } topic && Admits(topic, update.LastId)) latest!.Book!.OnDepth(update, target!);
    }

    void IMarketSink.OnSnapshot(in DepthSnapshot snapshot) => instruments[snapshot.Symbol].Book!.OnSnapshot(snapshot, target!);

    void IMarketSink.OnMark(in MarkPrice mark)
    {
        if (Hear(mark.Symbol, FeedTopics.Marks) is not { } topic || !Admits(topic, mark.VenueTime.Nanoseconds)) return;
        latest!.Sources.OnMark(mark.Mark, topic.HeardAt);
        target!.OnMark(mark);
    }

    void IMarketSink.OnBar(in Bar bar)
    {
        // The desk builds its bars from trades.
    }

    void IMarketSink.OnNews(NewsItem item)
    {
        // None on these streams.
    }

    private void Tick()
    {
        TimeSpan now = Now;
        if (tickedAt != TimeSpan.MinValue && now - tickedAt < TickInterval) return;
        tickedAt = now;
        foreach (FeedRoute route in routes) route.Tick(now);
        foreach (FeedBook book in books) book.Tick(now);
        losses.Tick(now, FramesRead, Dropped);
        foreach (Instrument instrument in instruments.Values) Judge(instrument, now);
    }

    private void Judge(Instrument instrument, TimeSpan now)
    {
        if (instrument.Of(FeedTopics.Quotes) is { } quotes)
        {
            string? wrong = instrument.Sources.Find(now, options.TradeGap, 2 * options.MarkGap);
            if (wrong is null) quotes.Clear(TopicFaults.Diverging);
            else quotes.Set(TopicFaults.Diverging, wrong);
        }

        foreach (FeedTopic topic in instrument.Topics)
        {
            if (losses.AreMany) topic.Set(TopicFaults.Lossy, "more than one message in a hundred was dropped");
            else topic.Clear(TopicFaults.Lossy);
        }
    }

    private void Read(FeedSocket socket, ReadOnlySpan<byte> message)
    {
        FramesRead++;
        arriving = socket;
        receivedAt = Timestamp.From(clock.GetUtcNow());
        if (message.StartsWith("{\"error\""u8) || message.StartsWith("{\"code\""u8))
        {
            Misread("the venue refused a subscription");
            return;
        }

        MessageOutcome outcome = reader.Read(message, receivedAt, this);
        if (outcome == MessageOutcome.Malformed) Misread(reader.Fault!);
        else if (outcome == MessageOutcome.Skipped && message.IndexOf("\"serverShutdown\""u8) >= 0) socket.Until = Now;
    }

    private void Read(FeedBook book, ReadOnlySpan<byte> body)
    {
        FramesRead++;
        receivedAt = Timestamp.From(clock.GetUtcNow());
        if (reader.ReadSnapshot(book.Symbol, body, receivedAt, this) != MessageOutcome.Malformed) return;
        Misread(reader.Fault!);
        book.Failed(reader.Fault!);
    }

    private void Misread(string fault)
    {
        Malformed++;
        Fault = fault;
    }

    private FeedTopic? Hear(Symbol symbol, FeedTopics kind)
    {
        if (latest is null || latest.Symbol != symbol)
        {
            if (!instruments.TryGetValue(symbol, out Instrument? found)) return null;
            latest = found;
        }

        if (latest.Of(kind) is not { } topic) return null;
        topic.Hear(Now);
        arriving!.Hear(topic);
        return topic;
    }

    private bool Admits(FeedTopic topic, long number)
    {
        if (topic.Gate.Admits(number)) return true;
        Repeated++;
        return false;
    }

    private void Add(Symbol symbol, Prng chance, RateBudget? weights, List<FeedTopic> onPublic, List<FeedTopic> onMarket)
    {
        string lower = symbol.Value.ToLower(CultureInfo.InvariantCulture);
        var instrument = new Instrument(symbol, new FeedSources(options.DivergenceMax, options.DivergencePatience));
        instruments.Add(symbol, instrument);
        Offer(FeedTopics.Trades, isSpot ? "trade" : "aggTrade", options.TradeGap, onMarket);
        Offer(FeedTopics.Quotes, "bookTicker", options.QuoteGap, onPublic);
        Offer(FeedTopics.Depth, "depth@100ms", options.DepthGap, onPublic);
        if (!isSpot) Offer(FeedTopics.Marks, "markPrice@1s", options.MarkGap, onMarket);
        if (instrument.Of(FeedTopics.Depth) is not { } depth) return;
        instrument.Book = new FeedBook(symbol, depth, options, router, new Backoff(chance), weights, this);
        books.Add(instrument.Book);

        void Offer(FeedTopics kind, string stream, TimeSpan gap, List<FeedTopic> route)
        {
            if ((options.Topics & kind) == FeedTopics.None) return;
            var topic = new FeedTopic(symbol, kind, $"{lower}@{stream}", gap, conditions);
            topic.Set(TopicFaults.Silent, "not connected yet");
            instrument.Topics.Add(topic);
            instrument.Set(kind, topic);
            route.Add(topic);
        }
    }

    /// <summary>The topics of one symbol, by kind.</summary>
    private sealed class Instrument(Symbol symbol, FeedSources sources)
    {
        private readonly FeedTopic?[] byKind = new FeedTopic?[(int)FeedTopics.Marks + 1];

        public Symbol Symbol => symbol;

        public FeedSources Sources => sources;

        public List<FeedTopic> Topics { get; } = [];

        public FeedBook? Book { get; set; }

        public FeedTopic? Of(FeedTopics kind) => byKind[(int)kind];

        public void Set(FeedTopics kind, FeedTopic topic) => byKind[(int)kind] = topic;
    }
}
