using Parley.Domain;
using Parley.Execution;
using Parley.Features;
using Parley.Ports;
using Parley.Risk;

namespace Parley.Orchestrations;

/// <summary>
/// The whole decision pipeline, the same in a backtest, on paper and live: market events in, bars, features, at each
/// trigger bar a frozen snapshot, a deliberation, the risk gate, orders out, facts back, all of it in the ledger.
/// One thread, no clock of its own: time is the venue's, as the events carry it.
/// </summary>
public sealed class Desk : IMarketSink
{
    private readonly DeskOptions _options;
    private readonly IDeskObserver _observer;
    private readonly DeskLedger _ledger;
    private readonly Dictionary<Symbol, InstrumentPicture> _pictures = [];
    private readonly InstrumentPicture[] _ordered;
    private readonly bool[] _due;
    private readonly Timeframe _shortest;
    private readonly OrderDesk _orders;
    private readonly Portfolio _portfolio;
    private readonly EquityTracker _equity;
    private readonly DeskRecovery? _recovery;
    private readonly ModeControl _mode;
    private readonly LossWatch _losses;
    private readonly ExitKeeper _exits;
    private readonly ParentKeeper _parents;
    private readonly RiskHistory _history;
    private readonly TimeProvider _clock;
    private readonly string _configHash;
    private readonly Func<Symbol, Price> _lastPrice;
    private readonly Func<Symbol, Quantity> _heldAtWorst;
    private readonly DeskInbox _inbox = new();
    private readonly IDeskRelay? _relay;
    private Timestamp _watermark;
    private readonly double[] _features = new double[FeatureCatalogue.Bars.Count];
    private DeskCounters _counters;
    private Timestamp _startedAt;
    private bool _ticking;
    private bool _halting;

    /// <param name="clock">Measures agents and their deadlines; never used for decisions.</param>
    public Desk(DeskOptions options, IOrderGateway gateway, Ledger ledger, IDeskObserver observer, TimeProvider clock)
    {
        (_options, _observer, _clock, _relay) = (options, observer, clock, options.Relay);
        _ledger = new DeskLedger(ledger);
        if (options.Protocol.Fault() is { } fault) throw new ArgumentException($"The order protocol cannot work: {fault}.", nameof(options));
        _recovery = options.Recover is { } records ? DeskRecovery.Of(records(), options.InitialCash, options.Instruments) : null;
        _portfolio = _recovery?.Portfolio ?? new Portfolio(options.InitialCash, options.Instruments);
        _equity = _recovery?.Equity ?? new EquityTracker();
        _mode = new ModeControl(
            [.. options.Instruments.Select(i => i.Symbol)],
            change =>
            {
                _ledger.Write(LedgerKinds.Mode, Now, change, DecisionJson.Canonical.ModeChange);
                _observer.OnMode(Now, change);
            },
            change => _ledger.Write(LedgerKinds.Condition, Now, change, DecisionJson.Canonical.ConditionChange));
        _orders = new OrderDesk(
            gateway, _ledger, observer, _portfolio, _recovery?.Orders ?? new OrderRegister(), _mode, options.Instruments, options.Protocol, _equity.Shift);
        _losses = new LossWatch(options.Settings.Risk, _mode, Alert);
        _exits = new ExitKeeper(
            options.Exits, options.Settings.Risk.HighVolatility, _orders.Stops, _portfolio, message => Alert(new DeskAlert("Exit", message)));
        _parents = new ParentKeeper(options.Execution, _orders, _mode);
        _history = new RiskHistory(options.Instruments, options.Timeframes);
        _heldAtWorst = _orders.HeldAtWorst;
        _configHash = DecisionJson.HashOf(options.Settings);
        foreach (Instrument instrument in options.Instruments)
            _pictures.Add(instrument.Symbol, new InstrumentPicture(instrument, options, OnBarClosed, OnIssue));
        _ordered = [.. options.Instruments.Select(i => _pictures[i.Symbol])];
        _due = new bool[_ordered.Length];
        _lastPrice = symbol => _pictures[symbol].LastPrice;
        _shortest = options.Timeframes.Min();
    }

    /// <summary>Venue time: the latest any event carried. Never goes back.</summary>
    public Timestamp Now { get; private set; }

    public string ConfigHash => _configHash;

