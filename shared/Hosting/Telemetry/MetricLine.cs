using System.Diagnostics.Metrics;
using System.Globalization;

namespace Parley.Hosting;

/// <summary>What one instrument stands at, by tags. Safe from any thread.</summary>
internal sealed class MetricLine(Instrument instrument, int tagSetsMax)
{
    private static readonly KeyValuePair<string, string>[] OverflowTags = [new("overflow", "true")];

    private readonly Lock gate = new();
    private readonly Dictionary<string, Series> byTags = [];
    private readonly MetricKind kind = KindOf(instrument);

    // An observed counter tells its sum, a counter what it rises by.
    private readonly bool adds = !instrument.IsObservable && KindOf(instrument) is MetricKind.Counter or MetricKind.UpDownCounter;

    public string Name => instrument.Name;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        // One measurement that makes no sense must not spoil a sum for good.
        if (kind != MetricKind.Gauge && !double.IsFinite(value)) return;
        if (kind == MetricKind.Counter && value < 0) return;
        KeyValuePair<string, string>[] sorted = Sorted(tags);
        string key = string.Join('\u001f', sorted.Select(t => $"{t.Key}\u001e{t.Value}"));
        lock (gate)
        {
            Series series = Find(key, sorted);
            series.Value = adds ? series.Value + value : value;
            series.Buckets?.Add(value);
        }
    }

    /// <summary>By tags; one without a value while nothing was measured.</summary>
    public IReadOnlyList<MetricValue> Read()
    {
        lock (gate)
        {
            if (byTags.Count == 0) return [Of([], null, null)];
            return [.. byTags.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Of(
                s.Value.Tags, kind == MetricKind.Histogram ? null : s.Value.Value, s.Value.Buckets?.Spread()))];
        }
    }

    private MetricValue Of(IReadOnlyList<KeyValuePair<string, string>> tags, double? value, MetricSpread? spread) =>
        new(instrument.Name, kind, instrument.Unit ?? "", instrument.Description ?? "", tags, value, spread);

    private Series Find(string key, KeyValuePair<string, string>[] tags)
    {
        if (byTags.TryGetValue(key, out Series? series)) return series;
        // What comes beyond shares the last place: a tag that takes any value must not fill the memory.
        if (tags.Length > 0 && byTags.Count >= tagSetsMax - 1)
        {
            (key, tags) = ("overflow", OverflowTags);
            if (byTags.TryGetValue(key, out series)) return series;
        }

        return byTags[key] = new(tags, kind == MetricKind.Histogram ? new() : null);
    }

    private static KeyValuePair<string, string>[] Sorted(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return [];
        var sorted = new KeyValuePair<string, string>[tags.Length];
        for (int i = 0; i < tags.Length; i++)
            sorted[i] = new(tags[i].Key, Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "");
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return sorted;
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        Type type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Counter<>) || type == typeof(ObservableCounter<>)) return MetricKind.Counter;
        if (type == typeof(UpDownCounter<>) || type == typeof(ObservableUpDownCounter<>)) return MetricKind.UpDownCounter;
        return type == typeof(Histogram<>) ? MetricKind.Histogram : MetricKind.Gauge;
    }

    private sealed class Series(KeyValuePair<string, string>[] tags, LogBuckets? buckets)
    {
        public KeyValuePair<string, string>[] Tags => tags;

        public LogBuckets? Buckets => buckets;

        public double Value { get; set; }
    }
}
