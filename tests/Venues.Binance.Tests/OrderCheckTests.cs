using System.Text;
using Parley.Domain;

namespace Parley.Venues.Binance.Tests;

public class OrderCheckTests
{
    private static readonly SymbolRules Spot =
        ExchangeInfoReader.Read(Encoding.UTF8.GetBytes(Samples.SpotInfo), BinanceProduct.Spot, new HashSet<Symbol> { Session.Btc }).Symbols[0];

    private static readonly SymbolRules Futures =
        ExchangeInfoReader.Read(Encoding.UTF8.GetBytes(Samples.FuturesInfo), BinanceProduct.UsdFutures, new HashSet<Symbol> { Session.Btc }).Symbols[0];

    private static readonly CheckContext Calm = new(Price.From(30_000), 0, 0, 0);

    [Fact]
    public void Rules_are_read_from_what_the_venue_says()
    {
        Spot.Instrument.ShouldBe(new Instrument(
            Session.Btc, "BTC", "USDT", InstrumentKind.Spot, Price.From(0.01m), Quantity.From(0.00001m), Quantity.From(0.00001m), 5));
        Futures.Instrument.NotionalMin.ShouldBe(100);
        Futures.Instrument.Kind.ShouldBe(InstrumentKind.Perpetual);
        Spot.MaxPosition.ShouldBe(10);
        Spot.Band.ShouldBe(new PriceBand(0.2m, 5, 0.2m, 5));
    }

    public static TheoryData<string, decimal, decimal, string?> Limits() => new()
    {
        { "grid", 0.001m, 30_000.01m, null },
        { "off the price grid", 0.001m, 30_000.015m, "PRICE_FILTER" },
        { "below the lowest price", 1m, 0.005m, "PRICE_FILTER" },
        { "above the highest price", 0.001m, 1_000_000.01m, "PRICE_FILTER" },
        { "off the quantity grid", 0.000215m, 30_000m, "LOT_SIZE" },
        { "too little", 0m, 30_000m, "LOT_SIZE" },
        { "too much", 9_000.00001m, 30_000m, "LOT_SIZE" },
        { "too small a sum", 0.0001m, 30_000m, "NOTIONAL" },
        { "the smallest sum", 0.0002m, 25_000m, null },
        { "far above the market", 0.001m, 150_000.01m, "PERCENT_PRICE_BY_SIDE" },
        { "far below the market", 0.01m, 5_999.99m, "PERCENT_PRICE_BY_SIDE" },
        { "more coins than allowed", 10.00001m, 30_000m, "MAX_POSITION" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    [Trait("Fault", "F-016")]
    [Trait("Fault", "F-017")]
    [Trait("Fault", "F-018")]
    [Trait("Invariant", "I-05")]
    public void Limit_orders(string what, decimal quantity, decimal price, string? rule) =>
        OrderCheck.Find(Session.Limit("a", Side.Buy, quantity, price), Spot, Calm)?.Rule.ShouldBe(rule, what);

    [Fact]
    [Trait("Fault", "F-017")]
    public void The_smallest_sum_holds_for_market_orders_by_the_last_price_and_not_for_reducing_futures()
    {
        OrderCheck.Find(Session.Market("a", Side.Buy, 0.0001m), Spot, Calm)!.Rule.ShouldBe("NOTIONAL");
        OrderCheck.Find(Session.Market("a", Side.Buy, 0.0001m), Spot, Calm with { Basis = null }).ShouldBeNull();
        OrderCheck.Find(Session.Market("a", Side.Buy, 0.001m), Futures, Calm)!.Rule.ShouldBe("NOTIONAL");
        OrderCheck.Find(Session.Market("a", Side.Buy, 0.001m, reduceOnly: true), Futures, Calm).ShouldBeNull();
    }

    [Fact]
    [Trait("Fault", "F-016")]
    public void A_market_order_has_a_lot_size_of_its_own()
    {
        OrderCheck.Find(Session.Market("a", Side.Sell, 101), Spot, Calm)!.Rule.ShouldBe("MARKET_LOT_SIZE");
        OrderCheck.Find(Session.Limit("a", Side.Sell, 101, 30_000), Spot, Calm).ShouldBeNull();
    }

    [Fact]
    [Trait("Fault", "F-022")]
    public void Counts_are_kept_before_sending()
    {
        OrderCheck.Find(Session.Limit("a", Side.Sell, 1, 30_000), Spot, Calm with { OpenOrders = 4 })!.Rule.ShouldBe("MAX_NUM_ORDERS");
        OrderCheck.Find(Session.Market("a", Side.Sell, 1), Spot, Calm with { OpenOrders = 4 }).ShouldBeNull();
        OrderCheck.Find(Session.Stop("a", Side.Sell, 1, 29_000), Spot, Calm with { OpenOrders = 2, OpenAlgoOrders = 2 })!.Rule.ShouldBe("MAX_NUM_ALGO_ORDERS");
    }

    [Theory]
    [InlineData("HALT")]
    [InlineData("BREAK")]
    [InlineData("CANCEL_ONLY")]
    [InlineData("A_WORD_OF_TOMORROW")]
    [Trait("Fault", "F-021")]
    public void Whatever_is_not_trading_takes_no_order(string status) =>
        OrderCheck.Find(Session.Market("a", Side.Buy, 1), Spot with { Status = status }, Calm)!.Rule.ShouldBe("MARKET_CLOSED");

    [Fact]
    [Trait("Fault", "F-016")]
    public void A_breach_is_refused_under_its_name_without_a_request()
    {
        Session session = Session.Spot().Ready();

        session.Gateway.Place(Session.Limit("a.1", Side.Buy, 1, 30_000.001m));
        session.Run();

        session.The<OrderRefused>().Rule.ShouldBe("PRICE_FILTER");
        session.Wire.Sent.ShouldBeEmpty();
    }
}