    public DeskCounters Counters => _counters with { Orders = _orders.Sent, Fills = _orders.Fills };

    public decimal Equity => _portfolio.Equity;

    /// <summary>State of each order book, in words; empty where no depth was ever seen.</summary>
    public IReadOnlyDictionary<string, string> Books =>
        _ordered.Where(p => p.BookSeen).ToDictionary(p => p.Instrument.Symbol.Value, p => p.BookSummary);

    /// <summary>Closed positions, in the order of their closing.</summary>
    public IReadOnlyList<RoundTrip> RoundTrips => _portfolio.RoundTrips;

    /// <summary>True once a halt has been carried out: nothing more will leave.</summary>
    public bool IsHalted => _mode.Mode == TradingMode.Halted;

    public void OnTrade(in Trade trade)
    {
        if (Find(trade.Symbol) is not { } picture) return;
        _ticking = true;
        Begin(trade.VenueTime);
        if (picture.OnTrade(trade)) Mark(picture);
        End();
    }

    public void OnQuote(in Quote quote)
    {
        if (Find(quote.Symbol) is not { } picture) return;
        Begin(quote.VenueTime);
        picture.OnQuote(quote);
        End();
    }

    public void OnDepth(in DepthUpdate update)
    {
        if (Find(update.Symbol) is not { } picture) return;
        Begin(update.VenueTime);
        picture.OnDepth(update);
        End();
    }

    public void OnSnapshot(in DepthSnapshot snapshot)
    {
        if (Find(snapshot.Symbol) is not { } picture) return;
        Begin(snapshot.VenueTime);
        picture.OnSnapshot(snapshot);
        End();
    }

    public void OnMark(in MarkPrice mark)
    {
        if (Find(mark.Symbol) is not { } picture) return;
        Begin(mark.VenueTime);
        picture.OnMark(mark);
        _history.OnMark(mark);
        End();
    }

    public void OnBar(in Bar bar)
    {
        if (Find(bar.Symbol) is not { } picture) return;
        Begin(bar.CloseTime);
        picture.OnBar(bar);
        Mark(picture);
        End();
    }

    /// <summary>
    /// A closed bar from before the run, so that features are warm when the market begins. No event: it moves no clock and
    /// asks for no decision. Before the first event only.
    /// </summary>
    public void WarmUp(in Bar bar)
    {
        if (Find(bar.Symbol) is not { } picture) return;
        if (_startedAt == default) Start(_orders.Clock == default ? bar.CloseTime : _orders.Clock);
        picture.OnBar(bar);
        _relay?.OnClock(bar.Symbol, bar.CloseTime);
        picture.Advance(bar.CloseTime);
    }

    public void OnNews(NewsItem item)
    {
        if (Find(item.Symbol) is { } picture) picture.OnNews(item);
    }

    /// <summary>Hands a human's command to the desk; safe from any thread, carried out on the desk's own.</summary>
    public void Post(DeskCommand command) => Post(command, "by hand");

    /// <param name="reason">Who or what wants it, to follow on <c>paused</c>, <c>flattened</c> …; goes into the ledger.</param>
    public void Post(DeskCommand command, string reason) => _inbox.Post(command, reason);

    /// <summary>
    /// Hands orders that were decided elsewhere to the desk; safe from any thread, judged once more and carried out on the
    /// desk's own. What becomes of them is told by <see cref="IDeskObserver.OnIntents"/>.
    /// </summary>
    /// <returns>False when too many wait already: these will not be carried out.</returns>
    public bool Post(OrderIntents intents) => _inbox.Post(intents);

    /// <summary>Hash and number of the ledger's last record.</summary>
    public (string Root, long Count) LedgerHead => _ledger.Head;

    /// <summary>
    /// Takes facts, does what is due by the venue's clock and carries out commands while no market event comes. A desk that
    /// goes on from a ledger begins here, if the market is silent.
    /// </summary>
    public void Idle()
    {
        if (_startedAt == default && _recovery is not null && _orders.Clock != default) Start(_orders.Clock);
        Settle();
    }

    /// <summary>The trading mode of an instrument: its own or the account's, whichever is stricter.</summary>
    public TradingMode ModeOf(Symbol symbol) => _mode.ModeOf(symbol);

    /// <summary>Every order of this desk, in no particular order.</summary>
    public IEnumerable<OrderState> Orders => _orders.Register.All;

