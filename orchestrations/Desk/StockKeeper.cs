using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>
/// Compares what the venue holds with what the ledger says: at the start, now and then, and whenever something was in
/// doubt. A difference counts only at a quiet moment, when two stocks agree with each other; it is never explained away.
/// </summary>
internal sealed class StockKeeper
{
    private readonly OrderTraffic _traffic;
    private readonly OrderWatch _watch;
    private readonly Portfolio _portfolio;
    private readonly ProtocolOptions _options;
    private readonly OrderedDictionary<Symbol, Shelf> _shelves = [];
    private bool _isOn;

    public StockKeeper(OrderTraffic traffic, OrderWatch watch, Portfolio portfolio, IReadOnlyList<Instrument> instruments, ProtocolOptions options)
    {
        (_traffic, _watch, _portfolio, _options) = (traffic, watch, portfolio, options);
        foreach (Instrument instrument in instruments) _shelves.Add(instrument.Symbol, new(instrument));
        watch.StockWanted = Request;
    }

    /// <summary>The earliest moment at which <see cref="Tick"/> has something to do.</summary>
    public Timestamp NextDue { get; private set; } = OrderWatch.Never;

    /// <summary>Orders on an instrument's books that are not ours, as last seen.</summary>
    public IReadOnlyList<StockedOrder> Foreign(Symbol symbol) => _shelves.TryGetValue(symbol, out Shelf? shelf) ? shelf.Foreign : [];

    /// <summary>Begins to compare now and then.</summary>
    public void Begin()
    {
        if (_isOn || _options.StockInterval is null) return;
        _isOn = true;
        RequestAll();
    }

    /// <summary>Asks for the holdings of an instrument as soon as possible.</summary>
    public void Request(Symbol symbol)
    {
        if (!_shelves.TryGetValue(symbol, out Shelf? shelf)) return;
        shelf.NextAt = default;
        NextDue = default;
    }

    public void RequestAll()
    {
        foreach (Symbol symbol in _shelves.Keys) Request(symbol);
    }

    /// <summary>Trades before this moment are in the ledger for sure.</summary>
    public void ReadFrom(Symbol symbol, Timestamp at)
    {
        if (_shelves.TryGetValue(symbol, out Shelf? shelf)) shelf.ReadFrom = at;
    }

    /// <summary>Takes coins that were there before us from the ledger up again.</summary>
    public void Recall(ExternalHoldings holdings)
    {
        if (_shelves.TryGetValue(holdings.Symbol, out Shelf? shelf)) shelf.External = holdings.Quantity;
    }

    public void Tick(Timestamp now)
    {
        Timestamp clock = _traffic.Clock;
        if (clock < NextDue) return;
        Timestamp next = OrderWatch.Never;
        foreach (Shelf shelf in _shelves.Values)
        {
            if (clock >= shelf.NextAt)
            {
                if (shelf.ReadFrom == default) shelf.ReadFrom = clock;
                Timestamp from = shelf.ReadFrom;
                if (_watch.OldestIntent(shelf.Symbol) is { } oldest && oldest < from) from = oldest;
                // Asked for again when it is not answered.
                shelf.NextAt = clock + _options.StockPause * 5;
                _traffic.TakeStock(shelf.Symbol, from + _options.Lookback.Negate());
            }

            if (shelf.NextAt < next) next = shelf.NextAt;
        }

        NextDue = next;
    }

    /// <summary>The venue's account of an instrument.</summary>
    /// <returns>Facts it implies about orders of ours.</returns>
    public IReadOnlyList<OrderFact> OnStock(StockTaken stock, Timestamp now)
    {
        if (!_shelves.TryGetValue(stock.Symbol, out Shelf? shelf)) return [];
        List<OrderFact> implied = Sort(stock, shelf, now);
        bool quiet = implied.Count == 0 && !_watch.InFlight(stock.Symbol);
        if (shelf.Instrument.Kind == InstrumentKind.Spot && shelf.External is null && quiet) Adopt(stock, shelf, now);
        Quantity expected = Expected(shelf);
        bool agrees = (stock.Position - expected).Abs() < shelf.Tolerance;
        _watch.OnStock(stock, agrees);
        if (!quiet)
        {
            shelf.Previous = null;
            Next(shelf, _options.LookupWaits[^1]);
        }
        else if (agrees)
        {
            Agree(stock, shelf);
        }
        else
        {
            Differ(stock, expected, shelf, now);
        }

        return implied;
    }

    private void Agree(StockTaken stock, Shelf shelf)
    {
        shelf.Previous = null;
        shelf.ReadFrom = stock.Begun;
        _traffic.Modes.End(shelf.Symbol, ConditionNames.PositionMismatch, stock.Begun);
        shelf.IsMismatched = false;
        _traffic.Modes.Reconciled(shelf.Symbol, stock.Begun);
        if (_traffic.Modes.WantsReconciliation(shelf.Symbol)) Next(shelf, _options.StockPause);
        else if (_isOn) Next(shelf, _options.StockInterval!.Value);
        else shelf.NextAt = OrderWatch.Never;
    }

