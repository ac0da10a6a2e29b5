using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>
/// What others do on the account: a human, another program, the venue itself. It counts, it is told once, it is never
/// undone silently.
/// </summary>
internal sealed class ForeignWatch(OrderTraffic traffic, Action<Symbol> compare)
{
    private readonly HashSet<ClientOrderId> _known = [];

    /// <summary>A fact about an order nobody here intended.</summary>
    public void OnFact(OrderFact fact, Timestamp now)
    {
        if (fact is OrderNotFound or OutcomeUnknown or CancelRefused) return;
        Meet(fact.Id, fact.Symbol, fact is OrderFilled fill ? $"{fill.Side} {fill.Quantity} at {fill.Price}" : "an order", now);
    }

    /// <summary>Orders on the books that nobody here intended.</summary>
    public void OnStock(Symbol symbol, IReadOnlyList<StockedOrder> orders, Timestamp now)
    {
        foreach (StockedOrder open in orders)
            Meet(open.Order.Id, symbol, $"{open.Order.Side} {open.Order.Quantity}, resting", now);
    }

    private void Meet(ClientOrderId id, Symbol symbol, string what, Timestamp now)
    {
        if (!_known.Add(id)) return;
        if (ForeignIds.IsForced(id))
        {
            traffic.Modes.Set(new(Symbol.Account, ConditionNames.ForcedClose, TradingMode.ReduceOnly,
                $"the venue closes positions by force ({id} on {symbol})", NeedsHuman: true));
            traffic.Alert("ForcedClose", $"{symbol}: the venue acts by force, {id}: {what}. No new risk until a human says so.", now);
        }
        else
        {
            traffic.Modes.Set(new(symbol, ConditionNames.Foreign, TradingMode.Guarded, $"order {id} is not ours", NeedsHuman: false)
            {
                EndedAt = traffic.Clock,
            });
            traffic.Alert("ForeignOrder", $"{symbol}: order {id} is not ours: {what}. It counts for risk and is left alone.", now);
        }

        compare(symbol);
    }
}
