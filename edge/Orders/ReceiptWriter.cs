using System.Threading.Channels;
using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>
/// Writes back what became of orders that were decided elsewhere. The desk's thread only hands it over; a table that cannot
/// be reached is tried again, because somebody waits for the answer.
/// </summary>
public sealed class ReceiptWriter(IntentBook book, long epoch, TimeProvider clock, Action<string> note) : IDeskObserver
{
    private const int Attempts = 8;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly Channel<IntentReceipt> receipts = Channel.CreateUnbounded<IntentReceipt>(new() { SingleReader = true });

    public void OnIntents(OrderIntents intents, IntentFate fate, string reason) => Write(intents, fate, reason);

    /// <summary>Safe from any thread; returns at once.</summary>
    public void Write(OrderIntents intents, IntentFate fate, string reason) =>
        receipts.Writer.TryWrite(new(intents.DecisionId, intents.Symbol, Timestamp.From(clock.GetUtcNow()), fate, epoch, reason));

    /// <summary>Nothing more will come; <see cref="RunAsync"/> ends when everything is written.</summary>
    public void Complete() => receipts.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (IntentReceipt receipt in receipts.Reader.ReadAllAsync(cancellation)) await ConcludeAsync(receipt, cancellation);
    }

    private async Task ConcludeAsync(IntentReceipt receipt, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await book.ConcludeAsync(receipt, cancellation);
                return;
            }
            catch (Exception e) when (e is RecordException || (attempt == Attempts && !cancellation.IsCancellationRequested))
            {
                note($"The receipt of decision {receipt.DecisionId} ({receipt.Fate}) is not written: {e.Message}");
                return;
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                await Task.Delay(Pause * attempt, clock, cancellation);
            }
        }
    }
}
