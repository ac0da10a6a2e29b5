using Parley.Domain;
using Parley.Venues.Simulated;

namespace Parley.Simulation;

/// <summary>The venue's engine alone: commands reach it as commands, and what it says are facts.</summary>
internal sealed class EngineSite : VenueSite
{
    /// <summary>Rule of an order turned away while its instrument is halted.</summary>
    public const string Halted = "MARKET_CLOSED";

    /// <summary>Rule of an order turned away by a rate limit.</summary>
    public const string Throttled = "TOO_MANY_ORDERS";

    /// <summary>Rule of an order that came later than its sender allowed.</summary>
    public const string TooLate = "RECV_WINDOW";

    private readonly SimulatedVenue engine;
    private readonly List<VenueFact> latest = [];

    public EngineSite(Agenda agenda, TraceHash hash, IReadOnlyList<Instrument> instruments, decimal cash)
        : base(agenda, hash) => engine = new(new SimulatedVenueOptions
        {
            Instruments = instruments,
            InitialCash = cash,
            Latency = TimeSpan.Zero,
            AnswerLatency = TimeSpan.Zero,
            LeverageMax = 5,
        });

    public IReadOnlyList<OpenOrder> OpenOrders => engine.OpenOrders;

    /// <summary>An order reaches the engine.</summary>
    /// <returns>What came of it at once; valid until the next call.</returns>
    public IReadOnlyList<VenueFact> Place(PlaceOrder order)
    {
        Record.Arrive(order);
        if (IsHalted(order.Symbol)) return Refuse(order, Halted, $"{order.Symbol} is halted.");
        engine.AdvanceTo(Agenda.Now);
        engine.Place(order);
        return Drain();
    }

    public IReadOnlyList<VenueFact> Refuse(PlaceOrder order, string rule, string reason) =>
        [new OrderRefused(order.Id, order.Symbol, Agenda.Now, rule, reason)];

    /// <summary>A cancellation reaches the engine.</summary>
    /// <inheritdoc cref="Place"/>
    public IReadOnlyList<VenueFact> Cancel(Symbol symbol, ClientOrderId id)
    {
        engine.AdvanceTo(Agenda.Now);
        engine.Cancel(symbol, id);
        return Drain();
    }

    public override void OnTrade(in Trade trade)
    {
        if (IsHalted(trade.Symbol)) return;
        engine.OnTrade(trade);
        Drain();
    }

    public override void OnSnapshot(in DepthSnapshot snapshot)
    {
        engine.OnSnapshot(snapshot);
        Drain();
    }

    public override void OnMark(in MarkPrice mark)
    {
        engine.OnMark(mark);
        Drain();
    }

    public override void PlaceByHand(PlaceOrder order) => Place(order);

    public override void CancelByHand(VenueOrder order) => Cancel(order.Order.Symbol, order.Order.Id);

    private List<VenueFact> Drain()
    {
        latest.Clear();
        while (engine.TryTake(out VenueFact fact))
        {
            latest.Add(fact);
            Note(fact);
        }

        return latest;
    }
}
