using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>Decisions that were made, each written once; the first word stands.</summary>
/// <remarks>Partition = instrument; the key sorts by time, newest last.</remarks>
public sealed class DecisionBook(ITable table)
{
    /// <summary>Writes the decision unless there is one for its moment already.</summary>
    /// <returns>The one that stands.</returns>
    public async Task<Decision> RecordAsync(Decision decision, CancellationToken cancellation)
    {
        string partition = decision.Snapshot.Instrument.Symbol.Value;
        string key = KeyOf(decision.At, decision.Id);
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(decision, DecisionJson.Canonical.Decision);
        if (await table.WriteAsync([new RowWrite.Insert(new(partition, key, content))], cancellation)) return decision;
        Row standing = await table.FindAsync(partition, key, cancellation)
            ?? throw new RecordException($"The decision {decision.Id} is there and is not.");
        return Read(standing);
    }

    /// <summary>Decisions on an instrument from one moment to another, both inclusive, oldest first.</summary>
    public async IAsyncEnumerable<Decision> ReadAsync(
        Symbol symbol, Timestamp from, Timestamp to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Row row in table.ReadAsync(symbol.Value, KeyOf(from, ""), KeyOf(to, "~"), cancellation)) yield return Read(row);
    }

    private static string KeyOf(Timestamp at, string id) => $"{at.Nanoseconds:D19}-{id}";

    private static Decision Read(Row row) =>
        JsonSerializer.Deserialize(row.Content.Span, DecisionJson.Canonical.Decision)
            ?? throw new RecordException($"The decision in row {row.Partition} {row.Key} is empty.");
}
