using Parley.Domain;
using Parley.Network;
using Parley.Venues.Binance;

namespace Parley.Simulation;

/// <summary>The product's Binance adapter on a simulated wire: signed requests out, bytes in, down to the parser.</summary>
internal sealed class WireGateway : INodeGateway
{
    /// <summary>Rounds of the adapter in one turn of the loop; more would be a loop of its own.</summary>
    private const int RoundsMax = 1_000;

    private readonly World world;
    private readonly SimulatedWire wire;
    private readonly BinanceGateway gateway;

    public WireGateway(World world, VenueRoad road, FrontSite site, TimeProvider clock, Prng jitter, Action wake)
    {
        this.world = world;
        wire = new(road, site, wake);
        BinanceOptions options = new()
        {
            Access = new BinanceAccess(BinanceHosts.Loopback(BinanceProduct.UsdFutures, 9090), FrontSite.Key, new HmacSigner(FrontSite.Secret)),
            Symbols = [.. world.Market.Instruments.Select(instrument => instrument.Symbol)],
            Prices = symbol => world.Market.MiddleOf(symbol),
        };
        gateway = new(options, new WireRouter(wire), new RateBudget(), clock, jitter);
        gateway.Start();
    }

    public Timestamp Now => gateway.Now;

    public void Poll()
    {
        for (int i = 0; gateway.Poll(); i++)
        {
            if (i < RoundsMax) continue;
            world.Watch.Violate("endless-poll", $"the adapter is not done after {RoundsMax} rounds");
            return;
        }
    }

    public void Place(PlaceOrder order)
    {
        world.Site.Record.Arrive(order);
        gateway.Place(order);
    }

    public void Cancel(Symbol symbol, ClientOrderId id) => gateway.Cancel(symbol, id);

    public void Lookup(Symbol symbol, ClientOrderId id) => gateway.Lookup(symbol, id);

    public void TakeStock(Symbol symbol, Timestamp since) => gateway.TakeStock(symbol, since);

    public bool TryTake(out VenueFact fact)
    {
        if (!gateway.TryTake(out fact)) return false;
        world.Hash.Add(fact);
        return true;
    }

    public void Dispose() => wire.Dispose();
}
