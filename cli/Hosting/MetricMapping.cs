using Parley.Dashboard;
using Parley.Hosting;

namespace Parley.Cli.Hosting;

/// <summary>Turns what metrics stand at into what the page shows.</summary>
internal static class MetricMapping
{
    public static MetricDto Of(MetricValue metric) => new(
        metric.Name, Enum.Parse<Dashboard.MetricKind>(metric.Kind.ToString()), metric.Unit, metric.Description,
        metric.Tags.ToDictionary(t => t.Key, t => t.Value), metric.Value ?? double.NaN, SpreadOf(metric.Spread));

    private static SpreadDto? SpreadOf(MetricSpread? spread) =>
        spread is null ? null : new(spread.Count, spread.Sum, spread.Min, spread.Max, spread.P50, spread.P99);
}
