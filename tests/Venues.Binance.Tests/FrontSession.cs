using Parley.Domain;
using Parley.Network;
using Parley.Venues.Simulated.Binance;

namespace Parley.Venues.Binance.Tests;

/// <summary>The gateway against the simulated venue that speaks the protocol: what one writes the other must read.</summary>
internal sealed class FrontSession : IDisposable
{
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_735_689_600_000);

    private readonly FrontWire wire;
    private readonly List<VenueFact> facts = [];
    private long bookId = 100;
    private long tradeId;

    public FrontSession(BinanceProduct product)
    {
        Instrument instrument = new(
            Session.Btc, "BTC", "USDT", product == BinanceProduct.Spot ? InstrumentKind.Spot : InstrumentKind.Perpetual,
            Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 5m);
        Front = new BinanceFront(new BinanceFrontOptions
        {
            Credential = new ApiCredential(Session.Key, Session.Secret),
            Spot = product == BinanceProduct.Spot ? [instrument] : [],
            Futures = product == BinanceProduct.Spot ? [] : [instrument],
            Start = Start,
        });
        Front.OnSnapshot(new DepthSnapshot(
            Session.Btc, Start, Start, ++bookId, [Level(100.0m, 5), Level(99.9m, 5)], [Level(100.1m, 1), Level(100.2m, 5)]));
        Trade(100.0m);
        wire = new FrontWire(Front);
        BinanceOptions options = new()
        {
            Access = new BinanceAccess(BinanceHosts.Loopback(product, 9090), Session.Key, new HmacSigner(Session.Secret)),
            Symbols = [Session.Btc],
        };
        Gateway = new BinanceGateway(options, new WireRouter(wire), new RateBudget(), Time, new Prng(3));
        Gateway.Start();
        Pass(5);
    }

    public ManualTime Time { get; } = new();

    public BinanceFront Front { get; }

    public BinanceGateway Gateway { get; }

    public IReadOnlyList<VenueFact> Facts => facts;

    public IReadOnlyList<T> All<T>() where T : VenueFact => [.. facts.OfType<T>()];

    public void Forget() => facts.Clear();

    public void Trade(decimal price) => Front.OnTrade(new Trade(
        Session.Btc, ++tradeId, Front.Now, Front.Now, Price.From(price), Quantity.From(0.001m), Side.Sell, TradeOrigin.Market));

    public void Mark(decimal price) => Front.OnMark(new MarkPrice(Session.Btc, Front.Now, Front.Now, Price.From(price), 0, default));

    public void Pass(double seconds)
    {
        for (int i = 0; i < seconds * 20; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(50));
            Front.AdvanceTo(Front.Now + TimeSpan.FromMilliseconds(50));
            for (int n = 0; n < 1_000 && Gateway.Poll(); n++)
            {
            }

            while (Gateway.TryTake(out VenueFact? fact)) facts.Add(fact);
        }
    }

    public void Dispose()
    {
        wire.Dispose();
        Front.Dispose();
    }

    private static BookLevel Level(decimal price, decimal quantity) => new(Price.From(price), Quantity.From(quantity));
}

/// <summary>Whole lives of orders, both sides of the protocol in one process.</summary>
public class FrontSessionTests
{
    [Theory]
    [InlineData(BinanceProduct.Spot)]
    [InlineData(BinanceProduct.UsdFutures)]
    public void Market_order_limit_order_cancel_lookup_and_stock(BinanceProduct product)
    {
        using FrontSession session = new(product);
        session.Gateway.IsReady.ShouldBeTrue(string.Join("; ", session.Facts));
        session.Forget();

        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1.5m));
        session.Pass(1);
        session.All<OrderAccepted>().ShouldNotBeEmpty();
        session.All<OrderFilled>().DistinctBy(f => f.TradeId).Sum(f => f.Quantity.Value).ShouldBe(1.5m);
        session.All<OrderFilled>().ShouldAllBe(f => f.Id.Value == "a.1" && f.Fee > 0 && f.Side == Side.Buy);

        session.Gateway.Place(Session.Limit("a.2", Side.Sell, 0.5m, 110));
        session.Pass(1);
        session.Forget();
        Timestamp now = session.Gateway.Now;
        session.Gateway.TakeStock(Session.Btc, now - Timeframe.OneMinute);
        session.Pass(1);
        StockTaken stock = session.All<StockTaken>().Single();
        stock.Position.Value.ShouldBe(1.5m);
        stock.Orders.Single().Order.Id.Value.ShouldBe("a.2");
        session.All<OrderFilled>().DistinctBy(f => f.TradeId).Sum(f => f.Quantity.Value).ShouldBe(1.5m);

        session.Forget();
        session.Gateway.Cancel(Session.Btc, new ClientOrderId("a.2"));
        session.Pass(1);
        session.All<OrderCancelled>().ShouldAllBe(c => c.Id.Value == "a.2");
        session.All<OrderCancelled>().ShouldNotBeEmpty();

        session.Forget();
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("a.1"));
        session.Gateway.Lookup(Session.Btc, new ClientOrderId("never"));
        session.Pass(1);
        session.All<OrderFilled>().Sum(f => f.Quantity.Value).ShouldBe(1.5m);
        session.All<OrderNotFound>().Single().Id.Value.ShouldBe("never");
        session.All<VenueCondition>().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Fault", "F-040")]
    public void A_stop_of_futures_rests_is_stocked_and_closes_under_its_own_name()
    {
        using FrontSession session = new(BinanceProduct.UsdFutures);
        session.Mark(100);
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Gateway.Place(Session.Stop("s.1", Side.Sell, 1, 95));
        session.Pass(1);
        session.Forget();
        session.Gateway.TakeStock(Session.Btc, session.Gateway.Now);
        session.Pass(1);
        session.All<StockTaken>().Single().Orders.Single().Order.Stop.ShouldBe(Price.From(95));

        session.Forget();
        session.Mark(94);
        session.Pass(2);

        IReadOnlyList<OrderFilled> fills = session.All<OrderFilled>();
        fills.ShouldNotBeEmpty(string.Join("; ", session.Facts));
        fills.ShouldAllBe(f => f.Id.Value == "s.1" && f.Side == Side.Sell);
        fills.DistinctBy(f => f.TradeId).Sum(f => f.Quantity.Value).ShouldBe(1);
    }
}
