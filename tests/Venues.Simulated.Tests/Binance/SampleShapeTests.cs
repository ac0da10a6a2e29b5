using System.Runtime.CompilerServices;
using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Simulated.Tests.Binance;

/// <summary>Every field the documented samples have, our answers have, of the same JSON type. The samples are Binance's own examples, collected by Binance.Net.</summary>
public sealed class SampleShapeTests
{
    // Shown by hedge mode, isolated margin or features this venue does not have.
    private static readonly string[] Elsewhere = ["activatePrice", "priceRate", "AP", "cr", "icebergQuantity", "strategyId", "strategyType"];

    public static TheoryData<string, string> Requests => new()
    {
        { "Endpoints/UsdFutures/Trading/GetOrder", "/fapi/v1/order?symbol=BTCUSDT&origClientOrderId=f" },
        { "Endpoints/UsdFutures/Trading/GetOpenOrders", "/fapi/v1/openOrders?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/Trading/GetUserTrades", "/fapi/v1/userTrades?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/Trading/GetOpenConditionalOrders", "/fapi/v1/openAlgoOrders?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/Trading/GetConditionalOrder", "/fapi/v1/algoOrder?clientAlgoId=s" },
        { "Endpoints/UsdFutures/Trading/GetConditionalOrders", "/fapi/v1/allAlgoOrders?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/Account/GetBrackets", "/fapi/v1/leverageBracket?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/Account/GetAccountConfiguration", "/fapi/v1/accountConfig" },
        { "Endpoints/UsdFutures/Account/GetIncomeHistory", "/fapi/v1/income" },
        { "Endpoints/UsdFutures/Trading/GetPositions", "/fapi/v3/positionRisk?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/Account/GetBalances", "/fapi/v3/balance" },
        { "Endpoints/UsdFutures/Account/GetAccountInfoV3", "/fapi/v3/account" },
        { "Endpoints/UsdFutures/ExchangeData/GetOrderBook", "/fapi/v1/depth?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/ExchangeData/GetMarkPrice", "/fapi/v1/premiumIndex?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/ExchangeData/GetRecentTrades", "/fapi/v1/trades?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/ExchangeData/GetAggregatedTradeHistory", "/fapi/v1/aggTrades?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/ExchangeData/GetBookPrice", "/fapi/v1/ticker/bookTicker?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/ExchangeData/GetTicker", "/fapi/v1/ticker/24hr?symbol=BTCUSDT" },
        { "Endpoints/UsdFutures/ExchangeData/GetPrice", "/fapi/v2/ticker/price?symbol=BTCUSDT" },
        { "Endpoints/Spot/Trading/GetOrder", "/api/v3/order?symbol=BTCUSDT&origClientOrderId=o" },
        { "Endpoints/Spot/Trading/GetOpenOrders", "/api/v3/openOrders?symbol=BTCUSDT" },
        { "Endpoints/Spot/Trading/GetUserTrades", "/api/v3/myTrades?symbol=BTCUSDT" },
        { "Endpoints/Spot/Account/GetAccountInfo", "/api/v3/account" },
        { "Endpoints/Spot/Account/GetAPIKeyPermissions", "/sapi/v1/account/apiRestrictions" },
        { "Endpoints/Spot/ExchangeData/GetExchangeInfo", "/api/v3/exchangeInfo" },
        { "Endpoints/Spot/ExchangeData/GetRecentTrades", "/api/v3/trades?symbol=BTCUSDT" },
        { "Endpoints/Spot/ExchangeData/GetTicker", "/api/v3/ticker/24hr?symbol=BTCUSDT" },
        { "Endpoints/Spot/ExchangeData/GetBookPrice", "/api/v3/ticker/bookTicker?symbol=BTCUSDT" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Answers_have_the_samples_fields(string sample, string target)
    {
        using FrontBench bench = new();
        bench.PlaceFutures("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90&newClientOrderId=f");
        bench.PlaceFutures("side=BUY&type=MARKET&quantity=1");
        bench.PlaceAlgo("side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=80&clientAlgoId=s");
        bench.PlaceSpot("side=BUY&type=MARKET&quantity=1");
        bench.PlaceSpot("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90&newClientOrderId=o");
        int mark = target.IndexOf('?', StringComparison.Ordinal);

        JsonElement answer = bench.Signed(WireMethod.Get, mark < 0 ? target : target[..mark], mark < 0 ? "" : target[(mark + 1)..]);

        bench.Answer.Status.ShouldBe(200);
        Compare(Sample(sample), answer, sample);
    }

    [Theory]
    [InlineData("Endpoints/Spot/Trading/PlaceOrder")]
    public void A_placed_spot_order_has_the_sample_s_fields(string sample)
    {
        using FrontBench bench = new();

        Compare(Sample(sample), bench.PlaceSpot("side=BUY&type=MARKET&quantity=1"), sample);
    }

    [Theory]
    [InlineData("Endpoints/UsdFutures/Trading/PlaceConditionalOrder")]
    public void A_placed_conditional_order_has_the_sample_s_fields(string sample)
    {
        using FrontBench bench = new();

        Compare(Sample(sample), bench.PlaceAlgo("side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=80"), sample);
    }

    [Theory]
    [InlineData("Subscriptions/UsdFutures/OrderUpdate")]
    [InlineData("Subscriptions/UsdFutures/AccountUpdate")]
    [InlineData("Subscriptions/UsdFutures/AlgoOrderUpdate")]
    [InlineData("Subscriptions/Spot/Account/Order")]
    [InlineData("Subscriptions/Spot/Account/AccountPosition")]
    public void Account_events_have_the_samples_fields(string sample)
    {
        using FrontBench bench = new();
        long spot = bench.SpotUser();
        long futures = bench.FuturesUser();
        bench.PlaceSpot("side=BUY&type=MARKET&quantity=1");
        bench.PlaceFutures("side=BUY&type=MARKET&quantity=1");
        bench.PlaceAlgo("side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=80");
        JsonElement expected = Event(Message(sample));
        string type = expected.Text("e");

        JsonElement sent = bench.Messages(spot).Concat(bench.Messages(futures)).Select(Event).Last(e => e.Text("e") == type);

        Compare(expected, sent, sample);
    }

    [Theory]
    [InlineData("Subscriptions/UsdFutures/Book", "/public", "btcusdt@depth@100ms")]
    [InlineData("Subscriptions/UsdFutures/BookTicker", "/public", "btcusdt@bookTicker")]
    [InlineData("Subscriptions/UsdFutures/AggTrades", "/market", "btcusdt@aggTrade")]
    [InlineData("Subscriptions/UsdFutures/MarkPrice", "/market", "btcusdt@markPrice@1s")]
    [InlineData("Subscriptions/Spot/ExchangeData/Trades", "", "btcusdt@trade")]
    [InlineData("Subscriptions/Spot/ExchangeData/AggregatedTrades", "", "btcusdt@aggTrade")]
    [InlineData("Subscriptions/Spot/ExchangeData/BookTicker", "", "btcusdt@bookTicker")]
    [InlineData("Subscriptions/Spot/ExchangeData/PartialBook", "", "btcusdt@depth5@100ms")]
    [InlineData("Subscriptions/Spot/ExchangeData/Klines", "", "btcusdt@kline_1m")]
    public void Market_messages_have_the_samples_fields(string sample, string path, string stream)
    {
        using FrontBench bench = new();
        long socket = bench.Front.Connect($"{path}/stream?streams={stream}")!.Value;

        bench.Pass(TimeSpan.FromSeconds(1));
        bench.Trade(100m);
        bench.Depth([(100.05m, 1m)], [(100.09m, 1m)]);
        bench.Front.OnMark(new MarkPrice(Bench.Btc, bench.Front.Now, bench.Front.Now, Price.From(100m), 0.0001, bench.Front.Now + TimeSpan.FromHours(8)));

        JsonElement sent = bench.Messages(socket).ShouldHaveSingleItem();
        sent.Text("stream").ShouldBe(stream);
        JsonElement expected = Message(sample).GetProperty("data");
        // Book ids of early samples have no trades' buyer and seller any more.
        Compare(expected, sent.GetProperty("data"), sample, "a", "b");
    }

    private static void Compare(JsonElement sample, JsonElement ours, string path, params string[] optional)
    {
        if (sample.ValueKind == JsonValueKind.Null) return;
        if (sample.ValueKind is JsonValueKind.True or JsonValueKind.False) ours.ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        else if (ours.ValueKind != JsonValueKind.Null) ours.ValueKind.ShouldBe(sample.ValueKind, path);
        if (sample.ValueKind == JsonValueKind.Array && sample.GetArrayLength() > 0)
        {
            ours.GetArrayLength().ShouldBeGreaterThan(0, path);
            Compare(sample[0], ours[0], $"{path}[0]");
        }

        if (sample.ValueKind != JsonValueKind.Object) return;
        foreach (JsonProperty property in sample.EnumerateObject())
        {
            if (Elsewhere.Contains(property.Name) || optional.Contains(property.Name)) continue;
            ours.TryGetProperty(property.Name, out JsonElement value).ShouldBeTrue($"{path} has {property.Name}");
            Compare(property.Value, value, $"{path}.{property.Name}");
        }
    }

    private static JsonElement Event(JsonElement message) =>
        message.TryGetProperty("event", out JsonElement inner) || message.TryGetProperty("data", out inner) ? inner : message;

    /// <summary>Of an endpoint: the request line, a flag, and then the answer.</summary>
    private static JsonElement Sample(string name)
    {
        string text = Read(name);
        return JsonDocument.Parse(text[text.IndexOfAny(['{', '['])..]).RootElement;
    }

    /// <summary>Of a subscription: what follows the equals sign is the message.</summary>
    private static JsonElement Message(string name)
    {
        string text = Read(name);
        return JsonDocument.Parse(text[(text.IndexOf("\n=", StringComparison.Ordinal) + 2)..].Trim()).RootElement;
    }

    private static string Read(string name, [CallerFilePath] string source = "")
    {
        string root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../../shared/data"));
        string path = Path.Combine(Environment.GetEnvironmentVariable("PARLEY_SHARED_DATA") is { Length: > 0 } given ? given : root, "binance_net", name + ".txt");
        Assert.SkipUnless(File.Exists(path), $"No sample at {path}; set PARLEY_SHARED_DATA to the folder that holds binance_net.");
        return File.ReadAllText(path);
    }
}
