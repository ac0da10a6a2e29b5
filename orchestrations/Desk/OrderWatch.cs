using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>
/// Watches orders from sending until their outcome is known, and cancels until the order's end is known: asks where nobody
/// answers, and draws the conclusion only from a complete proof.
/// </summary>
internal sealed class OrderWatch(OrderTraffic traffic, ProtocolOptions options)
{
    private readonly OrderedDictionary<ClientOrderId, Quarantine> _quarantines = [];
    private readonly OrderedDictionary<ClientOrderId, Pursuit> _pursuits = [];
    private Timestamp? _streamUpSince = default(Timestamp);

    /// <summary>The earliest moment at which <see cref="Tick"/> has something to do.</summary>
    public Timestamp NextDue { get; private set; } = Never;

    /// <summary>A moment that does not come.</summary>
    public static Timestamp Never { get; } = new(long.MaxValue);

    /// <summary>Asked for the holdings of an instrument.</summary>
    public Action<Symbol>? StockWanted { get; set; }

    /// <summary>Told when an order's outcome is given up for unknown.</summary>
    public Action? Lost { get; set; }

    public void Sent(PlaceOrder order, Timestamp now)
    {
        Keep(new Quarantine(order.Id, order.Symbol, now, traffic.Clock));
    }

    /// <summary>An intent without an answer was found in the ledger: it may have been sent, so it is unknown from now on.</summary>
    public void Found(OrderState order, Timestamp intendedAt)
    {
        traffic.Register.LoseTrack(order.Id);
        Lose(new(order.Id, order.Symbol, intendedAt, Timestamp.Max(intendedAt, traffic.Clock)));
    }

    public void Cancelling(Symbol symbol, ClientOrderId id)
    {
        Timestamp clock = traffic.Clock;
        Keep(_pursuits.TryGetValue(id, out Pursuit? pursuit) && pursuit.Wanted
            ? pursuit.Cancelled(clock, options)
            : Pursuit.OfCancel(id, symbol, clock, options));
    }

    /// <summary>The order is in none of the venue's books, and nobody said how it ended.</summary>
    public void Vanished(OrderState order)
    {
        if (!_pursuits.ContainsKey(order.Id)) Keep(Pursuit.OfVanished(order.Id, order.Symbol, traffic.Clock));
    }

    /// <summary>An order's outcome or end is awaited: positions may differ for a moment.</summary>
    public bool InFlight(Symbol symbol)
    {
        foreach (Quarantine quarantine in _quarantines.Values)
            if (quarantine.Symbol == symbol) return true;
        foreach (Pursuit pursuit in _pursuits.Values)
            if (pursuit.Symbol == symbol) return true;
        return false;
    }

    /// <summary>The earliest intent on an instrument whose outcome is not known; null when there is none.</summary>
    public Timestamp? OldestIntent(Symbol symbol)
    {
        Timestamp? oldest = null;
        foreach (Quarantine quarantine in _quarantines.Values)
            if (quarantine.Symbol == symbol && !(quarantine.IntendedAt >= oldest)) oldest = quarantine.IntendedAt;
        return oldest;
    }

    /// <summary>The user stream broke off, or is up again.</summary>
    public void Stream(bool up)
    {
        _streamUpSince = up ? traffic.Clock : null;
        for (int i = 0; i < _quarantines.Count; i++) _quarantines.SetAt(i, _quarantines.GetAt(i).Value.Interrupt());
        NextDue = default;
    }

    /// <summary>A fact about an order of ours has been folded.</summary>
    public void OnFact(OrderFact fact, OrderState order)
    {
        if (_quarantines.Count > 0 && _quarantines.TryGetValue(order.Id, out Quarantine? quarantine)) Weigh(quarantine, fact, order);
        if (_pursuits.Count == 0 || !_pursuits.TryGetValue(order.Id, out Pursuit? pursuit)) return;
        if (order.IsDone) End(pursuit);
        else if (fact is CancelRefused) Keep(pursuit.Refused(traffic.Clock));
        else if (fact is OrderAccepted && pursuit.Wanted) Keep(pursuit.Rests(traffic.Clock, options));
        else if (fact is OrderAccepted) _pursuits.Remove(order.Id);
    }

    /// <param name="agrees">The position in the stock is the ledger's.</param>
    public void OnStock(StockTaken stock, bool agrees)
    {
        for (int i = 0; i < _quarantines.Count; i++)
            Keep(_quarantines.GetAt(i).Value.Apply(stock, agrees, _streamUpSince ?? Never, options));
    }

    /// <summary>Does what is due by the venue's clock.</summary>
    public void Tick(Timestamp now)
    {
        Timestamp clock = traffic.Clock;
        if (clock < NextDue) return;
        foreach (Quarantine quarantine in _quarantines.Values.ToArray()) Pursue(quarantine, clock, now);
        foreach (Pursuit pursuit in _pursuits.Values.ToArray()) Pursue(pursuit, clock, now);
        Timestamp next = Never;
        foreach (Quarantine quarantine in _quarantines.Values) next = Min(next, quarantine.NextDue(options));
        foreach (Pursuit pursuit in _pursuits.Values) next = Min(next, pursuit.NextDue);
        NextDue = next;
    }

