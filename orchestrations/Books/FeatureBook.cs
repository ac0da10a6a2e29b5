using System.Runtime.CompilerServices;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>A closed bar with its features, as the table <c>features</c> keeps it.</summary>
/// <param name="Features">By name; null where not known.</param>
public sealed record FeatureRow(Bar Bar, IReadOnlyDictionary<string, double?> Features);

/// <summary>Features by instrument, timeframe and bar. Written as often as a bar is computed: always the same.</summary>
/// <remarks>Partition = instrument and timeframe; the key sorts by the bar's open time, and <c>latest</c> repeats the newest.</remarks>
public sealed class FeatureBook(ITable table)
{
    private const string LatestKey = "latest";

    /// <summary>Writes rows, in order of time within each timeframe.</summary>
    public async Task PutAsync(IReadOnlyList<FeatureRow> rows, CancellationToken cancellation)
    {
        foreach (IGrouping<string, FeatureRow> partition in rows.GroupBy(r => PartitionOf(r.Bar.Symbol, r.Bar.Timeframe)))
        {
            foreach (FeatureRow[] chunk in partition.Chunk(ITable.WritesMax - 1))
            {
                List<RowWrite> writes = [.. chunk.Select(r => new RowWrite.Put(new(partition.Key, KeyOf(r.Bar.OpenTime), CloudJson.Write(r))))];
                writes.Add(new RowWrite.Put(new(partition.Key, LatestKey, CloudJson.Write(chunk[^1]))));
                await table.WriteAsync(writes, cancellation);
            }
        }
    }

    public async Task<FeatureRow?> LatestAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellation) =>
        await table.FindAsync(PartitionOf(symbol, timeframe), LatestKey, cancellation) is { } row ? Read(row) : null;

    /// <summary>Bars that opened from one moment to another, both inclusive, oldest first.</summary>
    public async IAsyncEnumerable<FeatureRow> ReadAsync(
        Symbol symbol, Timeframe timeframe, Timestamp from, Timestamp to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Row row in table.ReadAsync(PartitionOf(symbol, timeframe), KeyOf(from), KeyOf(to), cancellation)) yield return Read(row);
    }

    private static string PartitionOf(Symbol symbol, Timeframe timeframe) => $"{symbol}-{timeframe}";

    private static string KeyOf(Timestamp at) => at.Nanoseconds.ToString("D19", System.Globalization.CultureInfo.InvariantCulture);

    private static FeatureRow Read(Row row) => CloudJson.Read<FeatureRow>(row.Content, $"The features in row {row.Partition} {row.Key}");
}
