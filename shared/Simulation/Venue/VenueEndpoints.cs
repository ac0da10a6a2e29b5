using Parley.Domain;

namespace Parley.Simulation;

/// <summary>
/// The venue's reading side, which knows less than its engine: lookups lag, and now and then an order is missing from one
/// of the endpoints for a long time.
/// </summary>
internal sealed class VenueEndpoints(Agenda agenda, Prng chance, Scenario scenario, EngineSite site, Probes probes)
{
    private readonly Dictionary<ClientOrderId, (bool Lookup, Timestamp Until)> blind = [];

    /// <summary>Endpoints tell the truth from now on.</summary>
    public bool IsHonest { get; set; }

    /// <summary>Decides once per order whether an endpoint will be blind to it.</summary>
    public void Arrive(ClientOrderId id)
    {
        bool blinded = chance.NextDouble() < scenario.BlindShare;
        bool lookup = chance.NextInt(2) == 0;
        TimeSpan length = scenario.BlindMax * chance.NextDouble();
        if (blinded) blind.TryAdd(id, (lookup, agenda.Now + length));
    }

    /// <summary>The facts a lookup shows now; empty when it knows no such order.</summary>
    public IReadOnlyList<VenueFact> Lookup(ClientOrderId id)
    {
        IReadOnlyList<VenueFact> all = site.Record.FactsOf(id);
        if (IsHonest) return [.. all];
        if (IsBlind(id, lookup: true))
        {
            if (all.Count > 0) probes.Seen(Probe.LookupLied);
            return [];
        }

        Timestamp seen = agenda.Now + scenario.LookupLag.Negate();
        VenueFact[] known = [.. all.Where(fact => fact.At <= seen)];
        if (known.Length < all.Count) probes.Seen(Probe.LookupLied);
        return known;
    }

    public IReadOnlyList<StockedOrder> OpenOrders(Symbol symbol)
    {
        List<StockedOrder> open = [];
        foreach (var order in site.OpenOrders)
        {
            if (order.Order.Symbol != symbol) continue;
            if (!IsHonest && IsBlind(order.Order.Id, lookup: false)) probes.Seen(Probe.StockLied);
            else open.Add(new(order.Order, order.VenueOrderId, order.Filled));
        }

        return open;
    }

    public IReadOnlyList<OrderFilled> Trades(Symbol symbol, Timestamp since)
    {
        List<OrderFilled> trades = [];
        for (int i = site.Record.Trades.Count - 1; i >= 0 && site.Record.Trades[i].At >= since; i--)
            if (site.Record.Trades[i].Symbol == symbol) trades.Add(site.Record.Trades[i]);
        trades.Reverse();
        return trades;
    }

    /// <summary>What was paid for holding a position, from a moment on.</summary>
    public IReadOnlyList<FundingPaid> Funding(Symbol symbol, Timestamp since) =>
        [.. site.Record.Funding.Where(paid => paid.Symbol == symbol && paid.At >= since)];

    private bool IsBlind(ClientOrderId id, bool lookup) =>
        blind.TryGetValue(id, out (bool Lookup, Timestamp Until) blindness) && blindness.Lookup == lookup && agenda.Now < blindness.Until;
}
