using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>
/// What a ledger leaves to the next run: orders, positions, stops and conditions, folded from the records of the last run
/// that began flat and of all that continued it.
/// </summary>
internal sealed class DeskRecovery
{
    private readonly Dictionary<Symbol, StopPlanned> _stops = [];
    private readonly Dictionary<Symbol, ExternalHoldings> _holdings = [];
    private readonly OrderedDictionary<(Symbol Symbol, string Name), ConditionChange> _conditions = [];
    private readonly Dictionary<Symbol, Timestamp> _stocks = [];
    private Timestamp _start;

    private readonly IReadOnlySet<string> _quotes;

    private DeskRecovery(decimal openingCash, IReadOnlyList<Instrument> instruments, IReadOnlySet<string> quotes) =>
        (Portfolio, _quotes) = (new(openingCash, instruments), quotes);

    public OrderRegister Orders { get; } = new();

    public Portfolio Portfolio { get; }

    /// <summary>Equity after every fact about money, at the prices of the fills.</summary>
    public EquityTracker Equity { get; } = new();

    /// <summary>There was a run to go on from.</summary>
    public bool IsContinued => _start != default;

    public IReadOnlyCollection<StopPlanned> Stops => _stops.Values;

    /// <summary>Protective stops sent, oldest first.</summary>
    public List<PlaceOrder> StopsSent { get; } = [];

    public IReadOnlyCollection<ExternalHoldings> Holdings => _holdings.Values;

    /// <summary>Conditions in force at the end.</summary>
    public IEnumerable<ConditionChange> Conditions => _conditions.Values;

    public Dictionary<ClientOrderId, Timestamp> IntendedAt { get; } = [];

    /// <summary>Orders that turned up after they had been given up.</summary>
    public HashSet<ClientOrderId> Unwanted { get; } = [];

    /// <summary>Venue time from which trades of an instrument have to be read again.</summary>
    public Timestamp ReadFrom(Symbol symbol) => _stocks.GetValueOrDefault(symbol, _start);

    /// <param name="initialCash">What there is to begin with when the ledger holds no run.</param>
    /// <exception cref="LedgerException">A record cannot be understood.</exception>
    public static DeskRecovery Of(IEnumerable<LedgerRecord> records, decimal initialCash, IReadOnlyList<Instrument> instruments)
    {
        HashSet<string> quotes = [.. instruments.Select(i => i.QuoteAsset)];
        DeskRecovery recovery = new(initialCash, instruments, quotes);
        foreach (LedgerRecord record in records)
        {
            if (record.Kind == LedgerKinds.RunStart && Read(record, DecisionJson.Canonical.RunStart) is { Continues: false } start)
                recovery = new(start.InitialCash, instruments, quotes) { _start = record.At };
            else
                recovery.Fold(record);
        }

        return recovery;
    }

    private void Fold(LedgerRecord record)
    {
        switch (record.Kind)
        {
            case LedgerKinds.Intent:
                PlaceOrder order = Read(record, DecisionJson.Canonical.PlaceOrder);
                if (!Orders.Intend(order)) break;
                Orders.Submit(order.Id, record.At);
                IntendedAt[order.Id] = record.At;
                if (order is { Type: OrderType.StopMarket, ReduceOnly: true }) StopsSent.Add(order);
                break;
            case LedgerKinds.Cancel:
                CancelSent cancel = Read(record, DecisionJson.Canonical.CancelSent);
                if (Orders.TryGet(cancel.Id, out _)) Orders.RequestCancel(cancel.Id);
                break;
            case LedgerKinds.Fact:
                Fold(Read(record, DecisionJson.Canonical.VenueFact), record.At);
                break;
            case LedgerKinds.Absent:
                AbsenceProved absent = Read(record, DecisionJson.Canonical.AbsenceProved);
                if (!Orders.TryGet(absent.Id, out OrderState? lost) || lost.Phase is not (OrderPhase.Submitting or OrderPhase.Unknown)) break;
                Orders.LoseTrack(absent.Id);
                Orders.FindAbsent(absent.Id);
                break;
            case LedgerKinds.StopPlan:
                StopPlanned plan = Read(record, DecisionJson.Canonical.StopPlanned);
                _stops[plan.Symbol] = plan;
                break;
            case LedgerKinds.Holdings:
                ExternalHoldings holdings = Read(record, DecisionJson.Canonical.ExternalHoldings);
                _holdings[holdings.Symbol] = holdings;
                break;
            case LedgerKinds.Condition:
                ConditionChange condition = Read(record, DecisionJson.Canonical.ConditionChange);
                _conditions.Remove((condition.Symbol, condition.Name));
                if (condition.Demands != TradingMode.Normal) _conditions.Add((condition.Symbol, condition.Name), condition);
                break;
        }
    }

    private void Fold(VenueFact fact, Timestamp at)
    {
        if (fact is OrderFact about)
        {
            bool given = Orders.TryGet(about.Id, out OrderState? before) && before.Phase is OrderPhase.Absent or OrderPhase.Refused;
            Orders.Apply(about);
            if (given && Orders.TryGet(about.Id, out OrderState? after) && after.Phase is not (OrderPhase.Absent or OrderPhase.Refused)) Unwanted.Add(about.Id);
        }

        if (fact is StockTaken stock && stock.Position == Portfolio.Held(stock.Symbol) && Orders.UnknownOrders(stock.Symbol) == 0)
            _stocks[stock.Symbol] = stock.Begun;
        if (fact is AccountFlow flow)
        {
            if (_quotes.Contains(flow.Flow.Asset) && Portfolio.Apply(flow)) Equity.Shift(flow.Flow.Amount);
            return;
        }

        if (Portfolio.Apply(fact)) Equity.Observe(at, Portfolio.Equity);
    }

    private static T Read<T>(LedgerRecord record, JsonTypeInfo<T> type)
    {
        try
        {
            return record.Data.Deserialize(type) ?? throw new LedgerException($"Ledger record {record.Number} ({record.Kind}) is empty.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new LedgerException($"Ledger record {record.Number} ({record.Kind}) cannot be read: {e.Message}", e);
        }
    }
}
