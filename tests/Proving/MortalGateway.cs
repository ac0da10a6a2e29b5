using Parley.Domain;
using Parley.Ports;

namespace Parley.Proving;

/// <summary>A way to the venue whose process may die before or after a command is handed over.</summary>
internal sealed class MortalGateway(IOrderGateway inner, Reaper reaper) : IOrderGateway
{
    public Timestamp Now => inner.Now;

    public static Step IntentOf(PlaceOrder order) =>
        !order.ReduceOnly ? Step.EntryIntent : order.Type == OrderType.StopMarket ? Step.StopIntent : Step.ExitIntent;

    public void Place(PlaceOrder order)
    {
        // The place of each kind follows its intent.
        Step step = IntentOf(order) + 1;
        reaper.Before(step);
        inner.Place(order);
        reaper.After(step);
    }

    public void Cancel(Symbol symbol, ClientOrderId id)
    {
        reaper.Before(Step.Cancel);
        inner.Cancel(symbol, id);
        reaper.After(Step.Cancel);
    }

    public void Lookup(Symbol symbol, ClientOrderId id) => inner.Lookup(symbol, id);

    public void TakeStock(Symbol symbol, Timestamp since)
    {
        reaper.Before(Step.Stock);
        inner.TakeStock(symbol, since);
        reaper.After(Step.Stock);
    }

    public bool TryTake(out VenueFact fact) => inner.TryTake(out fact);
}
