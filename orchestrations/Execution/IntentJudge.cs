using Parley.Domain;
using Parley.Execution;
using Parley.Risk;

namespace Parley.Orchestrations;

/// <summary>What may leave of orders that were decided elsewhere.</summary>
/// <param name="Stop">Where the protective stop of a new position belongs; null for an exit or a refusal.</param>
internal sealed record JudgedIntents(IntentFate Fate, string Reason, IReadOnlyList<PlaceOrder> Orders, Price? Stop)
{
    public static JudgedIntents Refused(string reason) => new(IntentFate.Refused, reason, [], null);
}

/// <summary>
/// The last word at the edge: whoever decided, wherever, on whatever snapshot, nothing leaves that the risk gate here would
/// not allow now. Pure. It may refuse and shrink, never enlarge.
/// </summary>
internal static class IntentJudge
{
    /// <param name="snapshot">The instrument as it is here and now.</param>
    public static JudgedIntents Judge(OrderIntents intents, Snapshot snapshot, RiskLimits limits)
    {
        if (intents.Fault() is { } fault) return JudgedIntents.Refused($"it is not in order: {fault}");
        if (snapshot.AsOf > intents.ExpiresAt) return JudgedIntents.Refused($"it expired at {intents.ExpiresAt}");
        if (intents.At > snapshot.AsOf) return JudgedIntents.Refused($"it was decided at {intents.At}, which this market has not reached");
        if (!snapshot.LastPrice.IsPositive) return JudgedIntents.Refused("no price of this market is known yet");
        Proposal proposal = new(intents.Side, intents.Confidence, intents.Stop ?? snapshot.LastPrice);
        RiskVerdict verdict = RiskGate.Judge(proposal, snapshot, limits);
        if (!verdict.Allowed) return JudgedIntents.Refused(verdict.Refusal?.Explanation ?? "the risk gate refuses it");
        return intents.Action == DecisionAction.Exit ? Exit(intents, snapshot, verdict) : Enter(intents, snapshot, verdict);
    }

    private static JudgedIntents Exit(OrderIntents intents, Snapshot snapshot, RiskVerdict verdict)
    {
        if (!verdict.Reduces) return JudgedIntents.Refused("there is no position left to close");
        IReadOnlyList<PlaceOrder> orders = ExitPlan.For(
            intents.DecisionId, snapshot.Instrument, snapshot.Account.Position, verdict.Quantity, attempt: 0);
        return Outcome(intents, orders, null);
    }

    private static JudgedIntents Enter(OrderIntents intents, Snapshot snapshot, RiskVerdict verdict)
    {
        if (verdict.Reduces) return JudgedIntents.Refused("a position the other way is open by now");
        if (verdict.Stop is not { } stop) return JudgedIntents.Refused("the risk gate sets no stop");
        Quantity asked = Quantity.Zero;
        foreach (PlaceOrder order in intents.Orders)
            if (!order.ReduceOnly) asked += order.Quantity;
        Quantity quantity = (asked < verdict.Quantity ? asked : verdict.Quantity).FloorTo(snapshot.Instrument.StepSize);
        if (!quantity.IsPositive || quantity < snapshot.Instrument.QuantityMin) return JudgedIntents.Refused("the quantity asked for is below the smallest order");
        return Outcome(intents, EntryPlan.For(intents.DecisionId, snapshot.Instrument, intents.Side, quantity, stop), stop);
    }

    // The orders are made here from what was judged here: nothing that came over the wire is sent as it is.
    private static JudgedIntents Outcome(OrderIntents intents, IReadOnlyList<PlaceOrder> orders, Price? stop) =>
        IntentHash.Of(orders) == intents.IntentHash
            ? new(IntentFate.Sent, "", orders, stop)
            : new(IntentFate.Shrunk, "the market or the account has changed since", orders, stop);
}
