using System.Text.Json;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Execution;

/// <summary>One record of a ledger, as read back.</summary>
/// <param name="Number">Running number from 1.</param>
/// <param name="Hash">Hash that covers this record and all before it.</param>
public sealed record LedgerRecord(long Number, string Hash, Timestamp At, string Kind, JsonElement Data)
{
    /// <summary>Reads all records. Does not verify them.</summary>
    /// <exception cref="LedgerException">A line is not a record.</exception>
    public static IEnumerable<LedgerRecord> ReadAll(IJournal journal) => Of(journal.ReadAll());

    /// <inheritdoc cref="ReadAll(IJournal)"/>
    public static IEnumerable<LedgerRecord> Of(IEnumerable<ReadOnlyMemory<byte>> lines) => lines.Select(LedgerLine.Parse);
}
