using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>
/// Keeps exactly one protective stop at the venue for each open position, and closes what cannot be protected or is not
/// wanted.
/// </summary>
internal sealed class StopKeeper(OrderTraffic traffic, Portfolio portfolio, IReadOnlyList<Instrument> instruments, ProtocolOptions options)
{
    /// <summary>A close that keeps failing is tried again this often.</summary>
    private static readonly TimeSpan CloseInterval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<Symbol, Protection> _protections = [];
    private readonly Dictionary<Symbol, BareClock> _bare = [];
    private readonly HashSet<Symbol> _closing = [];
    private readonly Dictionary<Symbol, Timestamp> _nextClose = [];

    /// <summary>The earliest moment at which <see cref="Tick"/> has something to do.</summary>
    public Timestamp NextDue { get; private set; } = OrderWatch.Never;

    /// <summary>Remembers where the protective stop of the position about to be opened belongs. Durable with the entry's intent.</summary>
    public void Plan(Symbol symbol, Price stop, string decisionId, Timestamp now)
    {
        traffic.Write(new StopPlanned(symbol, stop, decisionId), now);
        Recall(new StopPlanned(symbol, stop, decisionId));
    }

    /// <summary>Where the stop of an instrument's position belongs; null when none was ever planned.</summary>
    public Price? PlanOf(Symbol symbol) => _protections.TryGetValue(symbol, out Protection? protection) ? protection.Stop : null;

    /// <summary>The position is being closed because it is not wanted.</summary>
    public bool IsClosing(Symbol symbol) => _closing.Contains(symbol);

    /// <summary>Moves the stop of a position. The stops sent so far stay known, so that no name is used twice.</summary>
    public void Move(Instrument instrument, Price stop, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        if (!_protections.TryGetValue(symbol, out Protection? protection)) return;
        traffic.Write(new StopPlanned(symbol, stop, protection.DecisionId), now);
        _protections[symbol] = protection with { Stop = stop };
        Protect(instrument, now);
    }

    /// <summary>Takes a plan from the ledger up again.</summary>
    public void Recall(StopPlanned plan) =>
        _protections[plan.Symbol] = _protections.TryGetValue(plan.Symbol, out Protection? known) && known.DecisionId == plan.DecisionId
            ? known with { Stop = plan.Stop }
            : new(plan.Stop, plan.DecisionId);

    /// <summary>Takes stops from the ledger up again.</summary>
    public void Recall(PlaceOrder stop)
    {
        if (!_protections.TryGetValue(stop.Symbol, out Protection? protection)) return;
        if (stop.Id.Value.StartsWith($"{protection.DecisionId}.{Legs.Stop}.", StringComparison.Ordinal))
            _protections[stop.Symbol] = protection with { Sent = [.. protection.Sent, stop.Id] };
    }

    /// <summary>The position is not wanted: closes it, and again, until it is flat.</summary>
    public void Abandon(Symbol symbol)
    {
        _closing.Add(symbol);
        NextDue = default;
    }

    /// <summary>Something a stop may rest on has changed without a fact.</summary>
    public void Wake() => NextDue = default;

    /// <summary>A human has decided otherwise.</summary>
    public void Keep() => _closing.Clear();

    /// <summary>
    /// Makes the stops at the venue match the position: places a missing one, resizes, removes orphans. A position whose
    /// stop the venue refused, or that has had none for too long, is closed at once.
    /// </summary>
    public void Protect(Instrument instrument, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        Quantity position = portfolio.Held(symbol);
        bool closing = _closing.Contains(symbol);
        if (closing) Close(instrument, now);
        bool bare = IsBareTooLong(instrument, position, now);
        if (!_protections.TryGetValue(symbol, out Protection? protection))
        {
            if (bare) Close(instrument, now);
            return;
        }

        if (!position.IsZero && (bare || IsRefused(protection)))
        {
            Close(instrument, now);
            return;
        }

        // The close needs the coins that another stop would lock.
        if (closing && instrument.Kind == InstrumentKind.Spot && !instrument.IsDust(position)) return;
        StopPlan plan = ProtectiveStops.Reconcile(instrument, position, protection.Stop, protection.DecisionId, Relevant(symbol, protection));
        if (plan.Place is { } stop && traffic.Send(stop, protection.DecisionId, now))
        {
            protection = _protections[symbol];
            _protections[symbol] = protection with { Sent = [.. protection.Sent, stop.Id] };
        }

        foreach (ClientOrderId id in plan.Cancel) traffic.Cancel(symbol, id, now);
    }

    /// <summary>
    /// Closes the position at the market and cancels what could open more. On a perpetual the stop stays until the close has
    /// filled; on spot it locks the coins, so that it has to end before the close goes out.
    /// </summary>
    public void Close(Instrument instrument, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        foreach (OrderState order in traffic.Register.Live.Where(o => o.Symbol == symbol && !o.Order.ReduceOnly && o.CancelsSent == 0).ToArray())
            traffic.Cancel(symbol, order.Id, now);
        if (instrument.Kind == InstrumentKind.Spot && FreeCoins(symbol, now)) return;
        Quantity position = portfolio.Held(symbol);
        Quantity closable = position.Abs().FloorTo(instrument.StepSize);
        if (closable.IsZero || traffic.Clock < _nextClose.GetValueOrDefault(symbol) || traffic.Register.Live.Any(o => o.Symbol == symbol && IsClosing(o))) return;
        _nextClose[symbol] = traffic.Clock + CloseInterval;
        Protection protection = _protections.GetValueOrDefault(symbol) ?? new(default, NameOf(symbol, now));
        // Attempt 0 belongs to the exit a decision asks for. One that the ledger knows was sent before a restart.
        int attempt = protection.Closes + 1;
        while (traffic.Register.TryGet(ClientOrderId.For(protection.DecisionId, Legs.Exit, attempt), out _)) attempt++;
        foreach (PlaceOrder exit in ExitPlan.For(protection.DecisionId, instrument, position, closable, attempt))
            traffic.Send(exit, protection.DecisionId, now);
        if (_protections.ContainsKey(symbol)) _protections[symbol] = protection with { Closes = attempt };
    }

