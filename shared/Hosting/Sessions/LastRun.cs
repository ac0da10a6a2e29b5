using System.Text.Json;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;

namespace Parley.Hosting;

/// <summary>The last run in a ledger, folded from its records.</summary>
public sealed class LastRun
{
    private OrderRegister _orders = new();
    private Portfolio _portfolio = new(0);
    private long _decisions;

    private LastRun(int number) => Number = number;

    public int Number { get; }

    public bool IsFinished { get; private set; }

    /// <summary>Null when the ledger holds no run.</summary>
    public static LastRun? Of(IEnumerable<LedgerRecord> records)
    {
        LastRun? last = null;
        foreach (LedgerRecord record in records)
        {
            if (record.Kind == LedgerKinds.RunStart)
            {
                RunStart start = record.Data.Deserialize(DecisionJson.Canonical.RunStart)!;
                last = start.Continues && last is not null ? last.Next(start.Run) : new LastRun(start.Run) { _portfolio = new Portfolio(start.InitialCash) };
            }
            else
            {
                last?.Fold(record);
            }
        }

        return last;
    }

    /// <summary>One sentence or two on how it was interrupted.</summary>
    /// <param name="venueLasts">Whether what it held is still there.</param>
    public string Describe(bool venueLasts)
    {
        string positions = string.Join(", ", _portfolio.Positions.Where(p => !p.Quantity.IsZero).Select(p => $"{p.Quantity} {p.Symbol}"));
        string orders = string.Join(", ", _orders.Live.Select(o => $"{o.Id} {o.Phase}"));
        return $"Run {Number} was interrupted after {_decisions} decisions"
            + $"; it held {(positions.Length == 0 ? "no position" : positions)} and {(orders.Length == 0 ? "no live order" : $"the live orders {orders}")}."
            + (venueLasts
                ? " The new run goes on from there, once it has compared itself with the venue."
                : " The simulated venue it traded on ended with it; the new run starts flat.");
    }

    // What the run before held and had at the venue is the next one's too.
    private LastRun Next(int number) => new(number) { _orders = _orders, _portfolio = _portfolio };

    private void Fold(LedgerRecord record)
    {
        switch (record.Kind)
        {
            case LedgerKinds.Decision:
                _decisions++;
                break;
            case LedgerKinds.Intent:
                PlaceOrder order = record.Data.Deserialize(DecisionJson.Canonical.PlaceOrder)!;
                if (_orders.Intend(order)) _orders.Submit(order.Id, record.At);
                break;
            case LedgerKinds.Fact:
                VenueFact fact = record.Data.Deserialize(DecisionJson.Canonical.VenueFact)!;
                if (fact is OrderFact about) _orders.Apply(about);
                _portfolio.Apply(fact);
                break;
            case LedgerKinds.RunEnd:
                IsFinished = true;
                break;
        }
    }
}
