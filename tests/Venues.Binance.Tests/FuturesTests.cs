using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests;

public class FuturesTests
{
    private const string AlgoTaken = """{"algoId":2146760,"clientAlgoId":"s.1","algoType":"CONDITIONAL","orderType":"STOP_MARKET","symbol":"BTCUSDT","side":"SELL","quantity":"1","algoStatus":"NEW","triggerPrice":"29000","createTime":1750485492076,"updateTime":1750485492076}""";

    private static readonly ClientOrderId StopId = new("s.1");

    [Fact]
    public void A_stop_goes_into_the_book_of_conditional_orders_on_the_mark_price()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("POST /fapi/v1/algoOrder", AlgoTaken);

        session.Gateway.Place(Session.Stop("s.1", Side.Sell, 1, 29_000));
        session.Run();

        string body = Session.BodyOf(session.SentTo("/fapi/v1/algoOrder", WireMethod.Post).Single());
        body.ShouldStartWith("symbol=BTCUSDT&side=SELL&algoType=CONDITIONAL&type=STOP_MARKET&quantity=1&triggerPrice=29000&workingType=MARK_PRICE&priceProtect=TRUE&reduceOnly=true&clientAlgoId=s.1&selfTradePreventionMode=EXPIRE_MAKER&");
        session.The<OrderAccepted>().VenueOrderId.ShouldBe("2146760");
    }

    [Fact]
    public void A_post_only_order_is_good_till_crossing()
    {
        Session session = Session.Futures().Ready();
        session.Gateway.Place(Session.Limit("a.1", Side.Buy, 1, 30_000, TimeInForce.PostOnly));
        Session.BodyOf(session.SentTo("/fapi/v1/order", WireMethod.Post).Single()).ShouldContain("&type=LIMIT&price=30000&timeInForce=GTX&");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Fault", "F-005")]
    [Trait("Fault", "F-038")]
    public void The_trades_of_a_triggered_stop_are_told_under_its_own_name_whichever_is_heard_first(bool triggerFirst)
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("POST /fapi/v1/algoOrder", AlgoTaken);
        session.Gateway.Place(Session.Stop("s.1", Side.Sell, 1, 29_000));
        session.Run();
        session.Forget();

        string trigger = Samples.AlgoEvent("s.1", "TRIGGERED", actual: 555);
        string trade = Samples.FuturesReport("made-up", "TRADE", "FILLED", 555, last: "1", price: "28990", cumulative: "1", trade: 9, type: "MARKET", original: "STOP_MARKET", side: "SELL");
        session.Event(triggerFirst ? trigger : trade);
        session.Event(triggerFirst ? trade : trigger);

        OrderFilled fill = session.The<OrderFilled>();
        (fill.Id, fill.TradeId, fill.Side, fill.Fee).ShouldBe((StopId, 9, Side.Sell, 0.1m));
        session.All<OrderAccepted>().ShouldBeEmpty();
        session.Pass(5);
        session.All<OrderFilled>().Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Fault", "F-025")]
    public void A_triggered_order_of_an_earlier_life_is_named_by_the_list_and_a_foreign_one_keeps_its_name()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("GET /fapi/v1/allAlgoOrders", """[{"algoId":1,"clientAlgoId":"old.stop","symbol":"BTCUSDT","side":"SELL","quantity":"1","algoStatus":"TRIGGERED","actualOrderId":"555","orderType":"STOP_MARKET"}]""");

        session.Event(Samples.FuturesReport("x", "TRADE", "FILLED", 555, last: "1", price: "28990", cumulative: "1", trade: 9, type: "MARKET", original: "STOP_MARKET", side: "SELL"));
        session.Event(Samples.FuturesReport("by-hand", "TRADE", "FILLED", 556, last: "1", price: "28990", cumulative: "1", trade: 10, type: "MARKET", original: "STOP_MARKET", side: "SELL"));
        session.All<OrderFilled>().ShouldBeEmpty();
        session.Pass(3);

        session.All<OrderFilled>().Select(f => f.Id.Value).ShouldBe(["old.stop", "by-hand"]);
    }

    [Fact]
    public void An_acknowledged_execution_is_priced_by_trades_alone()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("POST /fapi/v1/order", """{"clientOrderId":"a.1","cumQuote":"30000","executedQty":"1","orderId":42,"avgPrice":"30000.5","origQty":"1","price":"0","side":"BUY","status":"FILLED","symbol":"BTCUSDT","type":"MARKET","updateTime":1566818724722}""");
        session.Wire.When("GET /fapi/v1/userTrades", """[{"buyer":true,"commission":"12","commissionAsset":"USDT","id":7,"maker":false,"orderId":42,"price":"30000.5","qty":"1","symbol":"BTCUSDT","time":1566818724722}]""");
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Run();
        session.All<OrderFilled>().ShouldBeEmpty();
        session.The<OrderAccepted>().VenueOrderId.ShouldBe("42");

        session.Pass(0.5);
        OrderFilled fill = session.The<OrderFilled>();
        (fill.TradeId, fill.Price.Value, fill.Fee).ShouldBe((7, 30_000.5m, 12m));
        session.SentTo("/fapi/v1/userTrades", WireMethod.Get).Count.ShouldBe(1);
    }

    [Fact]
    public void An_order_of_an_unknown_book_is_looked_for_and_cancelled_in_both()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("GET /fapi/v1/order", _ => Reply.Error(400, -2013, "Order does not exist."));
        session.Wire.When("DELETE /fapi/v1/order", _ => Reply.Error(400, -2011, "Unknown order sent."));
        session.Wire.When("GET /fapi/v1/algoOrder", AlgoTaken);
        session.Wire.When("DELETE /fapi/v1/algoOrder", """{"algoId":2146760,"clientAlgoId":"s.1","code":"200","msg":"success"}""");

        session.Gateway.Lookup(Session.Btc, StopId);
        session.Run();
        session.The<OrderAccepted>().Id.ShouldBe(StopId);
        session.All<OrderNotFound>().ShouldBeEmpty();

        Session other = Session.Futures().Ready();
        other.Wire.When("DELETE /fapi/v1/order", _ => Reply.Error(400, -2011, "Unknown order sent."));
        other.Wire.When("DELETE /fapi/v1/algoOrder", """{"algoId":2146760,"clientAlgoId":"s.1","code":"200","msg":"success"}""");
        other.Gateway.Cancel(Session.Btc, StopId);
        other.Run();
        other.The<OrderCancelled>().Id.ShouldBe(StopId);
    }

    [Fact]
    public void An_order_in_neither_book_is_not_found_and_not_cancelled()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("GET /fapi/v1/order", _ => Reply.Error(400, -2013, "Order does not exist."));
        session.Wire.When("GET /fapi/v1/algoOrder", _ => Reply.Error(400, -2013, "Order does not exist."));
        session.Wire.When("DELETE /fapi/v1/order", _ => Reply.Error(400, -2011, "Unknown order sent."));
        session.Wire.When("DELETE /fapi/v1/algoOrder", _ => Reply.Error(400, -2011, "Unknown order sent."));

        session.Gateway.Lookup(Session.Btc, StopId);
        session.Gateway.Cancel(Session.Btc, StopId);
        session.Run();

        session.The<OrderNotFound>();
        session.The<CancelRefused>();
    }

    [Fact]
    public void A_lookup_of_a_triggered_stop_tells_the_trades_of_the_order_that_works_for_it()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("GET /fapi/v1/order", request => Session.Parameter(request, "orderId") == "974828356187"
            ? Reply.Ok("""{"clientOrderId":"x","executedQty":"0.002","orderId":974828356187,"origQty":"0.002","side":"SELL","status":"FILLED","symbol":"BTCUSDT","type":"MARKET","origType":"STOP_MARKET"}""")
            : Reply.Error(400, -2013, "Order does not exist."));
        session.Wire.When("GET /fapi/v1/algoOrder", """{"algoId":1,"clientAlgoId":"s.1","symbol":"BTCUSDT","side":"SELL","quantity":"0.002","algoStatus":"FINISHED","orderType":"STOP_MARKET","actualOrderId":"974828356187","actualQty":"0.002"}""");
        session.Wire.When("GET /fapi/v1/userTrades", """[{"buyer":false,"commission":"0.07","commissionAsset":"USDT","id":7,"maker":false,"orderId":974828356187,"price":"28990","qty":"0.002","symbol":"BTCUSDT","time":5}]""");

        session.Gateway.Lookup(Session.Btc, StopId);
        session.Run();

        OrderFilled fill = session.The<OrderFilled>();
        (fill.Id, fill.Side, fill.TradeId).ShouldBe((StopId, Side.Sell, 7));
    }

    [Fact]
    public void Stock_reads_both_books_and_the_signed_position()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("GET /fapi/v3/positionRisk", """[{"symbol":"BTCUSDT","positionAmt":"-0.25","positionSide":"BOTH"}]""");
        session.Wire.When("GET /fapi/v1/openOrders", """[{"clientOrderId":"a.1","executedQty":"0","orderId":1,"origQty":"0.4","price":"31000","side":"SELL","status":"NEW","symbol":"BTCUSDT","timeInForce":"GTX","type":"LIMIT","origType":"LIMIT","reduceOnly":false}]""");
        session.Wire.When("GET /fapi/v1/openAlgoOrders", "[" + AlgoTaken + "]");

        session.Gateway.TakeStock(Session.Btc, session.Gateway.Now);
        session.Run();

        StockTaken stock = session.The<StockTaken>();
        stock.Position.Value.ShouldBe(-0.25m);
        stock.Orders.Select(o => o.Order.Id.Value).ShouldBe(["a.1", "s.1"]);
        stock.Orders[1].Order.Stop.ShouldBe(Price.From(29_000));
        stock.Orders[0].Order.TimeInForce.ShouldBe(TimeInForce.PostOnly);
    }

    [Fact]
    [Trait("Fault", "F-034")]
    public void Hedge_mode_allows_only_cancels_and_is_looked_at_every_hour()
    {
        Session session = Session.Futures().Ready();
        session.Wire.When("GET /fapi/v1/positionSide/dual", """{"dualSidePosition":true}""");
        session.Pass(3_601);
        VenueCondition condition = session.The<VenueCondition>();
        (condition.Name, condition.Demands).ShouldBe(("account", TradingMode.CancelOnly));
        condition.Reason.ShouldContain("hedge");
    }

    [Theory]
    [InlineData(5, "CROSSED", true)]
    [InlineData(20, "CROSSED", false)]
    [InlineData(5, "ISOLATED", false)]
    [Trait("Fault", "F-035")]
    public void Leverage_and_margin_must_be_as_configured(int leverage, string margin, bool fits)
    {
        Session session = Session.Futures(o => o with { Futures = new FuturesTerms(leverage, margin) });
        session.Gateway.Start();
        session.Run();

        session.All<VenueCondition>().Any(c => c.Name == "account" && c.Demands == TradingMode.CancelOnly).ShouldBe(!fits);
        session.Wire.Sent.ShouldNotContain(r => r.Method == WireMethod.Post && r.Target.Contains("leverage"));
    }

    [Fact]
    public void The_dead_mans_switch_is_armed_every_half_minute_and_taken_off_at_the_end()
    {
        Session session = Session.Futures();
        session.Gateway.Start();
        session.Pass(95);
        IReadOnlyList<WireRequest> armed = session.SentTo("/fapi/v1/countdownCancelAll", WireMethod.Post);
        armed.Count.ShouldBe(4);
        armed.ShouldAllBe(r => Session.Parameter(r, "countdownTime") == "120000");

        session.Gateway.Stop();
        session.Pass(60);
        armed = session.SentTo("/fapi/v1/countdownCancelAll", WireMethod.Post);
        armed.Count.ShouldBe(5);
        Session.Parameter(armed[^1], "countdownTime").ShouldBe("0");
    }

    [Fact]
    public void A_switch_that_cannot_be_armed_guards()
    {
        Session session = Session.Futures();
        session.Wire.When("POST /fapi/v1/countdownCancelAll", _ => Reply.Error(500, -1000, "x"));
        session.Gateway.Start();
        session.Pass(31);
        session.All<VenueCondition>().ShouldContain(c => c.Name == "dead-mans-switch" && c.Demands == TradingMode.Guarded);
    }

    [Fact]
    [Trait("Fault", "F-064")]
    public void The_listen_key_is_renewed_and_replaced_when_it_is_gone()
    {
        Session session = Session.Futures().Ready();
        session.Wire.Opened.Single().Address.AbsolutePath.ShouldBe("/private/ws/pqia91ma19a5s61cv6a81va65sdf19v8");
        session.Pass(1_801);
        session.SentTo("/fapi/v1/listenKey", WireMethod.Put).Count.ShouldBe(1);

        session.Wire.When("PUT /fapi/v1/listenKey", _ => Reply.Error(400, -1125, "This listenKey does not exist."));
        session.Wire.When("POST /fapi/v1/listenKey", """{"listenKey":"fresh"}""");
        session.Pass(1_810);
        session.Wire.Opened[^1].Address.AbsolutePath.ShouldBe("/private/ws/fresh");
        session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-037")]
    public void A_liquidation_is_told_and_halts()
    {
        Session session = Session.Futures().Ready();
        session.Event(Samples.FuturesReport("autoclose-1568", "CALCULATED", "FILLED", 9, last: "1", price: "28000", cumulative: "1", trade: 3, side: "SELL"));
        session.The<OrderFilled>().Id.Value.ShouldBe("autoclose-1568");
        session.The<VenueCondition>().Demands.ShouldBe(TradingMode.Halted);
    }

    [Fact]
    [Trait("Fault", "F-037")]
    public void A_margin_call_allows_only_reducing()
    {
        Session session = Session.Futures().Ready();
        session.Event("""{"e":"MARGIN_CALL","E":1587727187525,"cw":"3.16","p":[{"s":"ETHUSDT","ps":"BOTH","pa":"1.327","mt":"CROSSED","iw":"0","mp":"187.1","up":"-1.1","mm":"1.6"}]}""");
        session.The<VenueCondition>().Demands.ShouldBe(TradingMode.ReduceOnly);
        session.The<VenueCondition>().Reason.ShouldContain("ETHUSDT");
    }

    [Fact]
    [Trait("Fault", "F-039")]
    public void Funding_is_told_once_for_the_instrument_it_was_charged_on()
    {
        Session session = Session.Futures().Ready();
        long at = session.VenueMs;
        session.Wire.When("GET /fapi/v1/income", $$"""[{"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"-0.375","asset":"USDT","info":"FUNDING_FEE","time":{{at}},"tranId":"1","tradeId":""}]""");
        string change = $$$"""{"e":"ACCOUNT_UPDATE","E":{{{at}}},"T":{{{at}}},"a":{"m":"FUNDING_FEE","B":[{"a":"USDT","wb":"100","cw":"100","bc":"-0.375"}],"P":[]}}""";
        session.Event(change);
        session.Event(change);
        session.Pass(5);

        FundingPaid paid = session.The<FundingPaid>();
        (paid.Symbol, paid.Amount).ShouldBe((Session.Btc, -0.375m));
    }

    [Fact]
    [Trait("Fault", "F-068")]
    public void A_transfer_is_a_flow_and_the_change_a_trade_made_is_not()
    {
        Session session = Session.Futures().Ready();
        session.Event("""{"e":"ACCOUNT_UPDATE","E":1,"T":1,"a":{"m":"ORDER","B":[{"a":"USDT","wb":"1","cw":"1","bc":"-3"}],"P":[]}}""");
        session.Event("""{"e":"ACCOUNT_UPDATE","E":1564745798939,"T":1,"a":{"m":"DEPOSIT","B":[{"a":"USDT","wb":"1","cw":"1","bc":"50.5"}]}}""");
        session.The<AccountFlow>().Flow.ShouldBe(new AssetAmount("USDT", 50.5m));
    }

    [Fact]
    [Trait("Fault", "F-035")]
    public void An_account_that_may_not_trade_allows_only_cancels_from_the_start_and_a_venue_without_that_page_is_asked_nothing_more()
    {
        Session session = Session.Futures();
        session.Wire.When("GET /fapi/v1/accountConfig", """{"feeTier":0,"canTrade":false,"dualSidePosition":false}""");
        session.Gateway.Start();
        session.Run();
        session.All<VenueCondition>().ShouldContain(c => c.Name == "account" && c.Demands == TradingMode.CancelOnly && c.Reason.Contains("may not trade"));

        Session silent = Session.Futures().Ready();
        silent.All<VenueCondition>().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-036")]
    public void The_margin_table_is_the_accounts_own_in_order_and_read_again_every_hour()
    {
        Session session = Session.Futures();
        string table = """[{"symbol":"BTCUSDT","notionalCoef":1.5,"brackets":[{"bracket":2,"initialLeverage":50,"notionalCap":600000,"notionalFloor":300000,"maintMarginRatio":0.005,"cum":300},{"bracket":1,"initialLeverage":125,"notionalCap":300000,"notionalFloor":0,"maintMarginRatio":0.004,"cum":0}]},{"symbol":"ETHUSDT","brackets":[]}]""";
        session.Wire.When("GET /fapi/v1/leverageBracket", _ => Reply.Ok(table));
        session.Ready();
        session.Gateway.BracketsOf(Session.Btc).ShouldBe([new(300_000, 0.004m, 125), new(600_000, 0.005m, 50)]);
        session.Gateway.BracketsOf(new Symbol("ETHUSDT")).ShouldBeEmpty();

        table = table.Replace("0.004", "0.01", StringComparison.Ordinal);
        session.Pass(3_601);
        session.Gateway.BracketsOf(Session.Btc)[0].Maintenance.ShouldBe(0.01m);
    }

    [Fact]
    [Trait("Fault", "F-036")]
    public void A_margin_table_that_cannot_be_read_holds_the_start_up()
    {
        Session session = Session.Futures();
        bool isSick = true;
        session.Wire.When("GET /fapi/v1/leverageBracket", _ => isSick ? Reply.Error(500, -1000, "x") : Reply.Ok("[]"));
        session.Gateway.Start();
        session.Pass(5);
        session.Gateway.IsReady.ShouldBeFalse();
        session.Gateway.Standing!.ShouldContain("margin table");
        isSick = false;
        session.Pass(40);
        session.Gateway.IsReady.ShouldBeTrue();
    }

    [Fact]
    public void The_wallet_follows_the_accounts_events_not_backwards_and_is_read_again_after_a_gap()
    {
        Session session = Session.Futures().Ready();
        session.Gateway.HoldingOf("USDT").ShouldBe(5_000m);
        session.Pass(1);
        session.Event(Wallet(session.VenueMs, "4321.5"));
        session.Gateway.HoldingOf("USDT").ShouldBe(4_321.5m);
        session.Event(Wallet(session.VenueMs - 500, "1"));
        session.Gateway.HoldingOf("USDT").ShouldBe(4_321.5m);

        session.Wire.When("GET /fapi/v3/balance", """[{"asset":"USDT","balance":"4000"}]""");
        session.Wire.Cut(session.Wire.Opened[^1].Socket);
        session.Pass(10);
        session.Gateway.HoldingOf("USDT").ShouldBe(4_000m);

        static string Wallet(long ms, string held) =>
            $$$"""{"e":"ACCOUNT_UPDATE","E":{{{ms}}},"T":{{{ms}}},"a":{"m":"ORDER","B":[{"a":"USDT","wb":"{{{held}}}","cw":"{{{held}}}","bc":"0"}],"P":[]}}""";
    }
}
