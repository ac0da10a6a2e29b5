using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Public;

/// <summary>
/// OKX, API version 5, perpetual swaps: channels <c>trades</c>, <c>bbo-tbt</c>, <c>mark-price</c> and <c>funding-rate</c>;
/// history of funding under <c>/api/v5/public/funding-rate-history</c>. Quantities are contracts.
/// </summary>
public sealed class OkxDialect(IReadOnlyList<PublicInstrument> instruments, Uri? socket = null, Uri? rest = null)
    : VenueDialect(instruments, socket ?? new("wss://ws.okx.com:8443/ws/v5/public"), rest ?? new("https://www.okx.com"))
{
    private static readonly string[] Channels = ["trades", "bbo-tbt", "mark-price", "funding-rate"];

    private readonly Dictionary<Symbol, FundingRate> next = [];

    public override string Name => "okx";

    public override string Ping => "ping";

    public override IEnumerable<string> Greetings => Instruments.Select(i =>
        $$"""{"op":"subscribe","args":[{{string.Join(",", Channels.Select(c => $$"""{"channel":"{{c}}","instId":"{{i.VenueName}}"}"""))}}]}""");

    public override string FundingTarget(PublicInstrument instrument, Timestamp now) =>
        $"/api/v5/public/funding-rate-history?instId={instrument.VenueName}&limit=100";

    protected override string? ReadMessage(JsonElement message, Timestamp receivedAt, IMarketSink sink, Action<FundingRate> funding)
    {
        if (message.Has("event"))
        {
            if (message.Is("event", "error")) throw new FormatException("the venue refused a subscription");
            return null;
        }

        JsonElement about = message.Get("arg");
        if (Find(about.Text("instId")) is not { } instrument) return null;
        string channel = about.Text("channel");
        foreach (JsonElement row in message.List("data"))
        {
            if (channel == "trades") ReadTrade(row, instrument, receivedAt, sink);
            else if (channel == "bbo-tbt") ReadQuote(row, instrument, receivedAt, sink);
            else if (channel == "mark-price") ReadMark(row, instrument, receivedAt, sink);
            else if (channel == "funding-rate") ReadRate(row, instrument, funding);
        }

        return null;
    }

    protected override IEnumerable<FundingRate> FundingRows(PublicInstrument instrument, JsonElement answer)
    {
        if (!answer.Is("code", "0")) throw new FormatException("the venue answered with an error");
        foreach (JsonElement row in answer.List("data"))
        {
            // What was paid, where the row says so, and not what had been forecast.
            string rate = row.Has("realizedRate") ? "realizedRate" : "fundingRate";
            yield return new FundingRate(instrument.Symbol, Name, row.Moment("fundingTime"), default, row.Rate(rate));
        }
    }

    private static void ReadTrade(JsonElement row, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink)
    {
        Price price = row.PriceOf("px");
        bool isBuy = row.Is("side", "buy");
        if (!isBuy && !row.Is("side", "sell")) throw new FormatException("field side is neither buy nor sell");
        sink.OnTrade(new Trade(
            instrument.Symbol, row.Integer("tradeId"), row.Moment("ts"), receivedAt, price, instrument.ToBase(row.Amount("sz"), price),
            isBuy ? Side.Buy : Side.Sell, TradeOrigin.Market));
    }

    private static void ReadQuote(JsonElement row, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink)
    {
        JsonElement bids = row.Get("bids");
        JsonElement asks = row.Get("asks");
        // A side without a level is an empty one: there is no best price to hand on.
        if (bids.GetArrayLength() == 0 || asks.GetArrayLength() == 0) return;
        Price bid = bids[0].PriceAt(0, "bids");
        Price ask = asks[0].PriceAt(0, "asks");
        if (bid >= ask) return;
        sink.OnQuote(new Quote(
            instrument.Symbol, row.Has("seqId") ? row.Integer("seqId") : 0, row.Moment("ts"), receivedAt,
            bid, instrument.ToBase(bids[0].AmountAt(1, "bids"), bid), ask, instrument.ToBase(asks[0].AmountAt(1, "asks"), ask)));
    }

    // Mark price and funding come on channels of their own: a mark goes out once both are known.
    private void ReadMark(JsonElement row, PublicInstrument instrument, Timestamp receivedAt, IMarketSink sink)
    {
        Price mark = row.PriceOf("markPx");
        Timestamp at = row.Moment("ts");
        if (next.TryGetValue(instrument.Symbol, out FundingRate rate))
            sink.OnMark(new MarkPrice(instrument.Symbol, at, receivedAt, mark, rate.Rate, rate.SettlesAt));
    }

    private void ReadRate(JsonElement row, PublicInstrument instrument, Action<FundingRate> funding)
    {
        Timestamp settles = row.Moment("fundingTime");
        TimeSpan interval = row.Has("nextFundingTime") ? row.Moment("nextFundingTime") - settles : TimeSpan.FromHours(8);
        if (interval <= TimeSpan.Zero) throw new FormatException("field nextFundingTime is not after fundingTime");
        var rate = new FundingRate(instrument.Symbol, Name, settles, interval, row.Rate("fundingRate"));
        next[instrument.Symbol] = rate;
        funding(rate);
    }
}
