using System.Globalization;
using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Public;

/// <summary>
/// Deribit, API version 2 (JSON-RPC), perpetuals: channels <c>trades</c>, <c>quote</c> and <c>ticker</c>; history of funding
/// under <c>public/get_funding_rate_history</c>. The venue asks for a sign of life and is given one.
/// </summary>
/// <remarks>Deribit pays funding all the time. A mark carries the rate of 8 hours, and 8 hours ahead stands in for its settlement.</remarks>
public sealed class DeribitDialect(IReadOnlyList<PublicInstrument> instruments, Uri? socket = null, Uri? rest = null)
    : VenueDialect(instruments, socket ?? new("wss://www.deribit.com/ws/api/v2"), rest ?? new("https://www.deribit.com"))
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(8);
    private static readonly TimeSpan History = TimeSpan.FromDays(30);

    public override string Name => "deribit";

    public override IEnumerable<string> Greetings =>
    [
        """{"jsonrpc":"2.0","id":1,"method":"public/set_heartbeat","params":{"interval":30}}""",
        .. Instruments.Select((instrument, i) => string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"jsonrpc":"2.0","id":{{{i + 2}}},"method":"public/subscribe","params":{"channels":["trades.{{{instrument.VenueName}}}.100ms","quote.{{{instrument.VenueName}}}","ticker.{{{instrument.VenueName}}}.100ms"]}}""")),
    ];

    public override string FundingTarget(PublicInstrument instrument, Timestamp now) => string.Create(
        CultureInfo.InvariantCulture,
        $"/api/v2/public/get_funding_rate_history?instrument_name={instrument.VenueName}&start_timestamp={now.Milliseconds - (long)History.TotalMilliseconds}&end_timestamp={now.Milliseconds}");

    protected override string? ReadMessage(JsonElement message, Timestamp receivedAt, IMarketSink sink, Action<FundingRate> funding)
    {
        if (message.Has("error")) throw new FormatException("the venue refused a request");
        if (message.Is("method", "heartbeat"))
        {
            bool isAsked = message.Get("params").Is("type", "test_request");
            return isAsked ? """{"jsonrpc":"2.0","id":0,"method":"public/test","params":{}}""" : null;
        }

        if (!message.Is("method", "subscription")) return null;
        JsonElement parameters = message.Get("params");
        string[] channel = parameters.Text("channel").Split('.');
        if (channel.Length < 2 || Find(channel[1]) is not { } instrument) return null;
        JsonElement data = parameters.Get("data");
        if (channel[0] == "trades")
        {
            if (data.ValueKind != JsonValueKind.Array) throw new FormatException("field data is not a list");
            foreach (JsonElement trade in data.EnumerateArray()) ReadTrade(trade, instrument, receivedAt, sink);
        }
        else if (channel[0] == "quote")
        {
            ReadQuote(data, instrument, receivedAt, sink);
        }
        else if (channel[0] == "ticker")
        {
            ReadTicker(data, instrument, receivedAt, sink, funding);
        }

        return null;
    }

    protected override IEnumerable<FundingRate> FundingRows(PublicInstrument instrument, JsonElement answer)
    {
        if (answer.Has("error")) throw new FormatException("the venue answered with an error");
        foreach (JsonElement row in answer.List("result"))
            yield return new FundingRate(instrument.Symbol, Name, row.Moment("timestamp"), TimeSpan.FromHours(1), row.Rate("interest_1h"));
    }

    private static void ReadTrade(JsonElement trade, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink)
    {
        Price price = trade.PriceOf("price");
        bool isBuy = trade.Is("direction", "buy");
        if (!isBuy && !trade.Is("direction", "sell")) throw new FormatException("field direction is neither buy nor sell");
        sink.OnTrade(new Trade(
            instrument.Symbol, trade.Integer("trade_seq"), trade.Moment("timestamp"), receivedAt, price,
            instrument.ToBase(trade.Amount("amount"), price), isBuy ? Side.Buy : Side.Sell,
            trade.Has("block_trade_id") ? TradeOrigin.OffBook : TradeOrigin.Market));
    }

    private static void ReadQuote(JsonElement data, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink)
    {
        // An empty side has no price, or one of zero.
        if (!data.Has("best_bid_price") || !data.Has("best_ask_price")) return;
        if (data.Amount("best_bid_price") == 0 || data.Amount("best_ask_price") == 0) return;
        Price bid = data.PriceOf("best_bid_price");
        Price ask = data.PriceOf("best_ask_price");
        if (bid >= ask) return;
        Timestamp at = data.Moment("timestamp");
        sink.OnQuote(new Quote(
            instrument.Symbol, at.Milliseconds, at, receivedAt, bid, instrument.ToBase(data.Amount("best_bid_amount"), bid),
            ask, instrument.ToBase(data.Amount("best_ask_amount"), ask)));
    }

    private void ReadTicker(JsonElement data, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink, Action<FundingRate> funding)
    {
        Timestamp at = data.Moment("timestamp");
        double rate = data.Rate("funding_8h");
        sink.OnMark(new MarkPrice(instrument.Symbol, at, receivedAt, data.PriceOf("mark_price"), rate, at + Interval));
        funding(new FundingRate(instrument.Symbol, Name, at + Interval, Interval, rate));
    }
}
