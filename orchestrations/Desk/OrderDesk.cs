using Parley.Domain;
using Parley.Execution;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// Orders out and facts in. Every order is written to the ledger before it is sent, every fact before it counts; each open
/// position keeps exactly one protective stop at the venue.
/// </summary>
internal sealed class OrderDesk(IOrderGateway gateway, DeskLedger ledger, IDeskObserver observer, Portfolio portfolio)
{
    private readonly Dictionary<Symbol, Protection> _protections = [];

    /// <summary>A close that keeps failing is tried again this often.</summary>
    private static readonly TimeSpan CloseInterval = TimeSpan.FromSeconds(1);

    private Timestamp _nextClose;

    public OrderRegister Register { get; } = new();

    public long Sent { get; private set; }

    public long Fills { get; private set; }

    /// <summary>Nothing open and nothing on its way.</summary>
    public bool IsQuiet => Register.Live.Count == 0 && portfolio.Positions.All(p => p.Quantity.IsZero);

    /// <summary>Remembers where the protective stop of the position about to be opened belongs.</summary>
    public void PlanStop(Symbol symbol, Price stop, string decisionId) => _protections[symbol] = new(stop, decisionId);

    public void Send(PlaceOrder order, string decisionId, Timestamp now)
    {
        if (!Register.Intend(order)) return;
        ledger.Write(LedgerKinds.Intent, now, order, DecisionJson.Canonical.PlaceOrder, durable: true);
        Register.Submit(order.Id, now);
        Sent++;
        observer.OnOrder(order, decisionId);
        gateway.Place(order);
    }

    /// <summary>Takes all facts that have arrived and folds them.</summary>
    /// <returns>False when none has arrived.</returns>
    public bool TakeFacts(Timestamp now)
    {
        bool any = false;
        while (gateway.TryTake(out VenueFact fact))
        {
            any = true;
            Fold(fact, now);
        }

        return any;
    }

    private void Fold(VenueFact fact, Timestamp now)
    {
        ledger.Write(LedgerKinds.Fact, now, fact, DecisionJson.Canonical.VenueFact);
        if (fact is OrderFact about && Register.Apply(about) == FactEffect.Repeated) return;
        if (portfolio.Apply(fact) && fact is OrderFilled) Fills++;
        observer.OnFact(fact);
    }

    /// <summary>
    /// Makes the stops at the venue match the position: places a missing one, resizes, removes orphans. A position whose
    /// stop the venue refused is closed at once.
    /// </summary>
    public void Protect(Instrument instrument, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        Quantity position = portfolio.Held(symbol);
        if (!_protections.TryGetValue(symbol, out Protection? protection)) return;
        if (!position.IsZero && IsRefused(protection))
        {
            Close(instrument, now);
            return;
        }

        StopPlan plan = ProtectiveStops.Reconcile(instrument, position, protection.Stop, protection.DecisionId, Relevant(symbol, protection));
        if (plan.Place is { } stop)
        {
            _protections[symbol] = protection with { Sent = [.. protection.Sent, stop.Id] };
            Send(stop, protection.DecisionId, now);
        }

        foreach (ClientOrderId id in plan.Cancel) Cancel(symbol, id, now);
    }

    /// <summary>Closes the position at the market and cancels what could open more. The stop stays until the close has filled.</summary>
    public void Close(Instrument instrument, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        foreach (OrderState order in Register.Live.Where(o => o.Symbol == symbol && !o.Order.ReduceOnly && o.CancelsSent == 0).ToArray())
            Cancel(symbol, order.Id, now);
        Quantity position = portfolio.Held(symbol);
        if (position.IsZero || now < _nextClose || Register.Live.Any(o => o.Symbol == symbol && IsClosing(o))) return;
        _nextClose = now + CloseInterval;
        Protection protection = _protections.GetValueOrDefault(symbol) ?? new(default, $"close-{now.Milliseconds}");
        _protections[symbol] = protection with { Closes = protection.Closes + 1 };
        // Attempt 0 belongs to the exit a decision asks for.
        foreach (PlaceOrder exit in ExitPlan.For(protection.DecisionId, instrument, position, position.Abs(), protection.Closes + 1))
            Send(exit, protection.DecisionId, now);
    }

    /// <summary>The trigger of the stop that protects a position; null when none rests.</summary>
    public Price? StopOf(Symbol symbol)
    {
        foreach (OrderState order in Register.Live)
            if (order.Symbol == symbol && order.IsProtectiveStop) return order.Order.Stop;
        return null;
    }

    public IReadOnlyList<OpenOrderStatus> Open() =>
        [.. Register.Live.Select(o => new OpenOrderStatus(o.Order, o.Phase.ToString()))];

    private void Cancel(Symbol symbol, ClientOrderId id, Timestamp now)
    {
        ledger.Write(LedgerKinds.Cancel, now, new CancelSent(symbol, id), DecisionJson.Canonical.CancelSent);
        Register.RequestCancel(id);
        gateway.Cancel(symbol, id);
    }

    private bool IsRefused(Protection protection) =>
        protection.Sent.Count > 0 && Register.TryGet(protection.Sent[^1], out OrderState? stop) && stop.Phase == OrderPhase.Refused;

    private static bool IsClosing(OrderState order) => order.Order is { ReduceOnly: true, Type: OrderType.Market };

    private IEnumerable<OrderState> Relevant(Symbol symbol, Protection protection)
    {
        foreach (OrderState order in Register.Live)
            if (order.Symbol == symbol && !protection.Sent.Contains(order.Id)) yield return order;
        foreach (ClientOrderId id in protection.Sent)
            if (Register.TryGet(id, out OrderState? order)) yield return order;
    }

    /// <summary>How an instrument's position is protected.</summary>
    /// <param name="Stop">Where the stop belongs.</param>
    /// <param name="DecisionId">The decision that opened the position; names its stops and closes.</param>
    private sealed record Protection(Price Stop, string DecisionId)
    {
        /// <summary>Stops sent so far, oldest first.</summary>
        public IReadOnlyList<ClientOrderId> Sent { get; init; } = [];

        /// <summary>Emergency closes sent so far.</summary>
        public int Closes { get; init; }
    }
}
