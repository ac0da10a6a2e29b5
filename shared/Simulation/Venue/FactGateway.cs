using Parley.Domain;

namespace Parley.Simulation;

/// <summary>
/// One process's way to the venue at the level of facts: requests and answers over lossy links, with the deadlines a real
/// adapter has. It dies with its process; what it has sent stays sent.
/// </summary>
internal sealed class FactGateway : INodeGateway
{
    /// <summary>After so long without an answer the outcome counts as unknown; an answer that comes later is still taken.</summary>
    private static readonly TimeSpan SoftDeadline = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReceiveWindow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(12);

    private readonly VenueRoad road;
    private readonly EngineSite engine;
    private readonly VenueEndpoints endpoints;
    private readonly Action wake;
    private readonly Queue<VenueFact> inbox = new();
    private readonly UserStream stream;
    private readonly HashSet<ClientOrderId> answered = [];

    public FactGateway(VenueRoad road, EngineSite engine, VenueEndpoints endpoints, Action wake)
    {
        (this.road, this.engine, this.endpoints, this.wake) = (road, engine, endpoints, wake);
        stream = new(road, Receive);
        stream.Connect();
    }

    /// <summary>The process is gone: nothing is taken in any more.</summary>
    public bool IsDead { get; private set; }

    public Timestamp Now => road.Agenda.Now;

    public void Dispose()
    {
        IsDead = true;
        stream.Dispose();
    }

    public void Poll()
    {
        // Everything comes by itself.
    }

    public bool TryTake(out VenueFact fact)
    {
        if (!inbox.TryDequeue(out VenueFact? first))
        {
            fact = null!;
            return false;
        }

        road.Hash.Add(first);
        fact = first;
        return true;
    }

    public void Place(PlaceOrder order)
    {
        double fate = road.Chance.NextDouble();
        if (road.Scenario.ThrottleShare > 0 && road.IsStormy && fate < 0.01)
        {
            road.Probes.Seen(Probe.NeverLeft);
            Answer(road.Agenda.Now + TimeSpan.FromMilliseconds(50),
                new OrderRefused(order.Id, order.Symbol, road.Agenda.Now, OrderRefused.NotSent, "The connection was refused."));
            return;
        }

        road.Agenda.In(SoftDeadline, StepKind.Timer, () =>
        {
            if (!answered.Contains(order.Id)) Receive(new OutcomeUnknown(order.Id, order.Symbol, Now, "No answer within 2 s."));
        });
        if (road.Up.Loses())
        {
            road.Probes.Seen(Probe.RequestLost);
            return;
        }

        Timestamp sent = road.Agenda.Now;
        road.Agenda.At(road.Up.Arrival(), StepKind.Request, () =>
        {
            // The window is checked on arrival and before the engine; what happens after that has no documented bound.
            if (road.Agenda.Now - sent > ReceiveWindow) AnswerOver(engine.Refuse(order, EngineSite.TooLate, "Outside of the window."));
            else road.Agenda.In(road.EngineDelay(order), StepKind.Request, () => Arrive(order));
        });
    }

    private void Arrive(PlaceOrder order)
    {
        endpoints.Arrive(order.Id);
        if (road.IsStormy && road.Chance.NextDouble() < road.Scenario.ThrottleShare)
        {
            road.Probes.Seen(Probe.Throttled);
            AnswerOver(engine.Refuse(order, EngineSite.Throttled, "Too many orders."));
            return;
        }

        bool vague = road.IsStormy && road.Chance.NextDouble() < road.Scenario.VagueShare;
        if (vague && road.Chance.NextInt(2) == 0)
        {
            AnswerOver([new OutcomeUnknown(order.Id, order.Symbol, road.Agenda.Now, "-1007 without execution.")]);
            return;
        }

        bool full = road.Chance.NextInt(2) == 0;
        IReadOnlyList<VenueFact> facts = engine.Place(order);
        VenueFact[] told = vague
            ? [new OutcomeUnknown(order.Id, order.Symbol, road.Agenda.Now, "-1007, and yet executed.")]
            : [.. facts.Where((fact, i) => IsAbout(fact, order.Id) && (i == 0 || full))];
        if (vague) road.Probes.Seen(Probe.ExecutedAfterTimeout);
        if (told is [OrderRefused, ..]) road.Probes.Seen(Probe.RefusedByVenue);
        AnswerOver(told);
    }

    public void Cancel(Symbol symbol, ClientOrderId id)
    {
        if (road.Up.Loses()) return;
        road.Agenda.At(road.Up.Arrival() + road.EngineDelay(null), StepKind.Request, () =>
        {
            VenueFact[] told = [.. engine.Cancel(symbol, id).Where(fact => IsAbout(fact, id))];
            if (told is [CancelRefused, ..]) road.Probes.Seen(Probe.CancelRefused);
            AnswerOver(told);
        });
    }

    public void Lookup(Symbol symbol, ClientOrderId id) => Ask(() =>
    {
        IReadOnlyList<VenueFact> known = endpoints.Lookup(id);
        return known.Count > 0 ? known : [new OrderNotFound(id, symbol, road.Agenda.Now)];
    });

    public void TakeStock(Symbol symbol, Timestamp since)
    {
        if (road.Up.Loses()) return;
        road.Agenda.At(road.Up.Arrival(), StepKind.Request, () =>
        {
            Timestamp begun = road.Agenda.Now;
            // Read one after the other, as over any real interface: the market does not wait in between.
            IReadOnlyList<StockedOrder> orders = endpoints.OpenOrders(symbol);
            road.Agenda.In(Pause(), StepKind.Request, () =>
            {
                Quantity position = road.Site.Record.PositionOf(symbol);
                road.Agenda.In(Pause(), StepKind.Request, () =>
                {
                    IReadOnlyList<OrderFilled> trades = endpoints.Trades(symbol, since);
                    AnswerOver([.. trades, .. endpoints.Funding(symbol, since), new StockTaken(symbol, road.Agenda.Now, begun, position, orders)]);
                });
            });
        });
    }

    private TimeSpan Pause() => road.IsStormy ? TimeSpan.FromMilliseconds(road.Chance.NextInt(100)) : TimeSpan.FromMilliseconds(2);

    private void Ask(Func<IReadOnlyList<VenueFact>> read)
    {
        Timestamp asked = road.Agenda.Now;
        if (road.Up.Loses()) return;
        road.Agenda.At(road.Up.Arrival(), StepKind.Request, () =>
        {
            if (road.Agenda.Now - asked < ReadDeadline) AnswerOver(read());
        });
    }

    private static bool IsAbout(VenueFact fact, ClientOrderId id) => fact is OrderFact about && about.Id == id;

    private void AnswerOver(IReadOnlyList<VenueFact> facts)
    {
        VenueFact[] told = [.. facts];
        if (told.Length == 0) return;
        if (road.Down.Loses())
        {
            road.Probes.Seen(Probe.AnswerLost);
            return;
        }

        road.Agenda.At(road.Down.Arrival(), StepKind.Answer, () =>
        {
            foreach (VenueFact fact in told)
            {
                if (fact is OrderAccepted or OrderRefused or OutcomeUnknown) answered.Add(((OrderFact)fact).Id);
                Receive(fact);
            }
        });
    }

    private void Answer(Timestamp at, OrderFact fact) => road.Agenda.At(at, StepKind.Answer, () =>
    {
        answered.Add(fact.Id);
        Receive(fact);
    });

    private void Receive(VenueFact fact)
    {
        if (IsDead) return;
        inbox.Enqueue(fact);
        wake();
    }
}
