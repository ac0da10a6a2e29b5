using System.Diagnostics.Metrics;

namespace Parley.Hosting;

/// <summary>
/// What every metric of a meter stands at, for whoever looks: the page, a collector. Holds a bounded number of tag sets per
/// instrument; safe from any thread.
/// </summary>
public sealed class MetricBoard : IDisposable
{
    private const int TagSetsDefault = 1_000;

    private readonly MeterListener listener = new();
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, MetricLine> lines = new(StringComparer.Ordinal);

    /// <param name="meter">This one and no other of its name, so that two desks in one process stay apart.</param>
    /// <param name="tagSetsMax">Per instrument; what comes beyond is kept together under the tag <c>overflow</c>.</param>
    public MetricBoard(Meter meter, int tagSetsMax = TagSetsDefault)
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter, meter)) l.EnableMeasurementEvents(instrument, LineOf(instrument, tagSetsMax));
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, line) => Record(line, value, tags));
        listener.SetMeasurementEventCallback<float>((_, value, tags, line) => Record(line, value, tags));
        listener.SetMeasurementEventCallback<decimal>((_, value, tags, line) => Record(line, (double)value, tags));
        listener.SetMeasurementEventCallback<long>((_, value, tags, line) => Record(line, value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, line) => Record(line, value, tags));
        listener.SetMeasurementEventCallback<short>((_, value, tags, line) => Record(line, value, tags));
        listener.SetMeasurementEventCallback<byte>((_, value, tags, line) => Record(line, value, tags));
        listener.Start();
    }

    /// <summary>By name, then by tags. An instrument that has not measured anything yet is there without a value.</summary>
    public IReadOnlyList<MetricValue> Read()
    {
        listener.RecordObservableInstruments();
        lock (gate) return [.. lines.Values.SelectMany(l => l.Read())];
    }

    public void Dispose() => listener.Dispose();

    private MetricLine LineOf(Instrument instrument, int tagSetsMax)
    {
        lock (gate)
            return lines.TryGetValue(instrument.Name, out MetricLine? line) ? line : lines[instrument.Name] = new(instrument, tagSetsMax);
    }

    private static void Record(object? line, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((MetricLine)line!).Record(value, tags);
}
