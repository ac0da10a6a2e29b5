using System.Globalization;
using System.Text;

namespace Parley.Hosting;

/// <summary>
/// Metrics as Prometheus reads them (text exposition, version 0.0.4): dots become underscores, counters end in
/// <c>_total</c>, histograms are summaries with the quantiles 0.5 and 0.99.
/// </summary>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <param name="metrics">As <see cref="MetricBoard.Read"/> gives them: what belongs to one name stands together.</param>
    public static string Write(IEnumerable<MetricValue> metrics)
    {
        StringBuilder text = new();
        string? last = null;
        foreach (MetricValue metric in metrics)
        {
            string name = NameOf(metric);
            if (name != last) Head(text, name, metric);
            last = name;
            if (metric.Spread is { } spread)
            {
                Sample(text, name, metric.Tags, spread.P50, ("quantile", "0.5"));
                Sample(text, name, metric.Tags, spread.P99, ("quantile", "0.99"));
                Sample(text, $"{name}_sum", metric.Tags, spread.Sum);
                Sample(text, $"{name}_count", metric.Tags, spread.Count);
            }
            else if (metric.Value is { } value)
            {
                Sample(text, name, metric.Tags, value);
            }
        }

        return text.ToString();
    }

    private static string NameOf(MetricValue metric) => Word(metric.Name) + (metric.Kind == MetricKind.Counter ? "_total" : "");

    private static void Head(StringBuilder text, string name, MetricValue metric)
    {
        string type = metric.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Histogram => "summary",
            _ => "gauge",
        };
        string unit = metric.Unit is "" or "1" ? "" : $" Unit: {metric.Unit}.";
        text.Append("# HELP ").Append(name).Append(' ').Append(Escaped(metric.Description + unit)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    private static void Sample(
        StringBuilder text, string name, IReadOnlyList<KeyValuePair<string, string>> tags, double value, (string Name, string Value)? more = null)
    {
        text.Append(name);
        char before = '{';
        foreach ((string tag, string content) in tags) Label(Word(tag), content);
        if (more is { } label) Label(label.Name, label.Value);
        if (before == ',') text.Append('}');
        text.Append(' ').Append(NumberOf(value)).Append('\n');

        void Label(string tag, string content)
        {
            text.Append(before).Append(tag).Append("=\"").Append(Escaped(content).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            before = ',';
        }
    }

    private static string NumberOf(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Word(string name)
    {
        string word = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return word.Length > 0 && !char.IsAsciiDigit(word[0]) ? word : $"_{word}";
    }
}
