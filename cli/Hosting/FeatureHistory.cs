using Parley.Dashboard;
using Parley.Features;

namespace Parley.Cli.Hosting;

/// <summary>The bar features of one instrument and timeframe at its latest closes.</summary>
internal sealed class FeatureHistory(int capacity)
{
    private static readonly Dictionary<string, int> Places =
        FeatureCatalogue.Bars.Select((definition, place) => (definition.Name, place)).ToDictionary(p => p.Name, p => p.place, StringComparer.Ordinal);

    private readonly Ring<Row> _rows = new(capacity);

    /// <param name="time">Unix seconds of the bar's open.</param>
    public void Add(long time, ReadOnlySpan<double> values) => _rows.Add(new(time, values.ToArray()));

    public IReadOnlyList<Row> Latest(int limit) => _rows.Latest(limit);

    /// <param name="names">Of the catalogue.</param>
    public static FeatureSeriesDto Series(IReadOnlyList<Row> rows, IReadOnlyList<string> names)
    {
        var values = new Dictionary<string, IReadOnlyList<double>>(names.Count, StringComparer.Ordinal);
        foreach (string name in names)
        {
            int place = Places[name];
            values.Add(name, [.. rows.Select(row => row.Values[place])]);
        }

        return new([.. rows.Select(row => row.Time)], values);
    }

    /// <summary>Values are in the order of the catalogue and never change again.</summary>
    internal readonly record struct Row(long Time, double[] Values);
}
