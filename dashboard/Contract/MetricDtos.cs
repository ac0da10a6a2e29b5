namespace Parley.Dashboard;

/// <summary>How a metric behaves.</summary>
public enum MetricKind
{
    /// <summary>Only rises: the sum since the start.</summary>
    Counter,

    /// <summary>Rises and falls: the sum since the start.</summary>
    UpDownCounter,

    /// <summary>The latest.</summary>
    Gauge,

    /// <summary>How what was measured is spread since the start.</summary>
    Histogram,
}

/// <summary>Everything measured, and the process it is measured in.</summary>
/// <param name="Metrics">By name, then by tags.</param>
public sealed record MetricsDto(ProcessDto Process, IReadOnlyList<MetricDto> Metrics);

/// <param name="MemoryBytes">What the process holds of the machine's memory.</param>
/// <param name="FramesPerSecond">Read from the market, over the last second or so; NaN while nothing is read.</param>
public sealed record ProcessDto(string Version, double UptimeSeconds, long MemoryBytes, double FramesPerSecond);

/// <summary>What one metric stands at, for one set of tags.</summary>
/// <param name="Name">As everywhere else: <c>parley.decisions</c>.</param>
/// <param name="Unit">UCUM, counted things in braces: <c>s</c>, <c>{decision}</c>; may be empty.</param>
/// <param name="Value">NaN for a histogram, and while nothing was measured.</param>
/// <param name="Spread">Only of a histogram.</param>
public sealed record MetricDto(
    string Name, MetricKind Kind, string Unit, string Description, IReadOnlyDictionary<string, string> Tags, double Value, SpreadDto? Spread);

public sealed record SpreadDto(long Count, double Sum, double Min, double Max, double P50, double P99);
