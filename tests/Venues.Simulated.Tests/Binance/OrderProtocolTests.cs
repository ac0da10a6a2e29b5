using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Simulated.Tests.Binance;

public sealed class OrderProtocolTests
{
    private const string Buy = "side=BUY&type=MARKET&quantity=1.5&newClientOrderId=a";

    [Fact]
    public void A_spot_market_order_is_answered_with_its_fills()
    {
        using FrontBench bench = new();

        JsonElement order = bench.PlaceSpot(Buy);

        order.Text("status").ShouldBe("FILLED");
        order.Number("executedQty").ShouldBe(1.5m);
        order.Number("cummulativeQuoteQty").ShouldBe(100.1m + 0.5m * 100.2m);
        order.GetProperty("fills").EnumerateArray().Select(f => (f.Number("price"), f.Number("qty"))).ShouldBe([(100.1m, 1m), (100.2m, 0.5m)]);
        JsonElement account = bench.Signed(WireMethod.Get, "/api/v3/account", "");
        account.GetProperty("balances").EnumerateArray().Single(b => b.Text("asset") == "BTC").Number("free").ShouldBe(1.5m);
    }

    [Fact]
    public void Spot_user_data_tells_an_order_from_acceptance_to_cancellation()
    {
        using FrontBench bench = new();
        long user = bench.SpotUser();

        bench.PlaceSpot("side=BUY&type=LIMIT&timeInForce=GTC&quantity=2&price=100.1&newClientOrderId=a");
        bench.Signed(WireMethod.Delete, FrontBench.Api, "symbol=BTCUSDT&origClientOrderId=a&newClientOrderId=stop-a").Text("status").ShouldBe("CANCELED");

        JsonElement[] events = [.. bench.Messages(user).Select(m => m.GetProperty("event"))];
        JsonElement[] reports = [.. events.Where(e => e.Text("e") == "executionReport")];
        reports.Select(r => (r.Text("x"), r.Text("X"), r.Text("c"), r.Text("C"))).ShouldBe(
            [("NEW", "NEW", "a", ""), ("TRADE", "PARTIALLY_FILLED", "a", ""), ("CANCELED", "CANCELED", "stop-a", "a")]);
        (reports[1].Number("l"), reports[1].Number("L"), reports[1].Text("N")).ShouldBe((1m, 100.1m, "USDT"));
        reports[1].Number("n").ShouldBe(100.1m * 0.0005m);
        events.ShouldContain(e => e.Text("e") == "outboundAccountPosition");
    }