    /// <summary>Those of them that are intended, or can still fill.</summary>
    public IReadOnlyCollection<OrderState> LiveOrders => _orders.Register.Live;

    /// <summary>Signed base quantity held; zero when never traded.</summary>
    public Quantity Held(Symbol symbol) => _portfolio.Held(symbol);

    /// <summary>The desk's own account of itself.</summary>
    public DeskStatus Status() => new(
        Now, _startedAt, _mode.Mode, _mode.Reason, Account(Symbol.Account),
        _portfolio.Positions.Sum(p => p.Realised), _portfolio.Positions.Sum(p => p.Unrealised),
        _portfolio.Positions.Sum(p => p.Fees), _portfolio.Positions.Sum(p => p.Funding),
        [.. _portfolio.Positions.Where(p => !p.Quantity.IsZero).Select(p =>
            new PositionStatus(p.Symbol, p.Quantity, p.AverageEntry, p.Mark, p.Unrealised, _orders.Stops.StopOf(p.Symbol)))],
        _orders.Open(), Counters, [.. _ordered.SelectMany(p => p.ActiveIssues(Now))]);

    /// <summary>Writes the end of the run; the desk must not be used afterwards.</summary>
    public void Finish(long frames)
    {
        Settle();
        DeskCounters counters = Counters;
        _ledger.Write(LedgerKinds.RunEnd, Now,
            new RunEnd(_options.Run, frames, counters.Bars, counters.Decisions, counters.Orders, counters.Fills, Equity),
            DecisionJson.Canonical.RunEnd, durable: true);
    }

    private InstrumentPicture? Find(Symbol symbol) => _pictures.GetValueOrDefault(symbol);

    private void Begin(Timestamp venueTime)
    {
        if (_startedAt == default) Start(venueTime);
        Now = Timestamp.Max(Now, venueTime);
        Settle();
    }

    private void Start(Timestamp at)
    {
        _startedAt = Now = at;
        _ledger.Write(LedgerKinds.RunStart, at,
            new RunStart(_options.Run, _options.Profile, _options.Source, _options.CodeVersion, _configHash, _options.Settings, _portfolio.OpeningCash)
            {
                Continues = _recovery?.IsContinued ?? false,
            },
            DecisionJson.Canonical.RunStart, durable: true);
        if (_recovery is { IsContinued: true })
        {
            _orders.Resume(_recovery, Now);
            _parents.Forget(Now);
        }

        _orders.Begin();
        Observe();
    }

    /// <summary>Facts first, then what they make necessary, then what is due, then what humans want.</summary>
    private void Settle()
    {
        if (_orders.TakeFacts(Now))
        {
            Observe();
            foreach (InstrumentPicture picture in _ordered) _orders.Stops.Protect(picture.Instrument, Now);
        }

        if (_startedAt != default) _orders.Tick(Now);
        if (!_parents.IsIdle)
            foreach (InstrumentPicture picture in _ordered) _parents.Work(picture.Instrument.Symbol, picture.Sides(), Now);
        while (_inbox.TryTake(out DeskCommand command, out string reason)) Obey(command, reason);
        while (_inbox.TryTake(out OrderIntents? intents)) Conclude(intents);
        if (_halting && _orders.IsQuiet) _mode.Tighten(TradingMode.Halted, "halted");
    }

    /// <summary>
    /// Closes bars that are over, of all instruments before anything is decided: markets are compared with one another.
    /// Then decides where a trigger bar closed.
    /// </summary>
    private void End()
    {
        Timestamp watermark = _options.DecideOnCandles ? Now : Now + _options.BarLateness.Negate();
        bool relays = _relay is not null && CrossesBarEnd(watermark);
        for (int i = 0; i < _ordered.Length; i++)
        {
            if (relays) _relay!.OnClock(_ordered[i].Instrument.Symbol, Now);
            _due[i] = _ordered[i].Advance(watermark);
        }

        _watermark = watermark;
        for (int i = 0; i < _ordered.Length; i++)
            if (_due[i] && (_ticking || _options.DecideOnCandles)) Decide(_ordered[i]);
    }

    // Only then can a bar close, or a late trade miss one: an elsewhere needs to hear of no other moment.
    private bool CrossesBarEnd(Timestamp watermark)
    {
        foreach (Timeframe timeframe in _options.Timeframes)
            if (watermark.FloorTo(timeframe) > _watermark.FloorTo(timeframe)) return true;
        return false;
    }

