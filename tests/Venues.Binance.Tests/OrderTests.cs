using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests;

public class OrderTests
{
    [Fact]
    public void A_spot_order_is_one_signed_form_and_its_answer_becomes_facts()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", Samples.SpotFilled);

        session.Gateway.Place(Session.Market("a.1", Side.Buy, 0.03m));
        session.Run();

        WireRequest request = session.SentTo("/api/v3/order", WireMethod.Post).Single();
        request.Target.ShouldBe("/api/v3/order");
        string body = Session.BodyOf(request);
        body.ShouldStartWith("symbol=BTCUSDT&side=BUY&quantity=0.03&type=MARKET&newClientOrderId=a.1&newOrderRespType=FULL&selfTradePreventionMode=EXPIRE_MAKER&recvWindow=1500&timestamp=");
        body.ShouldEndWith("&signature=" + Session.Parameter(request, "signature"));
        session.The<OrderAccepted>().VenueOrderId.ShouldBe("28");
        IReadOnlyList<OrderFilled> fills = session.All<OrderFilled>();
        fills.Select(f => f.TradeId).ShouldBe([56, 57]);
        fills[0].Fee.ShouldBe(0.3m);
        fills[0].Charged.ShouldBe(new AssetAmount("BTC", 0.00001m));
        fills[1].Fee.ShouldBe(0.6m);
        fills[1].Charged.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"TAKE_PROFIT\",", "type=TAKE_PROFIT&")]
    [InlineData("", "type=TAKE_PROFIT_LIMIT&timeInForce=GTC&price=31360&")]
    public void A_take_profit_of_spot_is_what_the_instrument_allows(string allowed, string words)
    {
        Session session = Session.Spot();
        session.Wire.When("GET /api/v3/exchangeInfo", Samples.SpotInfo.Replace("\"MARKET\",", $"\"MARKET\",{allowed}", StringComparison.Ordinal));
        session.Ready();
        session.Gateway.Place(Session.Stop("t.1", Side.Sell, 0.5m, 32_000) with { Type = OrderType.TakeProfitMarket });
        Session.BodyOf(session.SentTo("/api/v3/order", WireMethod.Post).Single()).ShouldStartWith($"symbol=BTCUSDT&side=SELL&quantity=0.5&stopPrice=32000&{words}newClientOrderId=t.1&");
    }

    [Fact]
    public void A_take_profit_of_futures_goes_into_the_book_of_conditional_orders_and_is_cancelled_there()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("POST /fapi/v1/algoOrder", """{"algoId":2146761,"clientAlgoId":"t.1","algoType":"CONDITIONAL","orderType":"TAKE_PROFIT_MARKET","symbol":"BTCUSDT","side":"SELL","quantity":"1","algoStatus":"NEW","triggerPrice":"32000"}""");
        session.Wire.When("DELETE /fapi/v1/algoOrder", """{"algoId":2146761,"clientAlgoId":"t.1","code":"200","msg":"success"}""");
        session.Gateway.Place(Session.Stop("t.1", Side.Sell, 1, 32_000) with { Type = OrderType.TakeProfitMarket });
        session.Run();
        Session.BodyOf(session.SentTo("/fapi/v1/algoOrder", WireMethod.Post).Single()).ShouldContain("&type=TAKE_PROFIT_MARKET&quantity=1&triggerPrice=32000&workingType=MARK_PRICE&");

        session.Gateway.Cancel(Session.Btc, new ClientOrderId("t.1"));
        session.Run();
        session.SentTo("/fapi/v1/algoOrder", WireMethod.Delete).Count.ShouldBe(1);
        session.The<OrderCancelled>().Id.Value.ShouldBe("t.1");
    }

    [Fact]
    public void A_take_profit_without_its_trigger_price_never_leaves()
    {
        Session session = Session.Futures().Ready();
        session.Gateway.Place(Session.Stop("t.1", Side.Sell, 1, 32_000) with { Type = OrderType.TakeProfitMarket, Stop = null });
        session.Run();
        session.The<OrderRefused>().Rule.ShouldBe("PRICE_FILTER");
        session.Wire.Sent.ShouldBeEmpty();
    }
}
