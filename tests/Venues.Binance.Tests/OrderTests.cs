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
}
