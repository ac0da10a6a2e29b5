using System.Globalization;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests.Streams;

/// <summary>A feed on a scripted wire in a time of its own, and what it handed on.</summary>
internal sealed class FeedStage : TimeProvider, IMarketSink
{
    public static readonly Symbol Btc = new("BTCUSDT");
    private static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    private long ticks;

    public FeedStage(BinanceProduct product, FeedTopics topics = FeedTopics.All, ConnectBudget? budget = null, TimeSpan? rollover = null, RateBudget? weights = null)
    {
        Router = new WireRouter(Wire);
        Options = new MarketFeedOptions { Hosts = BinanceHosts.Loopback(product, 9_090), Symbols = [Btc], Topics = topics };
        if (rollover is { } age) Options = Options with { Rollover = age, RolloverJitter = age / 20 };
        Feed = new BinanceMarketFeed(Options, Router, budget ?? new ConnectBudget(this), this, new Prng(1), weights);
    }

    public ScriptedWire Wire { get; } = new();

    public WireRouter Router { get; }

    public MarketFeedOptions Options { get; }

    public BinanceMarketFeed Feed { get; }

    public List<string> Events { get; } = [];

    public List<VenueCondition> Conditions { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Elapsed => TimeSpan.FromTicks(ticks);

    public long Milliseconds => GetUtcNow().ToUnixTimeMilliseconds();

    public override long GetTimestamp() => ticks;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(ticks);

    /// <summary>Lets time pass in steps of 50 ms and pumps at each.</summary>
    public void Pass(double seconds, Action? each = null)
    {
        for (long end = ticks + TimeSpan.FromSeconds(seconds).Ticks; ticks < end;)
        {
            ticks = Math.Min(end, ticks + TimeSpan.FromMilliseconds(50).Ticks);
            each?.Invoke();
            Pump();
        }
    }

    public void Pump()
    {
        Feed.Pump(this).ShouldBeTrue();
        while (Feed.TryTakeCondition(out VenueCondition? condition)) Conditions.Add(condition);
    }

    /// <summary>Opens whatever the feed asked for and has it subscribe.</summary>
    public void Connect()
    {
        Pass(0.05);
        foreach ((long socket, _) in Wire.Opened) Wire.Accept(socket);
        Pass(0.3);
    }

    public void Bring(string message, int socket = 0)
    {
        Wire.Bring(Wire.Opened[socket].Socket, message);
        Pump();
    }

    public string Trade(long id) =>
        $$$"""{"stream":"btcusdt@trade","data":{"e":"trade","E":{{{Milliseconds}}},"s":"BTCUSDT","t":{{{id}}},"p":"100.5","q":"0.25","T":{{{Milliseconds}}},"m":true,"M":true}}""";

    public string AggregateTrade(long id) =>
        $$$"""{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":{{{Milliseconds}}},"a":{{{id}}},"s":"BTCUSDT","p":"100.5","q":"0.25","f":{{{id}}},"l":{{{id}}},"T":{{{Milliseconds}}},"m":true}}""";

    public static string Quote(long id, string bid = "100.0", string ask = "101.0") =>
        $$$"""{"stream":"btcusdt@bookTicker","data":{"u":{{{id}}},"s":"BTCUSDT","b":"{{{bid}}}","B":"1.0","a":"{{{ask}}}","A":"2.0"}}""";

    /// <param name="previous">Futures; null on spot.</param>
    public string Depth(long first, long last, long? previous = null, string bids = "[\"100.0\",\"3.0\"]", string asks = "[\"101.0\",\"3.0\"]")
    {
        string middle = previous is { } p ? string.Create(CultureInfo.InvariantCulture, $"\"pu\":{p},") : "";
        string time = previous is null ? "" : $"\"T\":{Milliseconds},";
        return $$$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":{{{Milliseconds}}},{{{time}}}"s":"BTCUSDT","U":{{{first}}},"u":{{{last}}},{{{middle}}}"b":[{{{bids}}}],"a":[{{{asks}}}]}}""";
    }

    public string Mark() =>
        $$$"""{"stream":"btcusdt@markPrice@1s","data":{"e":"markPriceUpdate","E":{{{Milliseconds}}},"s":"BTCUSDT","p":"100.4","i":"100.3","P":"100.2","r":"0.0001","T":{{{Milliseconds + 3_600_000}}}}}""";

    /// <summary>Answers the newest request for a snapshot.</summary>
    public void Snapshot(long lastId, string bids = "[\"100.0\",\"1.0\"],[\"99.0\",\"1.0\"]", string asks = "[\"101.0\",\"1.0\"],[\"102.0\",\"1.0\"]")
    {
        Wire.Answer(Wire.Sent[^1].Id, 200, $$"""{"lastUpdateId":{{lastId}},"bids":[{{bids}}],"asks":[{{asks}}]}""");
        Pump();
    }

    public void OnTrade(in Trade trade) => Events.Add($"trade {trade.TradeId}");

    public void OnQuote(in Quote quote) => Events.Add($"quote {quote.UpdateId}");

    public void OnDepth(in DepthUpdate update) => Events.Add($"depth {update.LastId}");

    public void OnSnapshot(in DepthSnapshot snapshot) => Events.Add($"snapshot {snapshot.LastId}");

    public void OnMark(in MarkPrice mark) => Events.Add($"mark {mark.Mark}");

    public void OnBar(in Bar bar) => Events.Add("bar");

    public void OnNews(NewsItem item) => Events.Add("news");
}
