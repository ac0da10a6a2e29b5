using Parley.Domain;
using Parley.Ports;

namespace Parley.Simulation;

/// <summary>A gateway that gets one thing wrong. Passes everything else through.</summary>
internal abstract class MutantGateway(IOrderGateway inner) : IOrderGateway
{
    private readonly Queue<VenueFact> waiting = new();

    public Timestamp Now => inner.Now;

    protected IOrderGateway Inner => inner;

    public static IOrderGateway Wrap(IOrderGateway inner, World world) => world.Terms.Mutant switch
    {
        Mutant.ResendSameId => new ResendingGateway(inner, underNewId: false),
        Mutant.ResendNewId => new ResendingGateway(inner, underNewId: true),
        Mutant.RejectAfterFiveLookups => new ImpatientGateway(inner),
        Mutant.DedupByOrderId => new OneFillGateway(inner),
        Mutant.SkipSnapshotOnReconnect => new TrustingGateway(inner),
        _ => inner,
    };

    public virtual void Place(PlaceOrder order) => inner.Place(order);

    public virtual void Cancel(Symbol symbol, ClientOrderId id) => inner.Cancel(symbol, id);

    public virtual void Lookup(Symbol symbol, ClientOrderId id) => inner.Lookup(symbol, id);

    public virtual void TakeStock(Symbol symbol, Timestamp since) => inner.TakeStock(symbol, since);

    public bool TryTake(out VenueFact fact)
    {
        while (true)
        {
            if (waiting.TryDequeue(out fact!)) return true;
            if (!inner.TryTake(out VenueFact? next)) return false;
            if (Translate(next) is { } translated)
            {
                fact = translated;
                return true;
            }
        }
    }

    /// <summary>What the desk is to hear instead; null for nothing.</summary>
    protected abstract VenueFact? Translate(VenueFact fact);

    protected void Tell(VenueFact fact) => waiting.Enqueue(fact);
}

/// <summary>Sends an order again when its answer is lost.</summary>
internal sealed class ResendingGateway(IOrderGateway inner, bool underNewId) : MutantGateway(inner)
{
    private readonly Dictionary<ClientOrderId, PlaceOrder> sent = [];
    private readonly Dictionary<ClientOrderId, ClientOrderId> names = [];

    public override void Place(PlaceOrder order)
    {
        sent[order.Id] = order;
        base.Place(order);
    }

    protected override VenueFact? Translate(VenueFact fact)
    {
        if (fact is OutcomeUnknown unknown && sent.Remove(unknown.Id, out PlaceOrder? order))
        {
            PlaceOrder again = underNewId ? order with { Id = new($"{order.Id}~") } : order;
            names[again.Id] = order.Id;
            Inner.Place(again);
            return null;
        }

        return fact is OrderFact about && names.TryGetValue(about.Id, out ClientOrderId first) ? Renamed(about, first) : fact;
    }

    private static VenueFact Renamed(OrderFact fact, ClientOrderId id) => fact with { Id = id };
}

/// <summary>After five lookups that found nothing an order counts as refused.</summary>
internal sealed class ImpatientGateway(IOrderGateway inner) : MutantGateway(inner)
{
    private readonly Dictionary<ClientOrderId, int> misses = [];

    protected override VenueFact? Translate(VenueFact fact)
    {
        if (fact is not OrderNotFound missing) return fact;
        int count = misses[missing.Id] = misses.GetValueOrDefault(missing.Id) + 1;
        return count < 5 ? fact : new OrderRefused(missing.Id, missing.Symbol, missing.At, "NOT_FOUND", "Five lookups did not find it.");
    }
}

/// <summary>An order has one fill; more of them are repetitions.</summary>
internal sealed class OneFillGateway(IOrderGateway inner) : MutantGateway(inner)
{
    private readonly HashSet<ClientOrderId> filled = [];

    protected override VenueFact? Translate(VenueFact fact) => fact is OrderFilled fill && !filled.Add(fill.Id) ? null : fact;
}

/// <summary>
/// Believes that a user stream that is back has missed nothing: what the desk asks for then is answered from what was heard.
/// </summary>
internal sealed class TrustingGateway(IOrderGateway inner) : MutantGateway(inner)
{
    private readonly Dictionary<Symbol, Quantity> positions = [];
    private readonly Dictionary<Symbol, Dictionary<ClientOrderId, StockedOrder>> open = [];
    private readonly Dictionary<ClientOrderId, PlaceOrder> sent = [];
    private readonly HashSet<(Symbol Symbol, long Trade)> seen = [];
    private readonly HashSet<Symbol> read = [];
    private bool wasUp;

    public override void Place(PlaceOrder order)
    {
        sent[order.Id] = order;
        base.Place(order);
    }

    public override void TakeStock(Symbol symbol, Timestamp since)
    {
        // The first stock of a process is real: only what comes after a reconnect is skipped.
        if (!wasUp || read.Add(symbol)) base.TakeStock(symbol, since);
        else Tell(new StockTaken(symbol, Now, Now, positions.GetValueOrDefault(symbol), [.. OpenOn(symbol).Values]));
    }

    protected override VenueFact? Translate(VenueFact fact)
    {
        switch (fact)
        {
            case VenueCondition { Name: UserStream.Condition, Demands: TradingMode.Normal }:
                wasUp = true;
                break;
            case StockTaken stock:
                positions[stock.Symbol] = stock.Position;
                break;
            case OrderAccepted accepted when sent.TryGetValue(accepted.Id, out PlaceOrder? order):
                OpenOn(order.Symbol)[order.Id] = new(order, accepted.VenueOrderId, Quantity.Zero);
                break;
            case OrderCancelled or OrderExpired:
                OpenOn(fact.Symbol).Remove(((OrderFact)fact).Id);
                break;
            case OrderFilled fill when seen.Add((fill.Symbol, fill.TradeId)):
                positions[fill.Symbol] = positions.GetValueOrDefault(fill.Symbol) + (fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity);
                break;
        }

        return fact;
    }

    private Dictionary<ClientOrderId, StockedOrder> OpenOn(Symbol symbol)
    {
        if (!open.TryGetValue(symbol, out Dictionary<ClientOrderId, StockedOrder>? orders)) open.Add(symbol, orders = []);
        return orders;
    }
}
