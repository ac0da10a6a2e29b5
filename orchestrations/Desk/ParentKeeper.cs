using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>
/// Works entries that do not go out at once, one parent an instrument. A parent ends with its duration, with the position it
/// opened, with a mode that opens nothing, and with the process: an old opinion is not taken up again.
/// </summary>
internal sealed class ParentKeeper(ExecutionOptions options, OrderDesk orders, ModeControl modes)
{
    private readonly Dictionary<Symbol, ParentOrder> _parents = [];

    public bool IsIdle => _parents.Count == 0;

    /// <summary>Whether more may still be sent for an instrument.</summary>
    public bool Works(Symbol symbol) => _parents.ContainsKey(symbol);

    /// <summary>Takes an entry over, if it is not one for the market at once.</summary>
    public bool TakesOver(PlaceOrder entry, string decisionId, Instrument instrument, double? dailyVolume, Timestamp now)
    {
        if (entry.ReduceOnly || entry.Type != OrderType.Market) return false;
        ExecutionStyle style = options.StyleOf(entry.Quantity, dailyVolume);
        if (style == ExecutionStyle.Market) return false;
        _parents[entry.Symbol] = new(decisionId, Legs.Entry, instrument, entry.Side, entry.Quantity, now, style)
        {
            Duration = options.Duration,
            Slices = options.Slices,
            Profile = options.Profile,
            Visible = instrument.StepSize.IsPositive
                ? Quantity.FromRaw((long)(entry.Quantity.Raw * options.VisibleShare)).FloorTo(instrument.StepSize)
                : Quantity.FromRaw((long)(entry.Quantity.Raw * options.VisibleShare)),
            RepricingsMax = options.RepricingsMax,
            SlippageMax = options.SlippageMax,
        };
        return true;
    }

    /// <summary>Takes what rests of a process that has ended off the book.</summary>
    public void Forget(Timestamp now)
    {
        foreach (OrderState order in orders.Register.Live.Where(o => o.Order is { ReduceOnly: false, Type: OrderType.Limit } && o.CancelsSent == 0).ToArray())
            orders.Cancel(order.Symbol, order.Id, now);
    }

    /// <summary>Nothing more is sent; what rests is taken off the book.</summary>
    public void Stop(Symbol symbol, Timestamp now)
    {
        if (_parents.Remove(symbol, out ParentOrder? parent)) CancelRest(parent, now);
    }

    /// <summary>Does what is due for an instrument.</summary>
    public void Work(Symbol symbol, BookSides market, Timestamp now)
    {
        if (!_parents.TryGetValue(symbol, out ParentOrder? parent)) return;
        IEnumerable<OrderState> children = Children(parent);
        bool filled = children.Any(child => !child.Filled.IsZero);
        if (modes.ModeOf(symbol) > TradingMode.Guarded || orders.Stops.IsClosing(symbol) || (filled && orders.IsFlat(symbol)))
        {
            Stop(symbol, now);
            return;
        }

        ChildPlan plan = ExecutionAlgorithm.Next(parent, children, market, now);
        if (plan.Cancel is { } id) orders.Cancel(symbol, id, now);
        if (plan.Place is { } child) orders.Send(child, parent.DecisionId, now);
        if (plan.IsDone) _parents.Remove(symbol);
    }

    private void CancelRest(ParentOrder parent, Timestamp now)
    {
        foreach (OrderState child in Children(parent))
            if (!child.IsDone && child.CancelsSent == 0) orders.Cancel(child.Symbol, child.Id, now);
    }

    private List<OrderState> Children(ParentOrder parent)
    {
        List<OrderState> children = [];
        while (orders.Register.TryGet(ClientOrderId.For(parent.DecisionId, parent.Leg, children.Count), out OrderState? child))
            children.Add(child);
        return children;
    }
}
