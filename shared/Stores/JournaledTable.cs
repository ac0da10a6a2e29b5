using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Parley.Ports;

namespace Parley.Stores;

/// <summary>
/// A table in memory whose writes go to a journal first, one line per transaction: with a <see cref="FileJournal"/> it
/// survives the process, with a <see cref="MemoryJournal"/> it does not. Safe for several threads. Owns its journal.
/// </summary>
public sealed class JournaledTable : ITable, IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SortedList<string, Row>> partitions = new(StringComparer.Ordinal);
    private readonly IJournal journal;
    private long version;

    /// <summary>Opens the table as the journal left it.</summary>
    /// <exception cref="JournalException">A line of the journal is no transaction of a table.</exception>
    public JournaledTable(IJournal journal)
    {
        this.journal = journal;
        long line = 0;
        foreach (ReadOnlyMemory<byte> record in journal.ReadAll())
        {
            line++;
            try
            {
                Apply(Parse(record));
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
            {
                throw new JournalException($"Line {line} of the table's journal cannot be read: {e.Message}", e);
            }
        }
    }

    public static JournaledTable InMemory() => new(new MemoryJournal());

    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation)
    {
        lock (gate) return Task.FromResult(Find(partition, key));
    }

    public Task<bool> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        TableRules.Check(writes);
        lock (gate)
        {
            if (!writes.All(Holds)) return Task.FromResult(false);
            Row[] rows = [.. writes.Select(w => w.Row)];
            journal.Append(Format(rows), durable: true);
            Apply(rows);
            return Task.FromResult(true);
        }
    }

    public async IAsyncEnumerable<Row> ReadAsync(
        string partition, string from, string to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Row[] rows;
        lock (gate)
        {
            rows = partitions.TryGetValue(partition, out SortedList<string, Row>? sorted)
                ? [.. sorted.Values.Where(r => string.CompareOrdinal(r.Key, from) >= 0 && string.CompareOrdinal(r.Key, to) <= 0)]
                : [];
        }

        foreach (Row row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return row;
        }

        await Task.CompletedTask;
    }

    public void Dispose() => journal.Dispose();

    private Row? Find(string partition, string key) =>
        partitions.TryGetValue(partition, out SortedList<string, Row>? rows) ? rows.GetValueOrDefault(key) : null;

    private bool Holds(RowWrite write) => write switch
    {
        RowWrite.Insert => Find(write.Row.Partition, write.Row.Key) is null,
        RowWrite.Replace => Find(write.Row.Partition, write.Row.Key)?.Version == write.Row.Version,
        _ => true,
    };

    private void Apply(IEnumerable<Row> rows)
    {
        version++;
        foreach (Row row in rows)
        {
            if (!partitions.TryGetValue(row.Partition, out SortedList<string, Row>? sorted))
                partitions.Add(row.Partition, sorted = new(StringComparer.Ordinal));
            sorted[row.Key] = row with { Content = row.Content.ToArray(), Version = version.ToString(CultureInfo.InvariantCulture) };
        }
    }

    private static byte[] Format(IEnumerable<Row> rows)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter json = new(line))
        {
            json.WriteStartArray();
            foreach (Row row in rows)
            {
                json.WriteStartObject();
                json.WriteString("partition", row.Partition);
                json.WriteString("key", row.Key);
                json.WriteString("content", row.Content.Span);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return line.ToArray();
    }

    private static List<Row> Parse(ReadOnlyMemory<byte> line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return [.. json.RootElement.EnumerateArray().Select(row => new Row(
            row.GetProperty("partition").GetString()!, row.GetProperty("key").GetString()!,
            Encoding.UTF8.GetBytes(row.GetProperty("content").GetString()!)))];
    }
}