    /// <summary>The stop of a position locks its coins: a close has to wait until it has ended.</summary>
    public bool LocksCoins(Instrument instrument)
    {
        if (instrument.Kind != InstrumentKind.Spot) return false;
        foreach (OrderState order in traffic.Register.Live)
            if (order.Symbol == instrument.Symbol && order.IsProtectiveStop) return true;
        return false;
    }

    private bool FreeCoins(Symbol symbol, Timestamp now)
    {
        OrderState[] stops = [.. traffic.Register.Live.Where(o => o.Symbol == symbol && o.IsProtectiveStop)];
        foreach (OrderState stop in stops)
            if (stop.CancelsSent == 0) traffic.Cancel(symbol, stop.Id, now);
        return stops.Length > 0;
    }

    /// <summary>Closes what must be closed by the venue's clock, also while no fact comes.</summary>
    public void Tick(Timestamp now)
    {
        Timestamp clock = traffic.Clock;
        if (clock < NextDue) return;
        NextDue = OrderWatch.Never;
        foreach (Instrument instrument in instruments)
        {
            Protect(instrument, now);
            if (!_closing.Contains(instrument.Symbol)) continue;
            if (IsDone(instrument)) _closing.Remove(instrument.Symbol);
            else NextDue = Min(NextDue, clock + CloseInterval);
        }
    }

    /// <summary>The trigger of the stop that protects a position; null when none rests.</summary>
    public Price? StopOf(Symbol symbol)
    {
        foreach (OrderState order in traffic.Register.Live)
            if (order.Symbol == symbol && order.IsProtectiveStop) return order.Order.Stop;
        return null;
    }

    // A position is bare while no stop of its side is confirmed, and while the confirmed ones do not have its size. A new
    // size begins a new term, because its stop has just been sent.
    private bool IsBareTooLong(Instrument instrument, Quantity position, Timestamp now)
    {
        Symbol symbol = instrument.Symbol;
        Quantity size = position.Abs().FloorTo(instrument.StepSize);
        if (size.IsZero)
        {
            _bare.Remove(symbol);
            return false;
        }

        (bool any, bool whole) = Confirmed(symbol, position.IsPositive ? Side.Sell : Side.Buy, size);
        if (whole)
        {
            _bare.Remove(symbol);
            return false;
        }

        Timestamp clock = traffic.Clock;
        BareClock bare = _bare.TryGetValue(symbol, out BareClock known) ? known : new(clock, clock, position);
        if (any) bare = bare with { Since = clock };
        if (bare.Position != position) bare = bare with { SizeSince = clock, Position = position };
        bool told = bare.Told;
        Timestamp due = Min(bare.Since, bare.SizeSince) + options.BareMax;
        if (any) due = bare.SizeSince + options.BareMax;
        bool late = clock >= due;
        if (late && !told)
        {
            traffic.Alert("PositionBare", $"{symbol}: {position} was without a live stop for {options.BareMax.TotalSeconds:0.#} s and is closed.", now);
            bare = bare with { Told = true };
        }

        _bare[symbol] = bare;
        NextDue = Min(NextDue, late ? clock + CloseInterval : due);
        return late;
    }

    private (bool Any, bool Whole) Confirmed(Symbol symbol, Side side, Quantity size)
    {
        bool any = false;
        foreach (OrderState order in traffic.Register.Live)
        {
            if (order.Symbol != symbol || !order.IsProtectiveStop || order.Order.Side != side) continue;
            if (order.Phase is not (OrderPhase.Working or OrderPhase.PartiallyFilled)) continue;
            any = true;
            if (order.Remaining == size) return (true, true);
        }

        return (any, false);
    }

    private bool IsDone(Instrument instrument) =>
        portfolio.Held(instrument.Symbol).Abs().FloorTo(instrument.StepSize).IsZero
        && !traffic.Register.Live.Any(o => o.Symbol == instrument.Symbol && !o.Order.ReduceOnly);

    private bool IsRefused(Protection protection) =>
        protection.Sent.Count > 0 && traffic.Register.TryGet(protection.Sent[^1], out OrderState? stop) && stop.Phase == OrderPhase.Refused;

    private static bool IsClosing(OrderState order) => order.Order is { ReduceOnly: true, Type: OrderType.Market };

    // A position without a decision is somebody else's; what closes it is named by the moment.
    private static string NameOf(Symbol symbol, Timestamp now)
    {
        string name = $"close-{now.Milliseconds}-{symbol}";
        return name.Length <= 30 ? name : name[..30];
    }

    private IEnumerable<OrderState> Relevant(Symbol symbol, Protection protection)
    {
        foreach (OrderState order in traffic.Register.Live)
            if (order.Symbol == symbol && !protection.Sent.Contains(order.Id)) yield return order;
        foreach (ClientOrderId id in protection.Sent)
            if (traffic.Register.TryGet(id, out OrderState? order)) yield return order;
    }

    private static Timestamp Min(Timestamp left, Timestamp right) => left < right ? left : right;

    /// <summary>Since when a position has been without a live stop, and since when it has had its size.</summary>
    private readonly record struct BareClock(Timestamp Since, Timestamp SizeSince, Quantity Position)
    {
        public bool Told { get; init; }
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
