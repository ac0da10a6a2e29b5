using System.Text;
using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>An instrument's state as one process holds it, with where it is stored.</summary>
/// <param name="Version">Of the checkpoint; null when there is none yet.</param>
/// <param name="TailName">Where batches after the checkpoint go; empty without a checkpoint.</param>
/// <param name="TailIsOpen">False when a new checkpoint has to be written before anything can be appended.</param>
internal sealed record StoredReplica(InstrumentReplica Replica, string? Version, string TailName, long TailLength, bool TailIsOpen);

/// <summary>
/// Checkpoints of instruments: a whole picture now and then, and behind it the tail of what came since. Both are written
/// under conditions: of two writers one is refused and must read again.
/// </summary>
internal sealed class CheckpointShelf(IBlobStore checkpoints, IBlobStore quarantine, IngestOptions options)
{
    /// <returns>Null when nothing is stored.</returns>
    public async Task<StoredReplica?> LoadAsync(Symbol symbol, CancellationToken cancellation)
    {
        if (await checkpoints.ReadAsync(NameOf(symbol), cancellation) is not { } blob) return null;
        InstrumentReplica replica;
        try
        {
            replica = InstrumentReplica.Restore(blob.Content.Span, options);
        }
        catch (StateException e)
        {
            // A new beginning is safe: features are unknown until they are warm again, and unknown features open nothing.
            await QuarantineAsync(blob.Content, $"The checkpoint of {symbol} cannot be used: {e.Message}", cancellation);
            return null;
        }

        string tailName = TailOf(symbol, replica.Position);
        Blob? tail = await checkpoints.ReadAsync(tailName, cancellation);
        (IReadOnlyList<ReadOnlyMemory<byte>> batches, bool open) = CheckpointTail.Read(tail?.Content ?? default);
        try
        {
            foreach (ReadOnlyMemory<byte> batch in batches) replica.Apply(TickBatch.ReadHeader(batch), batch, new IngestEffects());
        }
        catch (TickBatchException e)
        {
            // What stands behind it is missing then, which the next batch shows as a gap.
            await QuarantineAsync(tail!.Content, $"The tail of {symbol}'s checkpoint cannot be used: {e.Message}", cancellation);
            open = false;
        }

        return new(replica, blob.Version, tailName, tail?.Content.Length ?? 0, open);
    }

    /// <summary>Makes what was applied last: behind the checkpoint, or as a new one.</summary>
    /// <param name="stored">As it was loaded or saved last, with the replica that has applied the batches since.</param>
    /// <returns>Null when somebody else wrote first.</returns>
    public async Task<StoredReplica?> SaveAsync(StoredReplica stored, IReadOnlyList<ReadOnlyMemory<byte>> batches, CancellationToken cancellation)
    {
        byte[] entry = CheckpointTail.Entry(batches);
        if (stored is { Version: not null, TailIsOpen: true } && stored.TailLength + entry.Length <= options.TailMax)
        {
            long? length = await checkpoints.AppendAsync(stored.TailName, entry, stored.TailLength, cancellation);
            return length is null ? null : stored with { TailLength = length.Value };
        }

        // First nobody can append to the old tail any more, then the new checkpoint takes its place.
        if (stored is { Version: not null, TailIsOpen: true }
            && await checkpoints.AppendAsync(stored.TailName, CheckpointTail.Seal, stored.TailLength, cancellation) is null) return null;
        Symbol symbol = stored.Replica.Instrument.Symbol;
        // What lay there and could not be used is replaced.
        string? standing = stored.Version ?? (await checkpoints.ReadAsync(NameOf(symbol), cancellation))?.Version;
        string? version = await checkpoints.WriteAsync(NameOf(symbol), stored.Replica.Save(), standing, cancellation);
        if (version is null) return null;
        // The old tail stays, sealed: without it somebody who remembers it empty could begin it again. Storage forgets it after a day.
        return new(stored.Replica, version, TailOf(symbol, stored.Replica.Position), 0, TailIsOpen: true);
    }

    /// <summary>Puts away what cannot be read, with the reason.</summary>
    public async Task QuarantineAsync(ReadOnlyMemory<byte> content, string reason, CancellationToken cancellation)
    {
        string name = ContentHash.Of(content.Span);
        // Delivered again, it is there already: that is fine.
        await quarantine.WriteAsync($"{name}.bin", content, ifVersion: null, cancellation);
        await quarantine.WriteAsync($"{name}.txt", Encoding.UTF8.GetBytes(reason), ifVersion: null, cancellation);
    }

    private static string NameOf(Symbol symbol) => $"instruments/{symbol}";

    private static string TailOf(Symbol symbol, TickPosition checkpoint) => $"{CloudNames.TailPrefix}{symbol}/{checkpoint.Epoch}-{checkpoint.Sequence}";
}
