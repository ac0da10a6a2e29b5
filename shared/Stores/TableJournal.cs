using System.Globalization;
using System.Text;
using Parley.Ports;

namespace Parley.Stores;

/// <summary>
/// A journal whose records are rows of a table, so that it outlives the machine that writes it. Each record claims its own
/// number: of two writers one is refused at its next record, and must stop.
/// </summary>
/// <param name="partition">The journal's name: one partition holds one journal.</param>
/// <param name="writer">
/// Unique per process, one line. It is kept with every record, so that a write whose answer was lost and that was tried
/// again is known as one's own.
/// </param>
public sealed class TableJournal(ITable table, string partition, string writer) : IRecoverableJournal
{
    private const string First = "0000000000000000000";
    private const string Last = "9999999999999999999";
    private readonly byte[] prefix = Encoding.UTF8.GetBytes($"{writer}\n");
    private readonly Lock gate = new();
    private long? next;

    public string Name => $"table {partition}";

    public IEnumerable<ReadOnlyMemory<byte>> ReadAll()
    {
        foreach (Row row in table.ReadAsync(partition, First, Last, CancellationToken.None).ToBlockingEnumerable())
            yield return row.Content[(row.Content.Span.IndexOf(Lines.Break) + 1)..];
    }

    /// <remarks>Waits for the network: money waits for its record to be safe, whichever way it is kept.</remarks>
    /// <exception cref="JournalException">Somebody else has written since, or the table cannot be reached.</exception>
    public void Append(ReadOnlySpan<byte> record, bool durable)
    {
        Lines.Check(record);
        byte[] content = [.. prefix, .. record];
        lock (gate)
        {
            long number = next ??= ReadAll().LongCount();
            Row row = new(partition, KeyOf(number), content);
            if (!Write(row))
                throw new JournalException($"Record {number} of journal {partition} was written by somebody else: this writer is no longer the only one and stops.");
            next = number + 1;
        }
    }

    public Stream OpenRead()
    {
        MemoryStream lines = new();
        foreach (ReadOnlyMemory<byte> record in ReadAll())
        {
            lines.Write(record.Span);
            lines.WriteByte(Lines.Break);
        }

        lines.Position = 0;
        return lines;
    }

    /// <summary>Rows are whole or not there: there is never half a record to cut off.</summary>
    public string Cut(long offset) => throw new JournalException($"Journal {partition} is kept in rows, which nothing may cut.");

    public void Dispose()
    {
    }

    // An answer may be lost and the write tried again: what stands there is then our own.
    private bool Write(Row row)
    {
        try
        {
            return table.WriteAsync([new RowWrite.Insert(row)], CancellationToken.None).GetAwaiter().GetResult()
                || table.FindAsync(row.Partition, row.Key, CancellationToken.None).GetAwaiter().GetResult() is { } standing
                    && standing.Content.Span.SequenceEqual(row.Content.Span);
        }
        catch (Exception e) when (e is IOException or TimeoutException or InvalidOperationException)
        {
            throw new JournalException($"Cannot write to journal {partition}: {e.Message}", e);
        }
    }

    private static string KeyOf(long number) => number.ToString("D19", CultureInfo.InvariantCulture);
}
