using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests;

/// <summary>What becomes of orders, cancels and lookups by the answer they get.</summary>
public class OutcomeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Fault", "F-001")]
    [Trait("Invariant", "I-09")]
    public void An_order_whose_answer_is_lost_is_unknown_unless_it_never_left_and_is_never_sent_again(bool neverLeft)
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", _ => Reply.Gone(neverLeft));

        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Pass(30);

        session.SentTo("/api/v3/order", WireMethod.Post).Count.ShouldBe(1);
        if (neverLeft) session.The<OrderRefused>().Rule.ShouldBe(OrderRefused.NotSent);
        else session.The<OutcomeUnknown>().Id.Value.ShouldBe("a.1");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"orderId\":1,\"side\":\"SIDEWAYS\"}")]
    [InlineData("")]
    public void An_answer_that_cannot_be_read_leaves_the_order_unknown(string body)
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", body);

        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Run();

        session.The<OutcomeUnknown>().Id.Value.ShouldBe("a.1");
        session.All<OrderAccepted>().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-010")]
    public void A_refusal_says_its_rule()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", _ => Reply.Error(400, -2010, "Account has insufficient balance for requested action."));

        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Run();

        session.The<OrderRefused>().Rule.ShouldBe("INSUFFICIENT_BALANCE");
    }

    [Fact]
    public void A_duplicate_id_is_evidence_and_is_looked_up()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", _ => Reply.Error(400, -2010, "Duplicate order sent."));
        session.Wire.When("GET /api/v3/order", """{"symbol":"BTCUSDT","orderId":5,"clientOrderId":"a.1","price":"1","origQty":"1","executedQty":"0","status":"NEW","type":"LIMIT","side":"BUY"}""");

        session.Gateway.Place(Session.Limit("a.1", Side.Buy, 1, 30_000));
        session.Run();

        session.All<OrderRefused>().ShouldBeEmpty();
        session.The<OutcomeUnknown>();
        session.The<OrderAccepted>().VenueOrderId.ShouldBe("5");
    }

    [Fact]
    [Trait("Fault", "F-012")]
    public void A_cancel_that_finds_nothing_is_refused_and_never_called_cancelled()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("DELETE /api/v3/order", _ => Reply.Error(400, -2011, "Unknown order sent."));

        session.Gateway.Cancel(Session.Btc, new ClientOrderId("a.1"));
        session.Run();

        session.The<CancelRefused>().Id.Value.ShouldBe("a.1");
        session.All<OrderCancelled>().ShouldBeEmpty();
    }

    [Fact]
    public void A_cancel_answers_under_the_name_of_the_order()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("DELETE /api/v3/order", """{"symbol":"BTCUSDT","origClientOrderId":"a.1","orderId":4,"clientOrderId":"made-up-by-the-venue","transactTime":1684804350068,"price":"2","origQty":"1","executedQty":"0","status":"CANCELED","type":"LIMIT","side":"BUY"}""");

        session.Gateway.Cancel(Session.Btc, new ClientOrderId("a.1"));
        session.Run();

        OrderCancelled fact = session.The<OrderCancelled>();
        fact.Id.Value.ShouldBe("a.1");
        fact.At.Milliseconds.ShouldBe(1684804350068);
    }

    [Fact]
    [Trait("Fault", "F-013")]
    public void A_lookup_that_finds_nothing_is_weak_evidence_and_one_that_fails_is_none()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/order", _ => Reply.Error(400, -2013, "Order does not exist."));
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.1"));
        session.Run();
        session.The<OrderNotFound>().Id.Value.ShouldBe("a.1");

        session.Forget();
        session.Wire.When("GET /api/v3/order", _ => Reply.Error(500, -1000, "An unknown error occurred."));
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.1"));
        session.Run();
        session.Facts.ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-014")]
    public void An_order_put_away_by_the_venue_ended_without_a_trade()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/order", _ => Reply.Error(400, -2026, "Order was canceled or expired with no executed qty over 90 days ago and has been archived."));

        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.1"));
        session.Run();

        session.The<OrderExpired>().Reason.ShouldBe("ARCHIVED");
    }

    [Fact]
    public void A_lookup_tells_the_trades_before_the_end_and_no_end_while_trades_are_missing()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/order", """{"symbol":"BTCUSDT","orderId":9,"clientOrderId":"a.1","price":"100","origQty":"3","executedQty":"2","status":"CANCELED","type":"LIMIT","side":"SELL","updateTime":5}""");
        session.Wire.When("GET /api/v3/myTrades", """[{"symbol":"BTCUSDT","id":1,"orderId":9,"price":"100","qty":"1","commission":"0.1","commissionAsset":"USDT","time":4,"isBuyer":false,"isMaker":true}]""");
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.1"));
        session.Run();
        session.The<OrderFilled>().Side.ShouldBe(Side.Sell);
        session.All<OrderCancelled>().ShouldBeEmpty();

        session.Forget();
        session.Wire.When("GET /api/v3/myTrades", """[{"symbol":"BTCUSDT","id":1,"orderId":9,"price":"100","qty":"1","commission":"0.1","commissionAsset":"USDT","time":4,"isBuyer":false},{"symbol":"BTCUSDT","id":2,"orderId":9,"price":"101","qty":"1","commission":"0.1","commissionAsset":"USDT","time":4,"isBuyer":false}]""");
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.1"));
        session.Run();
        session.Facts.Select(f => f.GetType().Name).ShouldBe(["OrderAccepted", "OrderFilled", "OrderFilled", "OrderCancelled"]);
    }

    [Fact]
    [Trait("Fault", "F-007")]
    public void Stock_names_foreign_trades_by_asking_whose_they_are()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/openOrders", """[{"symbol":"BTCUSDT","orderId":3,"clientOrderId":"ours","price":"100","origQty":"2","executedQty":"0.5","status":"PARTIALLY_FILLED","timeInForce":"GTC","type":"LIMIT_MAKER","side":"BUY","stopPrice":"0"}]""");
        session.Wire.When("GET /api/v3/myTrades", """[{"symbol":"BTCUSDT","id":10,"orderId":3,"price":"100","qty":"0.5","commission":"0","commissionAsset":"USDT","time":4,"isBuyer":true,"isMaker":true},{"symbol":"BTCUSDT","id":11,"orderId":8,"price":"101","qty":"1","commission":"0","commissionAsset":"USDT","time":5,"isBuyer":true}]""");
        session.Wire.When("GET /api/v3/order", """{"symbol":"BTCUSDT","orderId":8,"clientOrderId":"by-hand","price":"101","origQty":"1","executedQty":"1","status":"FILLED","type":"MARKET","side":"BUY"}""");

        Timestamp before = session.Gateway.Now;
        session.Gateway.TakeStock(Session.Btc, Timestamp.FromMilliseconds(3));
        session.Run();

        session.All<OrderFilled>().Select(f => (f.Id.Value, f.TradeId)).ShouldBe([("ours", 10), ("by-hand", 11)]);
        session.Facts[^1].ShouldBeOfType<StockTaken>();
        StockTaken stock = session.The<StockTaken>();
        stock.Position.Value.ShouldBe(2);
        stock.Begun.ShouldBeGreaterThanOrEqualTo(before);
        stock.At.ShouldBeGreaterThanOrEqualTo(stock.Begun);
        StockedOrder open = stock.Orders.Single();
        open.Filled.Value.ShouldBe(0.5m);
        open.Order.TimeInForce.ShouldBe(TimeInForce.PostOnly);
        open.Order.Limit.ShouldBe(Price.From(100));
    }

    [Fact]
    public void Stock_of_which_a_part_fails_is_not_answered()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/account", _ => Reply.Error(500, -1000, "An unknown error occurred."));

        session.Gateway.TakeStock(Session.Btc, session.Gateway.Now);
        session.Run();

        session.All<StockTaken>().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    [Trait("Fault", "F-043")]
    public void Nothing_is_sent_before_retry_after_ends_and_a_cancel_follows_then()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", _ => Reply.Error(429, -1003, "Too many requests") with { Headers = new() { ["Retry-After"] = "7" } });
        session.Wire.When("DELETE /api/v3/order", _ => Reply.Error(400, -2011, "Unknown order sent."));
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Run();
        session.All<OrderRefused>().Single().Rule.ShouldBe("RATE_LIMIT");
        session.All<VenueCondition>().ShouldContain(c => c.Name == "throttled" && c.Demands == TradingMode.CancelOnly);
        int sent = session.Wire.Sent.Count;

        session.Gateway.Place(Session.Market("a.2", Side.Buy, 1));
        session.Gateway.Cancel(Session.Btc, new ClientOrderId("a.0"));
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.0"));
        session.Pass(6.9);
        session.Wire.Sent.Count.ShouldBe(sent);
        session.All<OrderRefused>()[1].Rule.ShouldBe(OrderRefused.NotSent);

        session.Pass(1);
        session.SentTo("/api/v3/order", WireMethod.Delete).Count.ShouldBe(1);
        session.All<VenueCondition>().ShouldContain(c => c.Name == "throttled" && c.Demands == TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-044")]
    public void A_ban_halts_until_its_stated_end()
    {
        Session session = Session.Spot().Ready();
        long end = session.VenueMs + 180_000;
        session.Wire.When("GET /api/v3/order", _ => Reply.Error(418, -1003, $"Way too much request weight used; IP banned until {end}. Please use WebSocket Streams for live updates to avoid bans."));
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.0"));
        session.Run();
        session.The<VenueCondition>().Demands.ShouldBe(TradingMode.Halted);
        int sent = session.Wire.Sent.Count;

        session.Pass(179);
        session.Wire.Sent.Count.ShouldBe(sent);
        session.Pass(2);
        session.All<VenueCondition>().ShouldContain(c => c.Name == "banned" && c.Demands == TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-015")]
    public void The_same_refusal_three_times_leaves_one_try_a_minute()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", _ => Reply.Error(400, -2010, "This symbol is restricted for this account."));

        for (int i = 0; i < 10; i++)
        {
            session.Gateway.Place(Session.Market($"a.{i}", Side.Buy, 1));
            session.Run();
        }

        session.SentTo("/api/v3/order", WireMethod.Post).Count.ShouldBe(3);
        session.All<OrderRefused>().Count(f => f.Rule == OrderRefused.NotSent).ShouldBe(7);
        session.Pass(61);
        session.Gateway.Place(Session.Market("a.10", Side.Buy, 1));
        session.Gateway.Place(Session.Market("a.11", Side.Buy, 1) with { Side = Side.Sell });
        session.Run();
        session.SentTo("/api/v3/order", WireMethod.Post).Count.ShouldBe(5);
    }
}
