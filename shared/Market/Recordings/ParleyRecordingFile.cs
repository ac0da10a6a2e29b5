using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>Reads what <see cref="MarketRecorder"/> wrote; see <see cref="RecordingFormat"/>.</summary>
internal sealed class ParleyRecordingFile : LineFile
{
    private readonly Symbol? wanted;
    private readonly SymbolTable symbols = new();
    private readonly LevelList bids = new();
    private readonly LevelList asks = new();
    private Symbol? only;
    private bool several;
    private Timestamp receivedLatest;

    public ParleyRecordingFile(MarketInput input, MarketFileOptions options)
        : base(input, options.AllowTornTail)
    {
        wanted = options.Symbol;
        LearnSymbol(input.Bytes.Head);
    }

    public override MarketFileKind Kind => MarketFileKind.Recording;

    public override Symbol? Symbol => only;

    protected override bool IsRecord(ReadOnlySpan<byte> line)
    {
        if (LineNumber > 1) return true;
        if (!line.SequenceEqual(RecordingFormat.Header))
            throw Error($"{Excerpt.Of(line)} is not a version this program reads; it reads version 1");
        return false;
    }

    protected override void Read(ReadOnlySpan<byte> line, IMarketSink sink)
    {
        if (IsTorn) throw Error("the last record is cut off");
        if (line.StartsWith("N "u8))
        {
            ReadNews(line[2..], sink);
            return;
        }

        var at = new EventCursor(line, symbols);
        char kind = at.Kind;
        Symbol symbol = at.Symbol();
        if (at.Fault is null) Meet(symbol);
        bool skipped = wanted is { } w && symbol != w;
        if (skipped) FramesSkipped++;
        else if (!TryRead(kind, symbol, ref at, sink)) throw Error(at.Fault ?? $"'{kind}' is no kind of event");
    }

    private bool TryRead(char kind, Symbol symbol, ref EventCursor at, IMarketSink sink)
    {
        switch (kind)
        {
            case 'T': return TryTrade(symbol, ref at, sink);
            case 'Q': return TryQuote(symbol, ref at, sink);
            case 'D': return TryDepth(symbol, ref at, sink);
            case 'S': return TrySnapshot(symbol, ref at, sink);
            case 'M': return TryMark(symbol, ref at, sink);
            case 'B': return TryBar(symbol, ref at, sink);
            default: return false;
        }
    }

    private bool TryTrade(Symbol symbol, ref EventCursor at, IMarketSink sink)
    {
        Trade trade = new(
            symbol, at.Integer("id"), at.Time("venue time"), Received(ref at), at.Price("price"), at.Quantity("quantity"),
            at.Letter("side", 'S', 'B') ? Side.Buy : Side.Sell,
            at.Letter("origin", 'O', 'M') ? TradeOrigin.Market : TradeOrigin.OffBook);
        if (!at.EndsWell()) return false;
        sink.OnTrade(trade);
        return true;
    }

    private bool TryQuote(Symbol symbol, ref EventCursor at, IMarketSink sink)
    {
        Quote quote = new(
            symbol, at.Integer("update id"), at.Time("venue time"), Received(ref at),
            at.Price("bid"), at.Quantity("bid quantity"), at.Price("ask"), at.Quantity("ask quantity"));
        if (!at.EndsWell()) return false;
        sink.OnQuote(quote);
        return true;
    }

    private bool TryDepth(Symbol symbol, ref EventCursor at, IMarketSink sink)
    {
        Timestamp venueTime = at.Time("venue time");
        Timestamp receivedAt = Received(ref at);
        long firstId = at.Integer("first id");
        long lastId = at.Integer("last id");
        long previousId = at.Integer("previous id");
        ReadLevels(ref at);
        if (!at.EndsWell()) return false;
        sink.OnDepth(new DepthUpdate(symbol, venueTime, receivedAt, firstId, lastId, previousId, bids.Span, asks.Span));
        return true;
    }

    private bool TrySnapshot(Symbol symbol, ref EventCursor at, IMarketSink sink)
    {
        Timestamp venueTime = at.Time("venue time");
        Timestamp receivedAt = Received(ref at);
        long lastId = at.Integer("last id");
        ReadLevels(ref at);
        if (!at.EndsWell()) return false;
        sink.OnSnapshot(new DepthSnapshot(symbol, venueTime, receivedAt, lastId, bids.Span, asks.Span));
        return true;
    }

    private bool TryMark(Symbol symbol, ref EventCursor at, IMarketSink sink)
    {
        MarkPrice mark = new(
            symbol, at.Time("venue time"), Received(ref at), at.Price("mark"), at.Double("funding rate"), at.Time("next funding"));
        if (!at.EndsWell()) return false;
        sink.OnMark(mark);
        return true;
    }

    private static bool TryBar(Symbol symbol, ref EventCursor at, IMarketSink sink)
    {
        Bar bar = new(
            symbol, at.Timeframe(), at.Time("open time"), at.Price("open"), at.Price("high"), at.Price("low"),
            at.Price("close"), at.Double("volume"), at.Double("taker buy volume"), (int)at.Integer("trades", int.MaxValue),
            at.Letter("after gap", '0', '1'));
        if (!at.EndsWell()) return false;
        sink.OnBar(bar);
        return true;
    }

    private void ReadNews(ReadOnlySpan<byte> json, IMarketSink sink)
    {
        NewsItem? item;
        try
        {
            item = JsonSerializer.Deserialize<NewsItem>(json);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw Error($"the news item is malformed: {Excerpt.Of(json)}");
        }

        if (item?.Id is null || item.Headline is null || item.Symbol.Value is null) throw Error("the news item is incomplete");
        if (wanted is { } symbol && item.Symbol != symbol) FramesSkipped++;
        else sink.OnNews(item);
    }

    private void ReadLevels(ref EventCursor at)
    {
        long bidCount = at.Integer("bids", int.MaxValue);
        long askCount = at.Integer("asks", int.MaxValue);
        at.Levels(bids, bidCount);
        at.Levels(asks, askCount);
    }

    private Timestamp Received(ref EventCursor at)
    {
        Timestamp receivedAt = at.Time("received at");
        if (receivedLatest - receivedAt > TimeSpan.FromSeconds(1) && at.Fault is null)
            at.Refuse($"time goes backwards: received at {receivedAt} after {receivedLatest}");
        receivedLatest = Timestamp.Max(receivedLatest, receivedAt);
        return receivedAt;
    }

    private void Meet(Symbol symbol)
    {
        if (only == symbol || several) return;
        several = only is not null;
        only = several ? null : symbol;
    }

    // So that the symbol is known before the first event is read.
    private void LearnSymbol(ReadOnlySpan<byte> head)
    {
        foreach (Range range in head.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = head[range];
            if (line.Length < 3 || line[1] != (byte)' ' || line[0] == (byte)'N') continue;
            var at = new EventCursor(line, symbols);
            Symbol symbol = at.Symbol();
            if (at.Fault is not null) return;
            Meet(symbol);
            return;
        }
    }
}
