using Parley.Domain;
using Parley.Execution;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// Orders out and facts in. Every order is written to the ledger before it is sent, every fact before it counts. What each
/// fact means for orders in doubt, stops, holdings and modes is done by those who know about that.
/// </summary>
internal sealed class OrderDesk
{
    private readonly DeskLedger _ledger;
    private readonly IDeskObserver _observer;
    private readonly Portfolio _portfolio;
    private readonly ModeControl _modes;
    private readonly OrderTraffic _traffic;
    private readonly OrderWatch _watch;
    private readonly StockKeeper _stock;
    private readonly ForeignWatch _foreign;
    private readonly IReadOnlyList<Instrument> _instruments;
    private readonly Action<decimal> _flowed;

    /// <summary>Orders the venue turned out to have after all: whatever they still do is not wanted.</summary>
    private readonly HashSet<ClientOrderId> _unwanted = [];

    public OrderDesk(
        IOrderGateway gateway, DeskLedger ledger, IDeskObserver observer, Portfolio portfolio, OrderRegister register,
        ModeControl modes, IReadOnlyList<Instrument> instruments, ProtocolOptions options, Action<decimal> flowed)
    {
        _flowed = flowed;
        (_ledger, _observer, _portfolio, _modes, _instruments) = (ledger, observer, portfolio, modes, instruments);
        _traffic = new(gateway, ledger, observer, modes, register);
        _traffic.Watch = _watch = new(_traffic, options);
        _stock = new(_traffic, _watch, portfolio, instruments, options);
        _foreign = new(_traffic, _stock.Request);
        Stops = new(_traffic, portfolio, instruments, options);
        _watch.Lost = Stops.Wake;
    }

    public OrderRegister Register => _traffic.Register;

    /// <summary>Protective stops, and positions to be closed.</summary>
    public StopKeeper Stops { get; }

    /// <summary>The venue's clock.</summary>
    public Timestamp Clock => _traffic.Clock;

    public long Sent => _traffic.Sent;

    public long Fills { get; private set; }

    /// <summary>Nothing open and nothing on its way.</summary>
    public bool IsQuiet => Register.Live.Count == 0 && _portfolio.Positions.All(p => IsFlat(p.Symbol));

    /// <summary>Nothing is held of an instrument, or too little to be sold.</summary>
    public bool IsFlat(Symbol symbol)
    {
        Quantity held = _portfolio.Held(symbol);
        return _instruments.FirstOrDefault(i => i.Symbol == symbol)?.IsDust(held) ?? held.IsZero;
    }

    /// <summary>Sends an order that was never intended before, if its instrument's mode allows it.</summary>
    public bool Send(PlaceOrder order, string decisionId, Timestamp now) => _traffic.Send(order, decisionId, now);

    /// <summary>Asks the venue to take an order off the book.</summary>
    public void Cancel(Symbol symbol, ClientOrderId id, Timestamp now) => _traffic.Cancel(symbol, id, now);

    /// <summary>Orders on an instrument's books that are not ours, as last seen.</summary>
    public IReadOnlyList<StockedOrder> Foreign(Symbol symbol) => _stock.Foreign(symbol);

    /// <summary>What orders in all other instruments can add to their exposure, in quote currency: unknown ones count as filled.</summary>
    /// <param name="priceOf">The last price of an instrument.</param>
    public decimal ReservedBeside(Symbol symbol, Func<Symbol, Price> priceOf)
    {
        decimal reserved = 0m;
        foreach (Instrument instrument in _instruments)
        {
            Symbol other = instrument.Symbol;
            IReadOnlyList<StockedOrder> foreign = _stock.Foreign(other);
            if (other == symbol || (foreign.Count == 0 && Register.OpenOrders(other) == 0)) continue;
            Quantity held = _portfolio.Held(other);
            Price price = priceOf(other);
            decimal worst = Reservations.WorstCase(held, price, Register.Live.Where(order => order.Symbol == other), foreign);
            reserved += Math.Max(0m, worst - Math.Abs(price * held));
        }

        return reserved;
    }

