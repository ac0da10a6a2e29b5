using System.Text;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations.Agents;
using Parley.Risk;

namespace Parley.Orchestrations;

/// <summary>
/// From what the deliberation wants to what the desk sends. Pure: same snapshot, same outcome, same settings, same run,
/// same decision — here, in a replay and on another machine.
/// </summary>
public static class DecisionMaker
{
    /// <param name="run">Running number of the run, so that a second run over the same data has ids of its own.</param>
    public static Decision Decide(
        int run, Snapshot snapshot, string snapshotHash, DeliberationOutcome outcome, DecisionSettings settings, string configHash)
    {
        string id = IdOf(run, snapshot, configHash);
        (DecisionAction action, Side? side, RiskVerdict? risk, string summary) = Judge(snapshot, outcome, settings);
        IReadOnlyList<PlaceOrder> intents = Intents(id, snapshot, action, side, risk);
        return new(id, snapshot.AsOf, action, side, outcome.Confidence, snapshotHash, configHash, IntentHash.Of(intents), summary,
            snapshot, outcome, risk, intents);
    }

    /// <summary>The id of the decision on this snapshot, known before anybody has thought about it.</summary>
    public static string IdOf(int run, Snapshot snapshot, string configHash)
    {
        string what = $"{run}|{snapshot.Instrument.Symbol}|{snapshot.AsOf.Nanoseconds}|{snapshot.Trigger}|{configHash}";
        return $"d{ContentHash.Of(Encoding.UTF8.GetBytes(what))[..16]}";
    }

    private static (DecisionAction, Side?, RiskVerdict?, string) Judge(
        Snapshot snapshot, DeliberationOutcome outcome, DecisionSettings settings)
    {
        Quantity position = snapshot.Account.Position;
        string p = $"{outcome.Fusion.Probability:0.00}";
        if (outcome.Desired == Stance.Abstain) return (DecisionAction.Abstained, null, null, outcome.Supervisor.Reasons[0]);
        if (outcome.Desired == Stance.Neutral)
            return (DecisionAction.Hold, null, null, $"No side is convincing enough: probability {p}.");
        Side side = outcome.Desired == Stance.Long ? Side.Buy : Side.Sell;
        string wanted = outcome.Desired == Stance.Long ? "long" : "short";
        if (side == Side.Buy ? position.IsPositive : position.IsNegative)
            return (DecisionAction.Hold, null, null, $"Already {wanted}; probability {p}.");
        if (side == Side.Sell && position.IsZero && snapshot.Instrument.Kind == InstrumentKind.Spot)
            return (DecisionAction.Hold, null, null, $"Would go short at probability {p}, which spot cannot.");

        var proposal = new Proposal(side, outcome.Confidence, StopPrice(snapshot, side, settings.Deliberation));
        RiskVerdict risk = RiskGate.Judge(proposal, snapshot, settings.Risk);
        if (!risk.Allowed)
            return (DecisionAction.Refused, side, risk, $"Wanted to go {wanted} at probability {p}; refused: {risk.Refusal?.Explanation}");
        return risk.Reduces
            ? (DecisionAction.Exit, side, risk, $"Closes {position.Abs()} {snapshot.Instrument.BaseAsset}: probability {p}.")
            : (DecisionAction.Enter, side, risk, $"Goes {wanted} with {risk.Quantity} {snapshot.Instrument.BaseAsset} at probability {p}, stop {risk.Stop}.");
    }

    private static Price StopPrice(Snapshot snapshot, Side side, DeliberationOptions options)
    {
        decimal distance = snapshot.LastPrice.Value * (decimal)StopDistance.Of(snapshot, options);
        decimal stop = snapshot.LastPrice.Value + (side == Side.Buy ? -distance : distance);
        Price exact = Price.From(decimal.Round(Math.Max(stop, 0), FixedPoint.Decimals));
        return side == Side.Buy ? exact.FloorTo(snapshot.Instrument.TickSize) : exact.CeilingTo(snapshot.Instrument.TickSize);
    }

    private static IReadOnlyList<PlaceOrder> Intents(
        string id, Snapshot snapshot, DecisionAction action, Side? side, RiskVerdict? risk) =>
        (action, side, risk) switch
        {
            (DecisionAction.Enter, { } entry, { Stop: { } stop } sized) =>
                EntryPlan.For(id, snapshot.Instrument, entry, sized.Quantity, stop),
            (DecisionAction.Exit, _, { } sized) =>
                ExitPlan.For(id, snapshot.Instrument, snapshot.Account.Position, sized.Quantity, attempt: 0),
            _ => [],
        };
}
