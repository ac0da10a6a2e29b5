using System.Text.Json;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Venues.Simulated.Binance;

namespace Parley.Proving;

/// <summary>A ledger against the venue's own record: what was accepted, what filled, what is held, what it cost.</summary>
public sealed class Books
{
    private readonly OrderRegister orders = new();
    private readonly List<string> differences = [];
    private readonly IReadOnlyList<VenueRecordEntry> record;
    private Portfolio portfolio = new(0);

    private Books(IReadOnlyList<VenueRecordEntry> record) => this.record = record;

    /// <summary>Orders by the ledger's intents.</summary>
    public int Orders => orders.Count;

    /// <summary>Client order ids that the venue accepted more than once.</summary>
    public int SentTwice { get; private set; }

    /// <summary>Executions by the venue's record.</summary>
    public int Trades { get; private set; }

    /// <summary>Orders that were proved absent.</summary>
    public int Absent => orders.All.Count(o => o.Phase == OrderPhase.Absent);

    /// <summary>Orders whose end is not known, besides stops under a position.</summary>
    public IReadOnlyList<OrderState> Unresolved => [.. orders.Live.Where(o => !o.IsProtectiveStop || o.Phase is OrderPhase.Submitting or OrderPhase.Unknown)];

    /// <summary>Everything in which ledger and record differ, in words; empty when they agree.</summary>
    public IReadOnlyList<string> Differences => differences;

    /// <summary>Compares when nothing is on its way any more.</summary>
    public static Books Compare(IEnumerable<LedgerRecord> ledger, IReadOnlyList<VenueRecordEntry> record)
    {
        Books books = new(record);
        foreach (LedgerRecord entry in ledger) books.Fold(entry);
        books.Accepted();
        books.Filled();
        books.Held();
        return books;
    }

    private void Fold(LedgerRecord entry)
    {
        switch (entry.Kind)
        {
            case LedgerKinds.RunStart when entry.Data.Deserialize(DecisionJson.Canonical.RunStart)! is { Continues: false } start:
                portfolio = new Portfolio(start.InitialCash);
                break;
            case LedgerKinds.Intent:
                PlaceOrder order = entry.Data.Deserialize(DecisionJson.Canonical.PlaceOrder)!;
                if (!orders.Intend(order)) differences.Add($"{order.Id} was intended twice");
                else orders.Submit(order.Id, entry.At);
                break;
            case LedgerKinds.Fact:
                VenueFact fact = entry.Data.Deserialize(DecisionJson.Canonical.VenueFact)!;
                if (fact is OrderFact about) orders.Apply(about);
                portfolio.Apply(fact);
                break;
            case LedgerKinds.Absent:
                AbsenceProved absent = entry.Data.Deserialize(DecisionJson.Canonical.AbsenceProved)!;
                if (!orders.TryGet(absent.Id, out OrderState? lost) || lost.Phase is not (OrderPhase.Submitting or OrderPhase.Unknown)) break;
                orders.LoseTrack(absent.Id);
                orders.FindAbsent(absent.Id);
                break;
        }
    }

    // A conditional order that triggers becomes an order of the same name: the venue accepts each of the two once.
    private void Accepted()
    {
        Dictionary<(string, string), int> accepted = [];
        foreach (VenueRecordEntry entry in record)
        {
            if (entry.Kind is not ("accepted" or "algo-new")) continue;
            int count = accepted[(entry.Kind, entry.ClientOrderId)] = accepted.GetValueOrDefault((entry.Kind, entry.ClientOrderId)) + 1;
            if (count == 2) SentTwice++;
            if (!orders.TryGet(new ClientOrderId(entry.ClientOrderId), out OrderState? known)) differences.Add($"{entry.ClientOrderId} was {entry.Kind} and is in no ledger");
            else if (known.Phase is OrderPhase.Absent or OrderPhase.Refused) differences.Add($"{entry.ClientOrderId} was {entry.Kind} and counts as {known.Phase}");
        }
    }

    private void Filled()
    {
        Dictionary<ClientOrderId, Quantity> filled = [];
        foreach (VenueRecordEntry entry in record)
        {
            if (entry.Kind != "trade") continue;
            Trades++;
            ClientOrderId id = new(entry.ClientOrderId);
            filled[id] = filled.GetValueOrDefault(id) + entry.Quantity;
            bool booked = orders.TryGet(id, out OrderState? order) && order.Fills.TryGetValue(entry.TradeId, out Fill? fill)
                && fill.Quantity == entry.Quantity && fill.Price == entry.Price && fill.Fee == entry.Amount;
            if (!booked) differences.Add($"trade {entry.TradeId} of {id} is not in the ledger as it happened");
        }

        foreach (OrderState order in orders.All)
            if (order.Filled != filled.GetValueOrDefault(order.Id)) differences.Add($"{order.Id} filled {order.Filled} by the ledger and {filled.GetValueOrDefault(order.Id)} at the venue");
    }

    private void Held()
    {
        Dictionary<Symbol, Quantity> held = [];
        decimal fees = 0m;
        foreach (VenueRecordEntry entry in record)
        {
            held[entry.Symbol] = entry.Position;
            if (entry.Kind == "trade") fees += entry.Amount;
        }

        foreach ((Symbol symbol, Quantity position) in held)
            if (portfolio.Held(symbol) != position) differences.Add($"{symbol}: {portfolio.Held(symbol)} by the ledger, {position} at the venue");
        decimal booked = portfolio.Positions.Sum(p => p.Fees);
        if (booked != fees) differences.Add($"fees of {booked} by the ledger, {fees} at the venue");
    }
}