    /// <summary>Signed base quantity furthest from flat that an instrument can come to: orders that can still fill count as filled.</summary>
    public Quantity HeldAtWorst(Symbol symbol)
    {
        Quantity held = _portfolio.Held(symbol);
        IReadOnlyList<StockedOrder> foreign = _stock.Foreign(symbol);
        return foreign.Count == 0 && Register.OpenOrders(symbol) == 0
            ? held
            : Reservations.Furthest(held, Register.Live.Where(order => order.Symbol == symbol), foreign);
    }

    /// <summary>Begins to compare holdings now and then, if that is wanted.</summary>
    public void Begin() => _stock.Begin();

    /// <summary>
    /// Goes on where the ledger ends: orders without an answer are unknown, positions get their stops first, and nothing is
    /// opened until the venue's holdings have been compared.
    /// </summary>
    public void Resume(DeskRecovery found, Timestamp now)
    {
        // What held at the end of the last run holds until a human or a clean reconciliation ends it.
        foreach (ConditionChange held in found.Conditions)
        {
            _modes.Set(new(held.Symbol, held.Name, held.Demands, held.Reason, held.NeedsHuman)
            {
                EndedAt = held.NeedsHuman ? null : Clock,
            });
        }

        _modes.Set(new(Symbol.Account, ConditionNames.Recovery, TradingMode.ReduceOnly, "the desk has started and compares itself with the venue", NeedsHuman: false)
        {
            EndedAt = Clock,
        });
        foreach (StopPlanned plan in found.Stops) Stops.Recall(plan);
        foreach (PlaceOrder stop in found.StopsSent) Stops.Recall(stop);
        foreach (ExternalHoldings holdings in found.Holdings) _stock.Recall(holdings);
        foreach (ClientOrderId id in found.Unwanted)
        {
            _unwanted.Add(id);
            if (!found.Orders.TryGet(id, out OrderState? order)) continue;
            if (!order.Filled.IsZero && !order.Order.ReduceOnly && !_portfolio.Held(order.Symbol).IsZero) Stops.Abandon(order.Symbol);
        }

        // A stop that may never have left protects nothing; this sends nothing yet.
        foreach (OrderState order in Register.Live.Where(o => o.Phase is OrderPhase.Submitting or OrderPhase.Unknown).ToArray())
            if (found.IntendedAt.TryGetValue(order.Id, out Timestamp intendedAt)) _watch.Found(order, intendedAt);
        foreach (Instrument instrument in _instruments) Stops.Protect(instrument, now);
        foreach (OrderState order in Register.Live.Where(o => o.CancelsSent > 0 || _unwanted.Contains(o.Id)).ToArray())
            if (!order.IsProtectiveStop || order.CancelsSent > 0) _traffic.Cancel(order.Symbol, order.Id, now);
        foreach (Instrument instrument in _instruments) _stock.ReadFrom(instrument.Symbol, found.ReadFrom(instrument.Symbol));
        _stock.RequestAll();
    }

    /// <summary>Takes all facts that have arrived and folds them.</summary>
    /// <returns>False when none has arrived.</returns>
    public bool TakeFacts(Timestamp now)
    {
        bool any = false;
        while (_traffic.TryTake(out VenueFact fact))
        {
            any = true;
            Fold(fact, now);
        }

        return any;
    }

    /// <summary>Does what is due by the venue's clock. Costs a comparison or three while nothing is in doubt.</summary>
    public void Tick(Timestamp now)
    {
        _watch.Tick(now);
        Stops.Tick(now);
        _stock.Tick(now);
    }

    public IReadOnlyList<OpenOrderStatus> Open() =>
        [.. Register.Live.Select(o => new OpenOrderStatus(o.Order, o.Phase.ToString()))];

