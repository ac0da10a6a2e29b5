using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Parley.Domain;
using Parley.Execution;

namespace Parley.Orchestrations;

/// <summary>Writes the desk's records.</summary>
internal sealed class DeskLedger(Ledger ledger)
{
    public (string Root, long Count) Head => (ledger.Root, ledger.Count);

    public void Write<T>(string kind, Timestamp at, T record, JsonTypeInfo<T> type, bool durable = false) =>
        ledger.Append(kind, at, JsonSerializer.SerializeToUtf8Bytes(record, type), durable);
}
