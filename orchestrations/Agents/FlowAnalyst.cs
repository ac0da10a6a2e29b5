using Parley.Domain;
using Parley.Features;

namespace Parley.Orchestrations.Agents;

/// <summary>Reads the last minute of order flow: who crosses the spread, and which side of the book is heavier.</summary>
public static class FlowAnalyst
{
    public const string Horizon = FeatureCatalogue.FlowGroup;
    private const double CoverageMin = 0.5;

    public static Verdict Assess(Snapshot snapshot)
    {
        const string agent = "analyst-flow";
        var evidence = new Evidence(snapshot, Horizon);
        double? imbalance = evidence.Read("book_imbalance_5s") ?? evidence.Read("book_imbalance_5");
        evidence.Weigh(0.40, imbalance,
            x => $"The best five levels are heavier on the {(x > 0 ? "bid" : "ask")} side.");
        double? buyers = evidence.Read("buy_ratio_1m");
        evidence.Weigh(0.35, buyers is { } share ? 2 * share - 1 : null,
            x => $"Over the last minute takers mostly {(x > 0 ? "bought" : "sold")}.");
        double? microprice = evidence.Read("microprice_deviation_bps");
        double? spread = evidence.Read("spread_bps");
        evidence.Weigh(0.25, microprice is { } deviation && spread is > 0 ? 2 * deviation / spread.Value : null,
            x => $"The micro-price leans {(x > 0 ? "up" : "down")} inside the spread.");

        if (evidence.Coverage < CoverageMin)
            return Verdict.Abstaining(agent, AgentRole.Analyst, Horizon, "No live order book and no recent trades to read.");
        double score = evidence.Score;
        Stance stance = Math.Abs(score) < 0.15 ? Stance.Neutral : score > 0 ? Stance.Long : Stance.Short;
        IReadOnlyList<string> reasons = stance == Stance.Neutral
            ? [$"Order flow is balanced at {score:+0.00;-0.00;0.00}."]
            : evidence.ReasonsFor(score);
        return new(agent, AgentRole.Analyst, Horizon, stance, Math.Abs(score) * evidence.Coverage, reasons, evidence.Citations);
    }
}
