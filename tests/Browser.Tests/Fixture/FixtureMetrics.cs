using System.Globalization;
using Parley.Dashboard;

namespace Parley.Browser.Tests;

/// <summary>What the fixture desk measures: its own counters, some figures, more tags than are shown at once.</summary>
internal static class FixtureMetrics
{
    private static readonly string[] Actions = ["Abstained", "Enter", "Exit", "Hold", "Refused"];
    private static readonly string[] Agents = ["analyst-1m", "analyst-5m", "devils-advocate"];

    public static MetricsDto Of(DeskDto desk) => new(new("0.1.0", 4_271, 143_654_912, 18_204.6),
    [
        .. Agents.Select((agent, i) => new MetricDto(
            "parley.agent.duration", MetricKind.Histogram, "s", "From an agent's having the word to its verdict.",
            new Dictionary<string, string> { ["agent"] = agent }, double.NaN, new(desk.Counters.Decisions, 0.01, 0.000_004, 0.0023, 0.000_012 * (i + 1), 0.000_31))),
        new("parley.alerts", MetricKind.Counter, "{alert}", "Things a human should know.", Tags(), double.NaN, null),
        // As many as the desk counts, spread over what decisions come to.
        .. Actions.Select((action, i) => new MetricDto(
            "parley.decisions", MetricKind.Counter, "{decision}", "Decisions made, by what they came to.",
            new Dictionary<string, string> { ["action"] = action, ["symbol"] = FixtureMarket.Symbol },
            desk.Counters.Decisions / Actions.Length + (i < desk.Counters.Decisions % Actions.Length ? 1 : 0), null)),
        new("parley.edge.report.age", MetricKind.Gauge, "s", "Since the edge's last report was kept.", Tags(), double.NaN, null),
        new("parley.equity", MetricKind.Gauge, "{quote}", "Cash and all positions at their marks, in quote currency.", Tags(), (double)desk.Account.Equity, null),
        new("parley.mode", MetricKind.Gauge, "1", "What the desk may do: 0 Normal, 1 Guarded, 2 ReduceOnly, 3 CancelOnly, 4 Halted.", Tags(), (int)desk.Mode, null),
    ]);

    public static string Text(DeskDto desk) =>
        string.Create(CultureInfo.InvariantCulture, $"# TYPE parley_decisions_total counter\nparley_decisions_total {desk.Counters.Decisions}\n");

    private static Dictionary<string, string> Tags() => [];
}