    private void Differ(StockTaken stock, Quantity expected, Shelf shelf, Timestamp now)
    {
        bool confirmed = shelf.Previous is { } previous && stock.Begun - previous.Begun >= _options.StockPause
            && previous.Position == stock.Position && shelf.PreviousExpected == expected;
        if (!confirmed)
        {
            // Until a second stock says the same, fills may simply be on their way.
            bool same = shelf.Previous is { } earlier && earlier.Position == stock.Position && shelf.PreviousExpected == expected;
            if (!same) (shelf.Previous, shelf.PreviousExpected) = (stock, expected);
            Next(shelf, _options.StockPause);
            return;
        }

        Next(shelf, _options.StockPause * 5);
        if (shelf.IsMismatched) return;
        shelf.IsMismatched = true;
        string difference = $"{shelf.Symbol}: the venue holds {stock.Position}, the ledger says {expected}";
        _traffic.Modes.Set(new(shelf.Symbol, ConditionNames.PositionMismatch, TradingMode.CancelOnly, difference, NeedsHuman: false));
        _traffic.Alert("PositionMismatch", $"{difference}. Only cancels leave until they agree.", now);
    }

    // What is listed rests, whatever we thought; what rests by our books and is not listed has ended somehow.
    private List<OrderFact> Sort(StockTaken stock, Shelf shelf, Timestamp now)
    {
        List<OrderFact> implied = [];
        List<StockedOrder> foreign = [];
        HashSet<ClientOrderId> listed = [];
        foreach (StockedOrder open in stock.Orders)
        {
            ClientOrderId id = open.Order.Id;
            listed.Add(id);
            if (!_traffic.Register.TryGet(id, out OrderState? order)) foreign.Add(open);
            else if (order.Accepted is null && order.Filled.IsZero) implied.Add(new OrderAccepted(id, stock.Symbol, stock.At, open.VenueOrderId));
            else if (order.IsDone && IsOld(order, stock)) _traffic.Cancel(stock.Symbol, id, now);
        }

        shelf.Foreign = foreign;
        foreach (OrderState order in _traffic.Register.Live.ToArray())
        {
            bool rests = order.Symbol == stock.Symbol && order.Phase is OrderPhase.Working or OrderPhase.PartiallyFilled;
            if (rests && order.Symbol == stock.Symbol && !listed.Contains(order.Id) && IsOld(order, stock)) _watch.Vanished(order);
        }

        return implied;
    }

    // Its last word is older than the stock: the stock cannot merely have missed it.
    private bool IsOld(OrderState order, StockTaken stock)
    {
        Timestamp last = Timestamp.Max(order.Accepted?.At ?? default, Timestamp.Max(order.Cancelled?.At ?? default, order.Expired?.At ?? default));
        foreach (Fill fill in order.Fills.Values) last = Timestamp.Max(last, fill.At);
        return last + _options.StockPause < stock.Begun;
    }

    private void Adopt(StockTaken stock, Shelf shelf, Timestamp now)
    {
        shelf.External = stock.Position - Expected(shelf);
        _traffic.Write(new ExternalHoldings(shelf.Symbol, shelf.External.Value), now);
    }

    private Quantity Expected(Shelf shelf) => _portfolio.Held(shelf.Symbol) + (shelf.External ?? Quantity.Zero);

    private void Next(Shelf shelf, TimeSpan wait)
    {
        shelf.NextAt = _traffic.Clock + wait;
        if (shelf.NextAt < NextDue) NextDue = shelf.NextAt;
    }

    /// <summary>One instrument's holdings as the venue told them.</summary>
    private sealed class Shelf(Instrument instrument)
    {
        public Instrument Instrument => instrument;

        public Symbol Symbol => instrument.Symbol;

        /// <summary>Less than one step is dust.</summary>
        public Quantity Tolerance => instrument.StepSize.IsPositive ? instrument.StepSize : Quantity.FromRaw(1);

        public Timestamp NextAt { get; set; } = OrderWatch.Never;

        /// <summary>Trades from here on are read again.</summary>
        public Timestamp ReadFrom { get; set; }

        /// <summary>A stock that differed from the ledger and waits for another to confirm it.</summary>
        public StockTaken? Previous { get; set; }

        public Quantity PreviousExpected { get; set; }

        public bool IsMismatched { get; set; }

        public IReadOnlyList<StockedOrder> Foreign { get; set; } = [];

        /// <summary>Spot: coins that are not the desk's; null before they were counted.</summary>
        public Quantity? External { get; set; }
    }
}
