using Parley.Domain;

namespace Parley.Venues.Binance.Tests;

public class UserDataTests
{
    [Fact]
    [Trait("Fault", "F-005")]
    public void A_fill_heard_before_the_answer_is_told_under_our_name()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", _ => null);
        session.Gateway.Place(Session.Limit("a.1", Side.Buy, 1, 30_000));

        session.Event(Samples.SpotReport("a.1", "TRADE", "PARTIALLY_FILLED", last: "0.4", price: "29999.5", cumulative: "0.4", trade: 31, fee: "0.0004", feeAsset: "BTC"));

        OrderFilled fill = session.The<OrderFilled>();
        fill.Id.Value.ShouldBe("a.1");
        fill.TradeId.ShouldBe(31);
        fill.Price.Value.ShouldBe(29_999.5m);
        fill.IsMaker.ShouldBeTrue();
        fill.Charged.ShouldBe(new AssetAmount("BTC", 0.0004m));
        fill.Fee.ShouldBe(0.0004m * 29_999.5m);
        fill.At.Milliseconds.ShouldBe(1499405658657);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    public void A_cancel_is_told_under_the_name_of_the_order_it_took_off()
    {
        Session session = Session.Spot().Ready();

        session.Event(Samples.SpotReport("the-cancel", "CANCELED", "CANCELED", original: "a.1"));

        session.The<OrderCancelled>().Id.Value.ShouldBe("a.1");
    }

    [Theory]
    [InlineData("EXPIRED", "EXPIRED", ",\"eR\":\"EXECUTION_RULE_PRICE_RANGE_EXCEEDED\"", "EXECUTION_RULE_PRICE_RANGE_EXCEEDED")]
    [InlineData("TRADE_PREVENTION", "EXPIRED_IN_MATCH", ",\"v\":3,\"A\":\"1\"", "SELF_TRADE_PREVENTION")]
    [InlineData("EXPIRED", "EXPIRED", "", "EXPIRED")]
    [Trait("Fault", "F-019")]
    [Trait("Fault", "F-023")]
    [Trait("Fault", "F-024")]
    public void What_the_venue_takes_off_has_its_reason(string execution, string status, string extra, string reason)
    {
        Session session = Session.Spot().Ready();

        session.Event(Samples.SpotReport("a.1", execution, status, extra: extra));

        session.The<OrderExpired>().Reason.ShouldBe(reason);
    }

