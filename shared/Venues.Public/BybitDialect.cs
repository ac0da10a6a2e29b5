using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Public;

/// <summary>
/// Bybit, API version 5, linear perpetuals: topics <c>publicTrade</c>, <c>orderbook.1</c> and <c>tickers</c>; history of
/// funding under <c>/v5/market/funding/history</c>. A ticker's changes carry only what changed, so the rest is kept.
/// </summary>
public sealed class BybitDialect(IReadOnlyList<PublicInstrument> instruments, Uri? socket = null, Uri? rest = null)
    : VenueDialect(instruments, socket ?? new("wss://stream.bybit.com/v5/public/linear"), rest ?? new("https://api.bybit.com"))
{
    private readonly Dictionary<Symbol, Ticker> tickers = [];
    private readonly Dictionary<Symbol, Quote> quotes = [];

    public override string Name => "bybit";

    public override string Ping => """{"op":"ping"}""";

    public override IEnumerable<string> Greetings =>
        Instruments.Select(i => $$"""{"op":"subscribe","args":["publicTrade.{{i.VenueName}}","orderbook.1.{{i.VenueName}}","tickers.{{i.VenueName}}"]}""");

    public override string FundingTarget(PublicInstrument instrument, Timestamp now) =>
        $"/v5/market/funding/history?category=linear&symbol={instrument.VenueName}&limit=200";

    protected override string? ReadMessage(JsonElement message, Timestamp receivedAt, IMarketSink sink, Action<FundingRate> funding)
    {
        if (!message.Has("topic"))
        {
            if (message.Has("success") && message.Get("success").ValueKind == JsonValueKind.False) throw new FormatException("the venue refused a subscription");
            return null;
        }

        string topic = message.Text("topic");
        int dot = topic.LastIndexOf('.');
        if (Find(topic[(dot + 1)..]) is not { } instrument) return null;
        if (topic.StartsWith("publicTrade.", StringComparison.Ordinal)) ReadTrades(message, instrument, receivedAt, sink);
        else if (topic.StartsWith("orderbook.1.", StringComparison.Ordinal)) ReadQuote(message, instrument, receivedAt, sink);
        else if (topic.StartsWith("tickers.", StringComparison.Ordinal)) ReadTicker(message, instrument, receivedAt, sink, funding);
        return null;
    }

    protected override IEnumerable<FundingRate> FundingRows(PublicInstrument instrument, JsonElement answer)
    {
        if (answer.Integer("retCode") != 0) throw new FormatException("the venue answered with an error");
        foreach (JsonElement row in answer.Get("result").List("list"))
            yield return new FundingRate(instrument.Symbol, Name, row.Moment("fundingRateTimestamp"), default, row.Rate("fundingRate"));
    }

    private static void ReadTrades(JsonElement message, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink)
    {
        foreach (JsonElement trade in message.List("data"))
        {
            Price price = trade.PriceOf("p");
            bool isBuy = trade.Is("S", "Buy");
            if (!isBuy && !trade.Is("S", "Sell")) throw new FormatException("field S is neither Buy nor Sell");
            // The trade's own id is no number on derivatives; the cross sequence rises with it.
            long id = trade.Has("seq") ? trade.Integer("seq") : 0;
            sink.OnTrade(new Trade(
                instrument.Symbol, id, trade.Moment("T"), receivedAt, price, instrument.ToBase(trade.Amount("v"), price),
                isBuy ? Side.Buy : Side.Sell, trade.Has("BT") && trade.Get("BT").ValueKind == JsonValueKind.True ? TradeOrigin.OffBook : TradeOrigin.Market));
        }
    }

    private void ReadQuote(JsonElement message, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink)
    {
        JsonElement data = message.Get("data");
        Quote quote = quotes.GetValueOrDefault(instrument.Symbol);
        if (message.Is("type", "snapshot")) quote = default;
        foreach (JsonElement level in data.List("b"))
        {
            Price price = level.PriceAt(0, "b");
            quote = quote with { Bid = price, BidQuantity = instrument.ToBase(level.AmountAt(1, "b"), price) };
        }

        foreach (JsonElement level in data.List("a"))
        {
            Price price = level.PriceAt(0, "a");
            quote = quote with { Ask = price, AskQuantity = instrument.ToBase(level.AmountAt(1, "a"), price) };
        }

        quote = quote with { Symbol = instrument.Symbol, UpdateId = data.Integer("u"), VenueTime = message.Moment("ts"), ReceivedAt = receivedAt };
        quotes[instrument.Symbol] = quote;
        if (quote.Bid.IsPositive && quote.Bid < quote.Ask) sink.OnQuote(quote);
    }

    private void ReadTicker(JsonElement message, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink, Action<FundingRate> funding)
    {
        JsonElement data = message.Get("data");
        Ticker ticker = tickers.GetValueOrDefault(instrument.Symbol) ?? new Ticker(default, null, default, TimeSpan.FromHours(8));
        bool hasFunding = data.Has("fundingRate") || data.Has("nextFundingTime");
        bool hasMark = data.Has("markPrice");
        if (hasMark) ticker = ticker with { Mark = data.PriceOf("markPrice") };
        if (data.Has("fundingRate")) ticker = ticker with { Rate = data.Rate("fundingRate") };
        if (data.Has("nextFundingTime")) ticker = ticker with { SettlesAt = data.Moment("nextFundingTime") };
        if (data.Has("fundingIntervalHour")) ticker = ticker with { Interval = TimeSpan.FromHours(Math.Clamp(data.Integer("fundingIntervalHour"), 1, 24)) };
        tickers[instrument.Symbol] = ticker;
        if (ticker.Rate is not { } rate || ticker.SettlesAt == default) return;
        if (ticker.Mark.IsPositive && (hasMark || hasFunding))
            sink.OnMark(new MarkPrice(instrument.Symbol, message.Moment("ts"), receivedAt, ticker.Mark, rate, ticker.SettlesAt));
        if (hasFunding) funding(new FundingRate(instrument.Symbol, Name, ticker.SettlesAt, ticker.Interval, rate));
    }

    private sealed record Ticker(Price Mark, double? Rate, Timestamp SettlesAt, TimeSpan Interval);
}
