using Parley.Domain;

namespace Parley.Orchestrations.Agents;

/// <summary>
/// Says how dangerous it is to act, from costs, spread, volatility, losses so far and data quality. It never loosens
/// anything: the risk gate decides after it, and no agent can overrule that.
/// </summary>
public static class RiskAgent
{
    private const string Agent = "risk-agent";

    public static Verdict Assess(Snapshot snapshot, DeliberationOptions options)
    {
        List<(double Danger, string Reason)> dangers = [];
        List<Citation> citations = [];
        WeighCosts(snapshot, options, dangers, citations);
        WeighSpread(snapshot, dangers, citations);
        WeighVolatility(snapshot, dangers, citations);
        WeighLosses(snapshot.Account, dangers, citations);
        if (snapshot.DataIssues.Count > 0)
            dangers.Add((1, $"The data cannot be trusted right now: {snapshot.DataIssues[0].Detail}"));

        double danger = 0;
        foreach ((double each, _) in dangers) danger = Math.Max(danger, Math.Clamp(each, 0, 1));
        IReadOnlyList<string> reasons = dangers.Exists(d => d.Danger >= 0.2)
            ? [.. dangers.Where(d => d.Danger >= 0.2).OrderByDescending(d => d.Danger).Select(d => d.Reason)]
            : ["Costs, spread, volatility and losses so far are within the ordinary."];
        return new(Agent, AgentRole.Risk, null, Stance.Neutral, danger, reasons, citations);
    }

    private static void WeighCosts(
        Snapshot snapshot, DeliberationOptions options, List<(double, string)> dangers, List<Citation> citations)
    {
        double distance = StopDistance.Of(snapshot, options);
        double roundTrip = 2 * options.CostBps / 1e4;
        dangers.Add((2 * roundTrip / distance,
            $"A round trip costs {roundTrip:P2}, {roundTrip / distance:P0} of the {distance:P2} to the stop."));
        citations.Add(new("lastPrice", snapshot.LastPrice.ToDouble()));
    }

    private static void WeighSpread(Snapshot snapshot, List<(double, string)> dangers, List<Citation> citations)
    {
        if (snapshot.Find(FlowAnalyst.Horizon, "spread_bps") is not { } spread) return;
        citations.Add(new("flow.spread_bps", spread));
        dangers.Add((spread / 20, $"The spread is {spread:0.0} basis points."));
    }

    private static void WeighVolatility(Snapshot snapshot, List<(double, string)> dangers, List<Citation> citations)
    {
        foreach (FeatureGroup group in snapshot.Features)
        {
            if (snapshot.Find(group.Name, "atr_14") is not { } atr) continue;
            if (snapshot.Find(group.Name, "return_1") is not { } lastReturn) continue;
            double multiple = Math.Abs(lastReturn) * snapshot.LastPrice.ToDouble() / Math.Max(atr, 1e-12);
            citations.Add(new($"{group.Name}.return_1", lastReturn));
            dangers.Add(((multiple - 2) / 3, $"The last {group.Name} bar moved {multiple:0.0} average true ranges."));
        }
    }

    private static void WeighLosses(AccountView account, List<(double, string)> dangers, List<Citation> citations)
    {
        if (account.EquityPeak <= 0) return;
        double drawdown = (double)(1 - account.Equity / account.EquityPeak);
        citations.Add(new("account.equity", (double)account.Equity));
        // Halves confidence at most: stopping for losses is the loss ladder's business, and it knows when to start again.
        dangers.Add((Math.Min(drawdown / 0.20, 0.6), $"The account is {drawdown:P1} below its peak."));
    }
}