    [Fact]
    [Trait("Fault", "F-029")]
    public void A_status_not_known_is_unknown_and_guards_the_instrument_until_stock_is_taken()
    {
        Session session = Session.Spot().Ready();

        session.Event(Samples.SpotReport("a.1", "NEW", "HIBERNATING"));

        session.The<OutcomeUnknown>().Id.Value.ShouldBe("a.1");
        VenueCondition condition = session.The<VenueCondition>();
        (condition.Symbol, condition.Name, condition.Demands).ShouldBe((Session.Btc, "unknown-word", TradingMode.Guarded));
        session.Pass(2);
        session.All<StockTaken>().Count.ShouldBe(1);
        session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-063")]
    [Trait("Fault", "F-064")]
    public void A_lost_stream_guards_then_only_reduces_and_comes_back_over_a_taking_of_stock()
    {
        Session session = Session.Spot().Ready();
        string? Answer(string said) => null;
        Func<string, string?> normal = session.Wire.Answers;
        session.Wire.Answers = Answer;
        session.Wire.Cut(session.Wire.Opened[^1].Socket);
        session.Run();
        session.The<VenueCondition>().Demands.ShouldBe(TradingMode.Guarded);

        session.Pass(10.5);
        session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.ReduceOnly);

        session.Forget();
        session.Wire.Answers = normal;
        session.Pass(120);
        session.All<StockTaken>().Count.ShouldBe(1);
        session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.Normal);
        IReadOnlyList<VenueFact> facts = session.Facts;
        facts.ToList().FindIndex(f => f is StockTaken).ShouldBeLessThan(facts.ToList().FindLastIndex(f => f is VenueCondition));
    }

    [Fact]
    [Trait("Fault", "F-064")]
    public void A_terminated_stream_is_subscribed_again()
    {
        Session session = Session.Spot().Ready();
        int sockets = session.Wire.Opened.Count;

        session.Event("""{"subscriptionId":0,"event":{"e":"eventStreamTerminated","E":1728973001334}}""");
        session.Pass(3);

        session.Wire.Opened.Count.ShouldBe(sockets + 1);
        session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-065")]
    public void Before_the_daily_cut_a_second_stream_stands_before_the_first_goes()
    {
        Session session = Session.Spot().Ready();
        long first = session.Wire.Opened[^1].Socket;

        session.Event("""{"e":"serverShutdown","E":1}""");

        session.Wire.Opened[^1].Socket.ShouldNotBe(first);
        session.All<VenueCondition>().ShouldBeEmpty();
        session.Event(Samples.SpotReport("a.1", "NEW", "NEW"));
        session.The<OrderAccepted>();
    }

    [Fact]
    [Trait("Fault", "F-050")]
    public void A_stream_that_stops_answering_is_given_up()
    {
        Session session = Session.Spot().Ready();
        session.Pass(60);
        session.All<VenueCondition>().ShouldBeEmpty();
        session.Wire.Answers = _ => null;

        session.Pass(60);

        session.All<VenueCondition>().ShouldContain(c => c.Name == "user-stream" && c.Demands != TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-068")]
    public void Deposits_and_locks_are_flows()
    {
        Session session = Session.Spot().Ready();

        session.Event("""{"subscriptionId":0,"event":{"e":"balanceUpdate","E":1573200697110,"a":"BTC","d":"-100.00000000","T":1573200697068}}""");
        session.Event("""{"subscriptionId":0,"event":{"e":"externalLockUpdate","E":1581557507324,"a":"NEO","d":"10.00000000","T":1581557507268}}""");

        IReadOnlyList<AccountFlow> flows = session.All<AccountFlow>();
        flows[0].Flow.ShouldBe(new AssetAmount("BTC", -100));
        flows[0].At.Milliseconds.ShouldBe(1573200697068);
        flows[1].Kind.ShouldBe("externalLockUpdate");
    }

    [Fact]
    [Trait("Fault", "F-026")]
    public void A_fee_in_a_third_asset_is_valued_and_where_no_price_is_known_assumed_and_said()
    {
        Price? bnb = Price.From(600);
        Session session = Session.Spot(o => o with { Prices = symbol => symbol.Value == "BNBUSDT" ? bnb : null }).Ready();
        session.Event(Samples.SpotReport("a.1", "TRADE", "PARTIALLY_FILLED", last: "0.1", price: "30000", cumulative: "0.1", trade: 1, fee: "0.004", feeAsset: "BNB"));
        session.The<OrderFilled>().Fee.ShouldBe(2.4m);
        session.The<OrderFilled>().Charged.ShouldBe(new AssetAmount("BNB", 0.004m));
        session.All<VenueCondition>().ShouldBeEmpty();

        bnb = null;
        session.Event(Samples.SpotReport("a.1", "TRADE", "PARTIALLY_FILLED", last: "0.1", price: "30000", cumulative: "0.2", trade: 2, fee: "0.004", feeAsset: "BNB"));
        session.All<OrderFilled>()[1].Fee.ShouldBe(3m);
        session.The<VenueCondition>().Name.ShouldBe("fee-estimated");
    }

    [Fact]
    [Trait("Fault", "F-063")]
    public void Trades_the_stream_kept_to_itself_are_asked_for()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/myTrades", """[{"symbol":"BTCUSDT","id":40,"orderId":77,"price":"100","qty":"0.3","commission":"0","commissionAsset":"USDT","time":4,"isBuyer":true}]""");

        session.Event(Samples.SpotReport("a.1", "TRADE", "PARTIALLY_FILLED", last: "0.1", price: "100", cumulative: "0.4", trade: 41));
        session.Pass(1);

        session.All<OrderFilled>().Select(f => f.TradeId).ShouldBe([41, 40]);
    }
}