    [Fact]
    public void A_futures_order_is_acknowledged_before_it_is_told_what_it_met()
    {
        using FrontBench bench = new();
        long user = bench.FuturesUser();

        bench.PlaceFutures(Buy).Text("status").ShouldBe("NEW");

        JsonElement[] updates = [.. bench.Messages(user).Where(m => m.Text("e") == "ORDER_TRADE_UPDATE").Select(m => m.GetProperty("o"))];
        updates.Select(u => (u.Text("x"), u.Text("X"))).ShouldBe([("NEW", "NEW"), ("TRADE", "PARTIALLY_FILLED"), ("TRADE", "FILLED")]);
        updates.Select(u => u.Text("t")).Distinct().Count().ShouldBe(3);
        bench.Signed(WireMethod.Get, FrontBench.Fapi, "symbol=BTCUSDT&origClientOrderId=a").Text("status").ShouldBe("FILLED");
        bench.Signed(WireMethod.Get, "/fapi/v3/positionRisk", "symbol=BTCUSDT")[0].Number("positionAmt").ShouldBe(1.5m);
        bench.Signed(WireMethod.Get, "/fapi/v1/userTrades", "symbol=BTCUSDT").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-041")]
    public void Stops_belong_to_the_algo_endpoint()
    {
        using FrontBench bench = new();

        bench.PlaceFutures("side=SELL&type=STOP_MARKET&quantity=1&stopPrice=99").Text("code").ShouldBe("-4120");
    }

    [Fact]
    [Trait("Fault", "F-040")]
    public void A_conditional_order_lives_beside_the_regular_ones_and_becomes_one()
    {
        using FrontBench bench = new();
        long user = bench.FuturesUser();
        bench.PlaceFutures("side=BUY&type=MARKET&quantity=1");
        bench.PlaceAlgo("side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=99.5&reduceOnly=true&clientAlgoId=s").Text("algoStatus").ShouldBe("NEW");
        bench.Signed(WireMethod.Get, "/fapi/v1/openOrders", "symbol=BTCUSDT").GetArrayLength().ShouldBe(0);
        bench.Signed(WireMethod.Delete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT").Text("code").ShouldBe("200");
        bench.Signed(WireMethod.Get, "/fapi/v1/openAlgoOrders", "").GetArrayLength().ShouldBe(1);

        bench.Trade(99.5m);

        List<JsonElement> messages = bench.Messages(user);
        messages.Where(m => m.Text("e") == "ALGO_UPDATE").Select(m => m.GetProperty("o").Text("X")).ShouldBe(["NEW", "TRIGGERING", "FINISHED"]);
        JsonElement fill = messages.Last(m => m.Text("e") == "ORDER_TRADE_UPDATE").GetProperty("o");
        (fill.Text("c"), fill.Text("ot"), fill.Text("X"), fill.Number("rp")).ShouldBe(("s", "STOP_MARKET", "FILLED", -0.1m));
        bench.Front.FuturesVenue!.PositionOf(Bench.Btc).ShouldBe(Quantity.Zero);
    }

    [Theory]
    [InlineData("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100.05", -1013, "Filter failure: PRICE_FILTER")]
    [InlineData("side=BUY&type=MARKET&quantity=0.0001", -1013, "Filter failure: LOT_SIZE")]
    [InlineData("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=100", -1013, "Filter failure: NOTIONAL")]
    [InlineData("side=SELL&type=MARKET&quantity=1", -2010, "Account has insufficient balance for requested action.")]
    [InlineData("side=BUY&type=LIMIT_MAKER&quantity=1&price=100.1", -2010, "Order would immediately match and take.")]
    [InlineData("side=UP&type=MARKET&quantity=1", -1117, "Invalid side.")]
    [InlineData("side=BUY&type=BEST&quantity=1", -1116, "Invalid orderType.")]
    [InlineData("side=BUY&type=LIMIT&quantity=1&price=100", -1102, "Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed.")]
    [Trait("Fault", "F-010")]
    [Trait("Fault", "F-011")]
    [Trait("Fault", "F-016")]
    [Trait("Fault", "F-017")]
    public void Spot_refuses_with_the_venue_s_codes_and_words(string parameters, int code, string message)
    {
        using FrontBench bench = new();

        JsonElement error = bench.PlaceSpot(parameters);

        (error.GetProperty("code").GetInt32(), error.Text("msg")).ShouldBe((code, message));
        bench.Answer.Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("side=BUY&type=MARKET&quantity=100000", -2019)]
    [InlineData("side=SELL&type=MARKET&quantity=1&reduceOnly=true", -2022)]
    [InlineData("side=BUY&type=LIMIT&timeInForce=GTX&quantity=1&price=100.1", -5022)]
    [InlineData("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100.05", -4014)]
    [InlineData("side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=100", -4164)]
    [InlineData("side=BUY&type=MARKET&quantity=1&positionSide=LONG", -4061)]
    [Trait("Fault", "F-033")]
    public void Futures_refuse_with_codes_of_their_own(string parameters, int code)
    {
        using FrontBench bench = new();

        bench.PlaceFutures(parameters).GetProperty("code").GetInt32().ShouldBe(code);
    }

    [Theory]
    [InlineData(false, -2010)]
    [InlineData(true, -4116)]
    public void An_id_is_taken_while_its_order_is_open_and_free_again_once_it_is_done(bool isFutures, int code)
    {
        using FrontBench bench = new();
        Func<string, JsonElement> place = isFutures ? bench.PlaceFutures : bench.PlaceSpot;
        const string resting = "side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90&newClientOrderId=a";

        place(resting).TryGetProperty("orderId", out _).ShouldBeTrue();
        place(resting).GetProperty("code").GetInt32().ShouldBe(code);
        bench.Signed(WireMethod.Delete, isFutures ? FrontBench.Fapi : FrontBench.Api, "symbol=BTCUSDT&origClientOrderId=a").Text("status").ShouldBe("CANCELED");
        place(resting).TryGetProperty("orderId", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(FrontBench.Api)]
    [InlineData(FrontBench.Fapi)]
    [Trait("Fault", "F-012")]
    [Trait("Fault", "F-013")]
    public void What_is_not_there_cannot_be_cancelled_or_looked_up(string path)
    {
        using FrontBench bench = new();

        bench.Signed(WireMethod.Delete, path, "symbol=BTCUSDT&origClientOrderId=x").Text("code").ShouldBe("-2011");
        bench.Signed(WireMethod.Get, path, "symbol=BTCUSDT&origClientOrderId=x").Text("code").ShouldBe("-2013");
        bench.Signed(WireMethod.Get, path, "symbol=NOSUCH&origClientOrderId=x").Text("code").ShouldBe("-1121");
    }

    [Fact]
    public void The_websocket_api_places_and_cancels_as_the_rest_does()
    {
        using FrontBench bench = new();
        long session = bench.Front.Connect("/ws-api/v3")!.Value;

        JsonElement placed = bench.Call(session, "order.place", new()
        {
            ["symbol"] = "BTCUSDT",
            ["side"] = "BUY",
            ["type"] = "LIMIT",
            ["timeInForce"] = "GTC",
            ["quantity"] = "1",
            ["price"] = "90",
            ["newClientOrderId"] = "a",
        });
        JsonElement cancelled = bench.Call(session, "order.cancel", new() { ["symbol"] = "BTCUSDT", ["origClientOrderId"] = "a" });

        (placed.Text("id"), placed.GetProperty("result").Text("status")).ShouldBe(("r1", "NEW"));
        placed.GetProperty("rateLimits").GetArrayLength().ShouldBe(3);
        cancelled.GetProperty("result").Text("status").ShouldBe("CANCELED");
    }

    [Fact]
    public void Countdown_cancels_regular_orders_and_leaves_conditional_ones()
    {
        using FrontBench bench = new();
        bench.PlaceFutures("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90&newClientOrderId=a");
        bench.PlaceAlgo("side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=80&clientAlgoId=s");
        bench.Signed(WireMethod.Post, "/fapi/v1/countdownCancelAll", "symbol=BTCUSDT&countdownTime=1000");

        bench.Pass(TimeSpan.FromSeconds(2));

        bench.Signed(WireMethod.Get, "/fapi/v1/openOrders", "").GetArrayLength().ShouldBe(0);
        bench.Signed(WireMethod.Get, "/fapi/v1/openAlgoOrders", "").GetArrayLength().ShouldBe(1);
    }
}