    private void Mark(InstrumentPicture picture)
    {
        Symbol symbol = picture.Instrument.Symbol;
        if (_portfolio.Held(symbol).IsZero) return;
        _portfolio.Mark(symbol, picture.LastPrice);
        _equity.Observe(Now, Equity);
        WatchLosses();
        _exits.OnMark(picture.Instrument, picture.LastPrice, Now);
    }

    private void WatchLosses()
    {
        if (_losses.Assess(Account(Symbol.Account), Now) != LadderAction.FlattenAndHalt || _halting) return;
        _mode.Tighten(TradingMode.ReduceOnly, "losses reached the drawdown limit");
        CloseAll();
        _halting = true;
    }

    private void Decide(InstrumentPicture picture)
    {
        _equity.Observe(Now, Equity);
        WatchLosses();
        if (_relay is not null)
        {
            _relay.OnDue(picture.Instrument.Symbol, Now, Account(picture.Instrument.Symbol));
            return;
        }

        Snapshot snapshot = picture.Freeze(Now, Account(picture.Instrument.Symbol));
        string hash = DecisionJson.HashOf(snapshot);
        long started = _clock.GetTimestamp();
        Task<DeliberationOutcome> deliberation = Deliberator.ConcludeAsync(_options.Settings, snapshot, hash, _clock, _observer.OnAgent);
        // Offline agents answer at once; the desk's thread is theirs until they have.
        DeliberationOutcome outcome = deliberation.GetAwaiter().GetResult();
        _observer.OnDeliberated(picture.Instrument.Symbol, _clock.GetElapsedTime(started));
        Conclude(DecisionMaker.Decide(_options.Run, snapshot, hash, outcome, _options.Settings, _configHash));
    }

    private void Conclude(Decision decision)
    {
        _ledger.Write(LedgerKinds.Decision, decision.At, decision, DecisionJson.Canonical.Decision);
        _counters = _counters with
        {
            Decisions = _counters.Decisions + 1,
            Refusals = _counters.Refusals + (decision.Action == DecisionAction.Refused ? 1 : 0),
        };
        _observer.OnDecision(decision);
        Observe();
        if (decision is { Action: DecisionAction.Enter, Risk.Stop: { } stop })
            _orders.Stops.Plan(decision.Snapshot.Instrument.Symbol, stop, decision.Id, Now);
        Send(decision.Intents, decision.Id);
    }

    // The stop among them is sent when the entry fills: a venue refuses a reduce-only order with nothing to reduce.
    private void Send(IReadOnlyList<PlaceOrder> intents, string decisionId)
    {
        foreach (PlaceOrder intent in intents)
        {
            if (intent.Type == OrderType.StopMarket) continue;
            // Whatever is still being worked was another decision's.
            _parents.Stop(intent.Symbol, Now);
            InstrumentPicture picture = _pictures[intent.Symbol];
            if (intent.ReduceOnly && _orders.Stops.LocksCoins(picture.Instrument))
            {
                _orders.Stops.Abandon(intent.Symbol);
                _orders.Stops.Close(picture.Instrument, Now);
                continue;
            }

            if (!_parents.TakesOver(intent, decisionId, picture.Instrument, picture.DailyVolume(Now), Now)) _orders.Send(intent, decisionId, Now);
            else _parents.Work(intent.Symbol, picture.Sides(), Now);
        }
    }

    /// <summary>Judges orders decided elsewhere by what is known here and now, and sends what this desk's own gate allows.</summary>
    private void Conclude(OrderIntents intents)
    {
        JudgedIntents judged = Find(intents.Symbol) is { } picture
            ? IntentJudge.Judge(intents, picture.Freeze(Now, Account(intents.Symbol)), _options.Settings.Risk)
            : JudgedIntents.Refused($"{intents.Symbol} is not traded here");
        TradingMode mode = _mode.ModeOf(intents.Symbol);
        if (judged.Orders.Any(order => order.Type != OrderType.StopMarket && !ModeRules.Allows(mode, order)))
            judged = JudgedIntents.Refused($"no such order leaves while {intents.Symbol} is {mode}");
        _ledger.Write(LedgerKinds.Elsewhere, Now, new DecidedElsewhere(intents, judged.Fate, judged.Reason), DecisionJson.Canonical.DecidedElsewhere, durable: true);
        if (judged.Fate == IntentFate.Refused) _counters = _counters with { Refusals = _counters.Refusals + 1 };
        _counters = _counters with { Decisions = _counters.Decisions + 1 };
        if (judged.Stop is { } stop) _orders.Stops.Plan(intents.Symbol, stop, intents.DecisionId, Now);
        Send(judged.Orders, intents.DecisionId);
        _observer.OnIntents(intents, judged.Fate, judged.Reason);
        Observe();
    }

