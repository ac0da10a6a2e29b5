using Parley.Domain;
using Parley.Ports;

namespace Parley.Simulation;

/// <summary>The edge of the process: what passes here leaves, so here it is held against the invariants, and here the process may die.</summary>
internal sealed class WatchedGateway(IOrderGateway venue, World world, EdgeNode node, EdgeProcess process) : IOrderGateway
{
    public Timestamp Now => venue.Now;

    public void Place(PlaceOrder order)
    {
        CrashPerhaps();
        world.Hash.Add(order.Id.Value);
        world.Watch.OnSend(order, node, process);
        venue.Place(order);
        CrashPerhaps();
    }

    public void Cancel(Symbol symbol, ClientOrderId id)
    {
        world.Watch.OnCancel(symbol, id, node, process);
        venue.Cancel(symbol, id);
    }

    public void Lookup(Symbol symbol, ClientOrderId id) => venue.Lookup(symbol, id);

    public void TakeStock(Symbol symbol, Timestamp since) => venue.TakeStock(symbol, since);

    public bool TryTake(out VenueFact fact) => venue.TryTake(out fact);

    private void CrashPerhaps()
    {
        if (world.IsStormy && world.Scenario.CrashAtSend > 0 && node.Road.Chance.NextDouble() < world.Scenario.CrashAtSend)
            throw new CrashException();
    }
}
