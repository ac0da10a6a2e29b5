using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests;

public class StartUpTests
{
    [Fact]
    public void It_comes_up_in_order_and_takes_no_order_before()
    {
        Session session = Session.Spot();
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Gateway.Start();
        session.Run();

        session.Gateway.IsReady.ShouldBeTrue();
        session.The<OrderRefused>().Rule.ShouldBe(OrderRefused.NotSent);
        List<string> first = [.. session.Wire.Sent.Select(r => r.Target.Split('?')[0]).Distinct()];
        first.ShouldBe(["/api/v3/time", "/api/v3/exchangeInfo", "/api/v3/account", "/api/v3/openOrders", "/api/v3/myTrades"]);
        session.Wire.Sent.ShouldAllBe(r => r.Method != WireMethod.Get || r.Body == null);
        session.All<VenueCondition>().Last(c => c.Name == "start-up").Demands.ShouldBe(TradingMode.Normal);
        session.All<VenueCondition>().Last(c => c.Name == "user-stream").Demands.ShouldBe(TradingMode.Normal);
        session.Gateway.Instruments.Single().Symbol.ShouldBe(Session.Btc);
    }

    [Fact]
    [Trait("Fault", "F-064")]
    public void While_the_user_stream_does_not_come_up_what_only_reduces_may_leave()
    {
        Session session = Session.Futures();
        session.Wire.When("POST /fapi/v1/listenKey", _ => Reply.Gone(neverLeft: true));
        session.Wire.When("POST /fapi/v1/order", _ => Reply.Gone(neverLeft: false));
        session.Gateway.Start();
        session.Run();
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Gateway.Place(Session.Market("a.2", Side.Sell, 1) with { ReduceOnly = true });
        session.Run();

        session.Gateway.IsReady.ShouldBeFalse();
        session.The<OrderRefused>().Id.Value.ShouldBe("a.1");
        session.The<OutcomeUnknown>().Id.Value.ShouldBe("a.2");
        session.Wire.Sent.Count(r => r.Target == "/fapi/v1/order").ShouldBe(1);
    }

    [Fact]
    public void The_user_stream_of_spot_is_a_signed_subscription()
    {
        Session session = Session.Spot().Ready();

        session.Wire.Opened.Single().Address.ToString().ShouldBe("ws://127.0.0.1:9090/ws-api/v3");
        string said = session.Wire.Said[0].Text;
        said.ShouldContain("\"method\":\"userDataStream.subscribe.signature\"");
        string timestamp = said.Split("\"timestamp\":")[1].Split(',')[0];
        byte[] signature = new byte[64];
        new HmacSigner(Session.Secret).Sign(System.Text.Encoding.ASCII.GetBytes($"apiKey={Session.Key}&timestamp={timestamp}"), signature);
        said.ShouldContain(System.Text.Encoding.ASCII.GetString(signature));
    }

    [Fact]
    public void A_step_that_fails_is_tried_again()
    {
        Session session = Session.Spot();
        int asked = 0;
        session.Wire.When("GET /api/v3/exchangeInfo", _ => ++asked < 3 ? Reply.Gone(neverLeft: true) : Reply.Ok(Samples.SpotInfo));
        session.Gateway.Start();
        session.Run();
        session.Gateway.IsReady.ShouldBeFalse();

        session.Pass(10);

        session.Gateway.IsReady.ShouldBeTrue();
        asked.ShouldBe(3);
    }

    [Theory]
    [InlineData("enableWithdrawals")]
    [InlineData("enableInternalTransfer")]
    [InlineData("permitsUniversalTransfer")]
    [Trait("Threat", "T-01")]
    public void A_key_that_can_move_money_away_is_refused_for_good(string right)
    {
        Session session = Session.Spot(WithWallet);
        session.Wire.When("GET /sapi/v1/account/apiRestrictions", """{"ipRestrict":true,"enableReading":true,"enableWithdrawals":false,"enableInternalTransfer":false,"permitsUniversalTransfer":false}""".Replace($"\"{right}\":false", $"\"{right}\":true", StringComparison.Ordinal));
        session.Gateway.Start();
        session.Pass(60);

        session.Gateway.IsReady.ShouldBeFalse();
        session.Gateway.Refusal!.ShouldContain("withdraw");
        session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.Halted);
        session.Wire.Opened.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Threat", "T-01")]
    public void A_key_that_may_only_trade_passes_and_rights_that_cannot_be_read_do_not()
    {
        Session session = Session.Spot(WithWallet);
        string answer = "{}";
        session.Wire.When("GET /sapi/v1/account/apiRestrictions", _ => Reply.Ok(answer));
        session.Gateway.Start();
        session.Pass(5);
        session.Gateway.IsReady.ShouldBeFalse();

        answer = """{"enableWithdrawals":false}""";
        session.Pass(60);
        session.Gateway.IsReady.ShouldBeTrue();
    }

    [Fact]
    [Trait("Threat", "T-18")]
    public void A_key_the_host_does_not_know_halts()
    {
        Session session = Session.Spot();
        session.Wire.When("GET /api/v3/account", _ => Reply.Error(401, -2015, "Invalid API-key, IP, or permissions for action."));
        session.Gateway.Start();
        session.Pass(5);

        session.Gateway.IsReady.ShouldBeFalse();
        session.All<VenueCondition>().ShouldContain(c => c.Name == "key" && c.Demands == TradingMode.Halted);
    }

    [Fact]
    [Trait("Fault", "F-020")]
    [Trait("Fault", "F-021")]
    public void Rules_are_read_again_every_ten_minutes_and_after_a_filter_refusal()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/exchangeInfo", Samples.SpotInfo.Replace("\"status\":\"TRADING\",\"baseAsset\"", "\"status\":\"HALT\",\"baseAsset\"", StringComparison.Ordinal));
        session.Pass(601);
        session.SentTo("/api/v3/exchangeInfo", WireMethod.Get).Count.ShouldBe(1);
        session.The<VenueCondition>().ShouldBe(new VenueCondition(Session.Btc, session.The<VenueCondition>().At, "halted-symbol", TradingMode.CancelOnly, "the venue says HALT"));

        session.Wire.When("GET /api/v3/exchangeInfo", Samples.SpotInfo);
        session.Pass(600);
        session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.Normal);
        session.Wire.When("POST /api/v3/order", _ => Reply.Error(400, -1013, "Filter failure: LOT_SIZE"));
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Pass(6);
        session.SentTo("/api/v3/exchangeInfo", WireMethod.Get).Count.ShouldBe(4, "regularly twice, soon after the halt, and after the refusal");
        session.The<OrderRefused>().Rule.ShouldBe("LOT_SIZE");
    }

    [Fact]
    [Trait("Invariant", "I-41")]
    public void No_fact_holds_the_key_a_signature_or_a_listen_key()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("POST /fapi/v1/order", _ => Reply.Gone(neverLeft: false));
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Wire.Cut(session.Wire.Opened[^1].Socket);
        session.Pass(20);

        string all = string.Join('\n', session.Facts) + string.Join('\n', session.Wire.Sent);
        all.ShouldNotContain(Session.Key);
        all.ShouldNotContain("pqia91ma19a5s61cv6a81va65sdf19v8");
        all.ShouldNotContain("signature=");
    }

    private static BinanceOptions WithWallet(BinanceOptions options) => options with
    {
        Access = new BinanceAccess(options.Access.Hosts with { Wallet = options.Access.Hosts.Rest }, Session.Key, options.Access.Signer),
    };
}