    private void End(Pursuit pursuit)
    {
        _pursuits.Remove(pursuit.Id);
        if (pursuit.IsStuck) traffic.Modes.End(pursuit.Symbol, ConditionNames.StuckOrder, traffic.Clock);
        if (pursuit.IsLookedUp) StockWanted?.Invoke(pursuit.Symbol);
    }

    private void Weigh(Quarantine quarantine, OrderFact fact, OrderState order)
    {
        if (order.Phase is not (OrderPhase.Submitting or OrderPhase.Unknown)) Resolve(quarantine);
        else if (fact is OutcomeUnknown && quarantine.LostAt is null) Lose(quarantine);
        else if (fact is OrderNotFound notFound) Keep(quarantine.Apply(notFound, options));
    }

    private void Lose(Quarantine quarantine)
    {
        Keep(quarantine.Lose(traffic.Clock, options));
        traffic.Modes.Set(new(quarantine.Symbol, ConditionNames.UnknownOrders, TradingMode.Guarded,
            $"what became of order {quarantine.Id} is not known", NeedsHuman: false));
        Lost?.Invoke();
    }

    // Whatever was still to be asked about it is forgotten with it.
    private void Resolve(Quarantine quarantine)
    {
        _quarantines.Remove(quarantine.Id);
        if (quarantine.LostAt is null) return;
        Symbol symbol = quarantine.Symbol;
        foreach (Quarantine other in _quarantines.Values)
            if (other.Symbol == symbol && other.LostAt is not null) return;
        traffic.Modes.End(symbol, ConditionNames.UnknownOrders, traffic.Clock);
        traffic.Modes.End(symbol, ConditionNames.StuckOrder, traffic.Clock);
        StockWanted?.Invoke(symbol);
    }

    private void Pursue(Quarantine quarantine, Timestamp clock, Timestamp now)
    {
        QuarantineDue due = quarantine.Due(clock, options);
        if (due == QuarantineDue.Nothing) return;
        if (due == QuarantineDue.LoseTrack)
        {
            traffic.Register.LoseTrack(quarantine.Id);
            Lose(quarantine);
            return;
        }

        if (due == QuarantineDue.FindAbsent)
        {
            Conclude(quarantine, now);
            return;
        }

        if (due.HasFlag(QuarantineDue.Lookup))
        {
            quarantine = quarantine.LookedUp(clock, options);
            traffic.Lookup(quarantine.Symbol, quarantine.Id);
        }

        if (due.HasFlag(QuarantineDue.TakeStock))
        {
            quarantine = quarantine.AskedForStock(clock, options);
            StockWanted?.Invoke(quarantine.Symbol);
        }

        if (due.HasFlag(QuarantineDue.CallHuman))
        {
            quarantine = quarantine.Stick();
            Stuck(quarantine.Symbol, $"Order {quarantine.Id} is unknown since {quarantine.LostAt}; the venue's word is needed.", now);
        }

        Keep(quarantine);
    }

    private void Conclude(Quarantine quarantine, Timestamp now)
    {
        traffic.Write(new AbsenceProved(quarantine.Symbol, quarantine.Id, [.. quarantine.NotFound], quarantine.QuietStock!.Value), now);
        traffic.Register.FindAbsent(quarantine.Id);
        Resolve(quarantine);
        if (_pursuits.TryGetValue(quarantine.Id, out Pursuit? pursuit)) End(pursuit);
        traffic.Alert("OrderAbsent", $"Order {quarantine.Id} never reached the venue: {quarantine.NotFound.Count} lookups and its holdings know nothing of it.", now);
    }

    private void Pursue(Pursuit pursuit, Timestamp clock, Timestamp now)
    {
        if (!pursuit.IsStuck && clock >= pursuit.Since + options.StuckAfter)
        {
            Keep(pursuit = pursuit.Stick());
            Stuck(pursuit.Symbol, $"How order {pursuit.Id} ended is unknown since {pursuit.Since}; the venue's word is needed.", now);
        }

        switch (pursuit.Due(clock))
        {
            case PursuitDue.Cancel:
                // Halted: nothing leaves; the order is looked at again when something may.
                if (!ModeRules.AllowsCancel(traffic.Modes.ModeOf(pursuit.Symbol))) Keep(pursuit.Refused(clock).LookedUp(clock, options));
                else traffic.Cancel(pursuit.Symbol, pursuit.Id, now);
                break;
            case PursuitDue.Lookup:
                Keep(pursuit.LookedUp(clock, options));
                traffic.Lookup(pursuit.Symbol, pursuit.Id);
                break;
        }
    }

    private void Stuck(Symbol symbol, string message, Timestamp now)
    {
        traffic.Modes.Set(new(symbol, ConditionNames.StuckOrder, TradingMode.CancelOnly, message, NeedsHuman: false));
        traffic.Alert("OrderStuck", message, now);
    }

    private void Keep(Quarantine quarantine)
    {
        _quarantines[quarantine.Id] = quarantine;
        NextDue = Min(NextDue, quarantine.IsProved(traffic.Clock, options) ? default : quarantine.NextDue(options));
    }

    private void Keep(Pursuit pursuit)
    {
        _pursuits[pursuit.Id] = pursuit;
        NextDue = Min(NextDue, pursuit.NextDue);
    }

    private static Timestamp Min(Timestamp left, Timestamp right) => left < right ? left : right;
}