    private void Fold(VenueFact fact, Timestamp now)
    {
        _ledger.Write(LedgerKinds.Fact, now, fact, DecisionJson.Canonical.VenueFact);
        switch (fact)
        {
            case OrderFact about:
                Fold(about, now);
                return;
            case StockTaken stock:
                foreach (OrderFact implied in _stock.OnStock(stock, now)) Fold((VenueFact)implied, now);
                _foreign.OnStock(stock.Symbol, _stock.Foreign(stock.Symbol), now);
                break;
            case VenueCondition condition:
                Fold(condition);
                break;
            case AccountFlow flow:
                if (Cash(flow) is { } cash && _portfolio.Apply(cash)) _flowed(cash.Flow.Amount);
                break;
            default:
                _portfolio.Apply(fact);
                break;
        }

        _observer.OnFact(fact);
    }

    private void Fold(OrderFact fact, Timestamp now)
    {
        OrderState? before = Register.TryGet(fact.Id, out OrderState? known) ? known : null;
        FactEffect effect = Register.Apply(fact);
        OrderState? after = before is not null && Register.TryGet(fact.Id, out known) ? known : null;
        if (after is not null) _watch.OnFact(fact, after);
        if (effect == FactEffect.Repeated) return;
        if (_portfolio.Apply(fact) && fact is OrderFilled) Fills++;

        _observer.OnFact(fact);
        if (after is null) _foreign.OnFact(fact, now);
        else Judge(before!, after, fact, now);
    }

    // Only what came or went in the currency we count in moves the account's worth.
    private AccountFlow? Cash(AccountFlow flow) => _instruments.Any(i => i.QuoteAsset == flow.Flow.Asset) ? flow : null;

    private void Judge(OrderState before, OrderState after, OrderFact fact, Timestamp now)
    {
        if (before.Fault is null && after.Fault is { } fault)
        {
            _modes.Set(new(after.Symbol, ConditionNames.Invariant, TradingMode.CancelOnly, fault, NeedsHuman: true));
            _traffic.Alert("Invariant", $"{fault} Only cancels leave until a human has looked.", now);
        }

        bool revived = before.Phase is OrderPhase.Absent or OrderPhase.Refused && after.Phase is not (OrderPhase.Absent or OrderPhase.Refused);
        if (revived) Adopt(before, after, now);
        if (fact is OrderFilled && _unwanted.Contains(after.Id) && !after.Order.ReduceOnly) Stops.Abandon(after.Symbol);
    }

    /// <summary>The venue had the order after all. What it did counts; what it could still do is taken back.</summary>
    private void Adopt(OrderState before, OrderState after, Timestamp now)
    {
        _traffic.Alert("LateFact", $"Order {after.Id} counted as {before.Phase} and is {after.Phase} after all, {after.Filled} filled.", now);
        _modes.Set(new(after.Symbol, ConditionNames.LateFact, TradingMode.Guarded, $"order {after.Id} turned up late", NeedsHuman: false)
        {
            EndedAt = Clock,
        });
        _unwanted.Add(after.Id);
        // Stops that turn up late are used or swept with the other stops; but one whose cancel was sent while nobody knew of
        // it protects nothing, and the sweep leaves it to whoever pursues its cancel.
        if (after.IsLive && (!after.IsProtectiveStop || after.CancelsSent > 0)) _traffic.Cancel(after.Symbol, after.Id, now);
        _stock.Request(after.Symbol);
    }

    private void Fold(VenueCondition fact)
    {
        bool lasts = fact.Demands != TradingMode.Normal;
        if (fact.Name == ConditionNames.UserStream) _watch.Stream(up: !lasts);
        if (lasts)
        {
            _modes.Set(new(fact.Symbol, fact.Name, fact.Demands, fact.Reason, NeedsHuman: false));
            return;
        }

        bool ended = _modes.End(fact.Symbol, fact.Name, Clock);
        // Whatever a stream that is back did not say must be read, also when nobody had noticed that it was gone.
        if (!ended && fact.Name != ConditionNames.UserStream) return;
        if (fact.Symbol == Symbol.Account) _stock.RequestAll();
        else _stock.Request(fact.Symbol);
    }
}
