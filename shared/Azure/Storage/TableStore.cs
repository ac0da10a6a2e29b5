using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Parley.Ports;

namespace Parley.Azure;

/// <summary>A table of Azure Tables.</summary>
/// <param name="twice">For what may be done twice: reads and writes without a condition.</param>
/// <param name="once">For writes with a condition; see <see cref="BusyRetry"/>.</param>
/// <remarks>
/// Throws <see cref="IOException"/> when the service cannot be used and <see cref="TimeoutException"/> when it is not known
/// whether something was done.
/// </remarks>
internal sealed class TableStore(TableClient twice, TableClient once) : ITable
{
    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation) => Outside.CallAsync(
        $"Reading from the table {twice.Name}",
        async () =>
        {
            NullableResponse<TableEntity> found = await twice.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancellation);
            return found.HasValue ? RowText.ToRow(found.Value!) : null;
        },
        cancellation);

    public async Task<bool> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        TableRules.Check(writes);
        // What was never read has no version, and nothing stands in it.
        if (writes.Any(w => w is RowWrite.Replace { Row.Version: "" })) return false;
        TableClient client = writes.All(w => w is RowWrite.Put) ? twice : once;
        try
        {
            await Outside.CallAsync(
                $"Writing to the table {client.Name}",
                () => writes is [var only] ? WriteAsync(client, only, cancellation) : client.SubmitTransactionAsync(writes.Select(ToAction), cancellation),
                cancellation);
            return true;
        }
        catch (IOException e) when (e.InnerException is RequestFailedException failed && IsCondition(failed))
        {
            return false;
        }
    }

    public async IAsyncEnumerable<Row> ReadAsync(
        string partition, string from, string to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey le {to}");
        await using IAsyncEnumerator<Page<TableEntity>> pages =
            twice.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).AsPages().GetAsyncEnumerator(cancellation);
        while (await Outside.CallAsync($"Reading from the table {twice.Name}", () => pages.MoveNextAsync().AsTask(), cancellation))
            foreach (TableEntity entity in pages.Current.Values) yield return RowText.ToRow(entity);
    }

    // One row needs no transaction, which costs a second round of headers and counts as one more operation.
    private static Task WriteAsync(TableClient client, RowWrite write, CancellationToken cancellation)
    {
        TableEntity entity = RowText.ToEntity(write.Row);
        return write switch
        {
            RowWrite.Insert => client.AddEntityAsync(entity, cancellation),
            RowWrite.Replace => client.UpdateEntityAsync(entity, RowText.Version(write.Row), TableUpdateMode.Replace, cancellation),
            _ => client.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellation),
        };
    }

    private static TableTransactionAction ToAction(RowWrite write)
    {
        TableEntity entity = RowText.ToEntity(write.Row);
        return write switch
        {
            RowWrite.Insert => new(TableTransactionActionType.Add, entity),
            RowWrite.Replace => new(TableTransactionActionType.UpdateReplace, entity, RowText.Version(write.Row)),
            _ => new(TableTransactionActionType.UpsertReplace, entity),
        };
    }

    // By code, not by status: a missing table is a 404 too, and one being deleted a 409.
    private static bool IsCondition(RequestFailedException failed) =>
        failed.ErrorCode is "EntityAlreadyExists" or "UpdateConditionNotSatisfied" or "ConditionNotMet" or "ResourceNotFound";
}
