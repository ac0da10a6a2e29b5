namespace Parley.Hosting;

/// <summary>How a metric behaves.</summary>
public enum MetricKind
{
    /// <summary>Only rises; its value is the sum since the start.</summary>
    Counter,

    /// <summary>Rises and falls; its value is the sum since the start.</summary>
    UpDownCounter,

    /// <summary>Its value is the latest.</summary>
    Gauge,

    /// <summary>Its value is how what was measured is spread since the start.</summary>
    Histogram,
}

/// <summary>What one metric stands at, for one set of tags.</summary>
/// <param name="Unit">UCUM, counted things in braces; may be empty.</param>
/// <param name="Tags">Sorted by name.</param>
/// <param name="Value">Null for a histogram, and while nothing was measured.</param>
/// <param name="Spread">Only of a histogram.</param>
public sealed record MetricValue(
    string Name, MetricKind Kind, string Unit, string Description, IReadOnlyList<KeyValuePair<string, string>> Tags, double? Value, MetricSpread? Spread);

/// <summary>How measurements are spread.</summary>
/// <param name="P50">Within 5 % of the true median.</param>
/// <param name="P99">Within 5 % of the true 99th percentile.</param>
public sealed record MetricSpread(long Count, double Sum, double Min, double Max, double P50, double P99);