    private AccountView Account(Symbol symbol)
    {
        AccountView account = AccountViews.Of(
            symbol, Now, _portfolio, _equity, _orders.Register, _mode.ModeOf(symbol), _orders.ReservedBeside(symbol, _lastPrice));
        // A ladder of losses needs the sums only.
        if (symbol == Symbol.Account) return account;
        // What is too little to be sold is no position: it neither asks to be closed nor stands in the way of the next one.
        if (_pictures[symbol].Instrument.IsDust(account.Position)) account = account with { Position = Quantity.Zero, AverageEntry = 0m };
        account = account with { Risk = _history.For(symbol, _portfolio.RoundTrips, _heldAtWorst, _lastPrice) };
        // What is still being worked can fill, also between two of its orders.
        return _parents.Works(symbol) ? account with { OpenOrders = account.OpenOrders + 1 } : account;
    }

    private void Observe()
    {
        _equity.Observe(Now, Equity);
        _observer.OnEquity(Now, Equity);
    }

    private void Obey(DeskCommand command, string reason)
    {
        switch (command)
        {
            case DeskCommand.Pause:
                _mode.Tighten(TradingMode.Guarded, $"paused {reason}");
                break;
            case DeskCommand.ReduceOnly:
                _mode.Tighten(TradingMode.ReduceOnly, $"reduce-only {reason}");
                break;
            case DeskCommand.CancelOnly:
                _mode.Tighten(TradingMode.CancelOnly, $"cancel-only {reason}");
                break;
            case DeskCommand.Resume:
                _halting = false;
                _orders.Stops.Keep();
                Alert(new DeskAlert("Control", _mode.Resume()));
                break;
            case DeskCommand.Flatten:
                Flatten($"flattened {reason}");
                break;
            case DeskCommand.Halt:
                Flatten($"halted {reason}");
                _halting = true;
                break;
        }
    }

    private void Flatten(string reason)
    {
        _mode.AllowReducing(reason);
        CloseAll();
    }

    private void CloseAll()
    {
        foreach (InstrumentPicture picture in _ordered)
        {
            _orders.Stops.Abandon(picture.Instrument.Symbol);
            _orders.Stops.Close(picture.Instrument, Now);
        }
    }

    private void OnBarClosed(Bar bar)
    {
        if (bar.Timeframe == _shortest)
            foreach (InstrumentPicture picture in _ordered) Compare(picture, bar);
        _history.OnBar(bar);
        _counters = _counters with { Bars = _counters.Bars + 1 };
        _observer.OnBar(bar);
        bool exits = _exits.IsActive && bar.Timeframe == _options.Trigger;
        if (!_observer.WantsFeatures && !exits) return;
        _pictures[bar.Symbol].CopyFeatures(bar.Timeframe, _features);
        if (exits) _exits.OnBar(bar.Symbol, _features);
        if (!_observer.WantsFeatures) return;
        _observer.OnFeatures(bar, _features);
    }

    private void Compare(InstrumentPicture picture, in Bar bar)
    {
        if (picture.Instrument.Symbol == bar.Symbol) return;
        _relay?.OnReferenceBar(picture.Instrument.Symbol, bar);
        picture.OnOtherBar(bar);
    }

    private void OnIssue(DataIssue issue)
    {
        _counters = _counters with { DataIssues = _counters.DataIssues + 1 };
        _ledger.Write(LedgerKinds.DataIssue, Now, issue, DecisionJson.Canonical.DataIssue);
        _observer.OnDataIssue(issue);
    }

    private void Alert(DeskAlert alert)
    {
        _ledger.Write(LedgerKinds.Alert, Now, alert, DecisionJson.Canonical.DeskAlert);
        _observer.OnAlert(Now, alert);
    }
}
