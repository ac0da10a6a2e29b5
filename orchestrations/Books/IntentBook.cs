using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// What became of each decision's orders. The edge claims a decision before it acts, by a write that succeeds once: a
/// message delivered three times, or to two edges, is carried out at most once.
/// </summary>
/// <remarks>Partition = instrument, key = decision.</remarks>
public sealed class IntentBook(ITable table)
{
    /// <returns>False when it was claimed before, by whomever.</returns>
    public Task<bool> ClaimAsync(OrderIntents intents, long epoch, Timestamp at, CancellationToken cancellation) =>
        table.WriteAsync([Upon(null, new(intents.DecisionId, intents.Symbol, at, IntentFate.Claimed, epoch, ""))], cancellation);

    /// <summary>Says what came of a claimed decision.</summary>
    /// <exception cref="RecordException">Nobody claimed it, or another edge did.</exception>
    public async Task ConcludeAsync(IntentReceipt receipt, CancellationToken cancellation)
    {
        Row claimed = await table.FindAsync(receipt.Symbol.Value, receipt.DecisionId, cancellation)
            ?? throw new RecordException($"The decision {receipt.DecisionId} was concluded before it was claimed.");
        IntentReceipt standing = Read(claimed);
        if (standing.Epoch != receipt.Epoch)
            throw new RecordException($"The decision {receipt.DecisionId} was claimed under lease {standing.Epoch}, not {receipt.Epoch}.");
        if (standing.Fate != IntentFate.Claimed) return;
        await table.WriteAsync([Upon(claimed, receipt)], cancellation);
    }

    public async Task<IntentReceipt?> FindAsync(IntentKey key, CancellationToken cancellation) =>
        await table.FindAsync(key.Symbol.Value, key.DecisionId, cancellation) is { } row ? Read(row) : null;

    private static RowWrite Upon(Row? standing, IntentReceipt receipt) =>
        RowWrite.Upon(standing, receipt.Symbol.Value, receipt.DecisionId, CloudJson.Write(receipt));

    private static IntentReceipt Read(Row row) => CloudJson.Read<IntentReceipt>(row.Content, $"The receipt of decision {row.Key}");
}
