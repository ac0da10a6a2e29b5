using System.Text;
using Parley.Execution;
using Parley.Ports;

namespace Parley.Orchestrations.Tests;

/// <summary>An order desk in front of a scripted venue, with a ledger that outlives it.</summary>
internal sealed class OrderBench
{
    private readonly MemoryJournal _journal;
    private readonly Ledger _ledger;
    private readonly ProtocolOptions _options;

    public OrderBench(ProtocolOptions? options = null, IReadOnlyList<Instrument>? instruments = null)
        : this(options ?? new(), instruments ?? [Snapshots.Bitcoin], new(), new())
    {
    }

    private OrderBench(ProtocolOptions options, IReadOnlyList<Instrument> instruments, ScriptedVenue venue, MemoryJournal journal)
    {
        (_options, Instruments, Venue, _journal) = (options, instruments, venue, journal);
        bool restarts = journal.Lines.Count > 0;
        _ledger = restarts ? LedgerRecovery.Open(journal).Ledger : Ledger.Start(journal);
        DeskLedger records = new(_ledger);
        DeskRecovery? found = restarts ? DeskRecovery.Of(LedgerRecord.ReadAll(journal), 10_000, instruments) : null;
        Portfolio = found?.Portfolio ?? new(10_000, instruments);
        Watched = new();
        Modes = new(
            [.. instruments.Select(i => i.Symbol)],
            change => records.Write(LedgerKinds.Mode, Now, change, DecisionJson.Canonical.ModeChange),
            change => records.Write(LedgerKinds.Condition, Now, change, DecisionJson.Canonical.ConditionChange));
        Desk = new(venue, records, Watched, Portfolio, found?.Orders ?? new(), Modes, instruments, options, amount => Flowed += amount);
        records.Write(LedgerKinds.RunStart, Now,
            new RunStart(1, "test", "test", "test", "", TwoPlaces.Settings, 10_000) { Continues = restarts }, DecisionJson.Canonical.RunStart);
        if (found is not null) Desk.Resume(found, Now);
        Desk.Begin();
    }

    public IReadOnlyList<Instrument> Instruments { get; }

    public ScriptedVenue Venue { get; }

    public OrderDesk Desk { get; }

    public Portfolio Portfolio { get; }

    public ModeControl Modes { get; }

    public AlertsSeen Watched { get; }

    public decimal Flowed { get; private set; }

    public Symbol Symbol => Instruments[0].Symbol;

    public Timestamp Now => Venue.Now;

    public IReadOnlyList<LedgerRecord> Records => [.. LedgerRecord.ReadAll(_journal)];

    /// <summary>The process dies here; another one starts on the same ledger and the same venue.</summary>
    public OrderBench Restart()
    {
        _ledger.Dispose();
        Venue.Placed.Clear();
        Venue.Cancelled.Clear();
        Venue.LookedUp.Clear();
        Venue.Stocks.Clear();
        return new(_options, Instruments, Venue, _journal);
    }

    /// <summary>The process dies here; its ledger is opened for another one.</summary>
    public Ledger Reopen()
    {
        _ledger.Dispose();
        return LedgerRecovery.Open(_journal).Ledger;
    }

    /// <summary>One turn of the desk's loop.</summary>
    public void Turn()
    {
        if (Desk.TakeFacts(Now))
            foreach (Instrument instrument in Instruments) Desk.Stops.Protect(instrument, Now);
        Desk.Tick(Now);
    }

    public void Say(params VenueFact[] facts)
    {
        foreach (VenueFact fact in facts) Venue.Say(fact);
        Turn();
    }

    /// <summary>Lets venue time pass in steps of 50 ms, with a turn after each.</summary>
    public void Pass(TimeSpan time, Action? afterEach = null)
    {
        Timestamp end = Now + time;
        while (Now < end)
        {
            Venue.Now += TimeSpan.FromMilliseconds(50);
            Turn();
            afterEach?.Invoke();
        }
    }

    public PlaceOrder Buy(string decision, decimal quantity, Price? limit = null)
    {
        PlaceOrder order = new(
            ClientOrderId.For(decision, Legs.Entry, 0), Symbol, Side.Buy, limit is null ? OrderType.Market : OrderType.Limit, Quantity.From(quantity),
            limit, null, limit is null ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancelled, ReduceOnly: false);
        Desk.Stops.Plan(Symbol, Price.From(59_000), decision, Now);
        Desk.Send(order, decision, Now);
        return order;
    }

    /// <summary>A position with its stop working.</summary>
    public PlaceOrder Hold(string decision, decimal quantity)
    {
        PlaceOrder order = Buy(decision, quantity);
        Say(Accepted(order.Id), Filled(order, 1, quantity));
        Say(Accepted(Venue.Placed[^1].Id));
        return order;
    }

    public OrderState Order(ClientOrderId id) => Desk.Register.TryGet(id, out OrderState? order) ? order : throw new KeyNotFoundException(id.Value);

    public OrderAccepted Accepted(ClientOrderId id) => new(id, Symbol, Now, "v" + id);

    public OrderFilled Filled(PlaceOrder order, long trade, decimal quantity) =>
        new(order.Id, Symbol, Now, trade, order.Side, Price.From(60_000), Quantity.From(quantity), 0.01m, IsMaker: false);

    public OrderNotFound NotFound(ClientOrderId id) => new(id, Symbol, Now);

    public StockTaken Stock(decimal position, params PlaceOrder[] open) =>
        new(Symbol, Now, Now, Quantity.From(position), [.. open.Select(order => new StockedOrder(order, "v" + order.Id, Quantity.Zero))]);

    internal sealed class AlertsSeen : IDeskObserver
    {
        public List<DeskAlert> Alerts { get; } = [];

        public void OnAlert(Timestamp at, DeskAlert alert) => Alerts.Add(alert);
    }

    internal sealed class MemoryJournal : IRecoverableJournal
    {
        public List<byte[]> Lines { get; } = [];

        public string Name => "memory";

        public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => Lines.Select(line => new ReadOnlyMemory<byte>(line));

        public Stream OpenRead() => new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Lines.Select(line => Encoding.UTF8.GetString(line) + "\n"))));

        public string Cut(long length) => throw new NotSupportedException("A ledger in memory is never torn.");

        public void Append(ReadOnlySpan<byte> record, bool durable) => Lines.Add(record.ToArray());

        public void Dispose()
        {
        }
    }
}
