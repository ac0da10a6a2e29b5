using System.Collections.Concurrent;
using System.Text;
using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// Takes packed ticks in, delivered at least once by a stream that may repeat, split and hold back batches, on however many
/// machines: for each instrument it restores the picture, applies what is new, writes what follows, and last the
/// checkpoint. A crash anywhere repeats work whose results have the same names and contents.
/// </summary>
/// <remarks>
/// Order of writes: snapshots (named by content), feature rows (computed the same every time), decisions (started once per
/// instrument and bar), then the checkpoint, under the condition that nobody wrote it since. What memory holds is used only
/// when the next batch continues it.
/// </remarks>
public sealed class TickIngest(
    IngestOptions options, IBlobStore checkpoints, IBlobStore quarantine, SnapshotShelf snapshots, FeatureBook features, IWorkflows workflows)
{
    private const int Attempts = 5;
    private readonly ConcurrentDictionary<Symbol, Stand> stands = new();

    /// <summary>Deals with one delivery. When it throws, the delivery must come again.</summary>
    public async Task<IngestReport> IngestAsync(IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
    {
        IngestReport report = new() { Batches = bodies.Count };
        List<Delivered> batches = [];
        foreach (ReadOnlyMemory<byte> body in bodies)
        {
            try
            {
                batches.Add(new(TickBatch.ReadHeader(body), body));
            }
            catch (TickBatchException e)
            {
                report += await QuarantineAsync(body, e.Message, cancellation);
            }
        }

        foreach (IGrouping<Symbol, Delivered> group in batches.GroupBy(b => b.Header.Instrument.Symbol))
            report += await IngestAsync(group.Key, [.. group.OrderBy(b => b.Header.First)], cancellation);
        return report;
    }

    /// <summary>What is known of an instrument now, frozen; null when nothing is.</summary>
    public async Task<Snapshot?> FreezeAsync(Symbol symbol, CancellationToken cancellation) =>
        await checkpoints.ReadAsync(NameOf(symbol), cancellation) is { } blob
            ? InstrumentReplica.Restore(blob.Content.Span, options).Freeze()
            : null;

    private async Task<IngestReport> IngestAsync(Symbol symbol, IReadOnlyList<Delivered> batches, CancellationToken cancellation)
    {
        Stand stand = stands.GetOrAdd(symbol, _ => new());
        await stand.Gate.WaitAsync(cancellation);
        IngestReport report = new();
        try
        {
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                (IngestReport applied, bool saved) = await TryAsync(stand, symbol, batches, cancellation);
                report += applied;
                if (saved) return report;
                report += new IngestReport { Conflicts = 1 };
            }
        }
        finally
        {
            // Whatever was applied and not saved is not to be built upon.
            if (!stand.IsSaved) stand.Forget();
            stand.Gate.Release();
        }

        throw new RecordException($"The checkpoint of {symbol} was written by somebody else {Attempts} times in a row.");
    }

    private async Task<(IngestReport Report, bool Saved)> TryAsync(
        Stand stand, Symbol symbol, IReadOnlyList<Delivered> batches, CancellationToken cancellation)
    {
        IngestReport report = new();
        if (stand.Replica is null || !Continues(stand.Replica.Position, batches[0].Header))
        {
            await RestoreAsync(stand, symbol, batches[0].Header.Instrument, cancellation);
            report += new IngestReport { Restores = 1 };
        }

        InstrumentReplica replica = stand.Replica!;
        IngestEffects effects = new();
        stand.IsSaved = false;
        foreach (Delivered batch in batches)
        {
            int gap = replica.Position != default && !Continues(replica.Position, batch.Header) ? 1 : 0;
            try
            {
                int applied = replica.Apply(batch.Header, batch.Body, effects);
                report += new IngestReport { Events = applied, Duplicates = batch.Header.Count - applied, Gaps = gap };
            }
            catch (TickBatchException e)
            {
                report += await QuarantineAsync(batch.Body, e.Message, cancellation);
            }
        }

        if (report.Events == 0)
        {
            stand.IsSaved = true;
            return (report, true);
        }

        report += await WriteAsync(effects, replica, cancellation);
        string? version = await checkpoints.WriteAsync(NameOf(symbol), replica.Save(), stand.Version, cancellation);
        if (version is null)
        {
            stand.Forget();
            // What was written stands; what was applied is forgotten and read back.
            return (report with { Events = 0, Duplicates = 0, Gaps = 0 }, false);
        }

        (stand.Version, stand.IsSaved) = (version, true);
        return (report, true);
    }

    private async Task RestoreAsync(Stand stand, Symbol symbol, Instrument instrument, CancellationToken cancellation)
    {
        Blob? blob = await checkpoints.ReadAsync(NameOf(symbol), cancellation);
        stand.Version = blob?.Version;
        try
        {
            stand.Replica = blob is null ? new(instrument, options) : InstrumentReplica.Restore(blob.Content.Span, options);
        }
        catch (StateException e)
        {
            // A new beginning is safe: features are unknown until they are warm again, and unknown features open nothing.
            await QuarantineAsync(blob!.Content, $"The checkpoint of {symbol} cannot be used: {e.Message}", cancellation);
            stand.Replica = new(instrument, options);
        }
    }

    private async Task<IngestReport> WriteAsync(IngestEffects effects, InstrumentReplica replica, CancellationToken cancellation)
    {
        await features.PutAsync(effects.Rows, cancellation);
        IngestReport report = new() { Rows = effects.Rows.Count };
        foreach (Snapshot snapshot in effects.Due)
        {
            if (snapshot.AsOf + options.BacklogMax < replica.Now)
            {
                report += new IngestReport { Stale = 1 };
                continue;
            }

            string hash = await snapshots.PutAsync(snapshot, cancellation);
            var request = new DecisionRequest(DeliberationRequest.On(snapshot, hash, options.Settings.Deliberation), Executes: true);
            bool started = await workflows.StartAsync(DecisionWorkflow.Definition, InstanceOf(snapshot), request, cancellation);
            report += started ? new IngestReport { Started = 1 } : new IngestReport { Known = 1 };
        }

        return report;
    }

    /// <summary>One decision per instrument and bar: the close that asked for it names the work, in seconds since 1970.</summary>
    private static string InstanceOf(Snapshot snapshot) =>
        $"{DecisionWorkflow.Definition.Name}-{snapshot.Instrument.Symbol}-{snapshot.Trigger}-{snapshot.AsOf.FloorTo(snapshot.Trigger).Milliseconds / 1_000}";

    private async Task<IngestReport> QuarantineAsync(ReadOnlyMemory<byte> body, string reason, CancellationToken cancellation)
    {
        string name = ContentHash.Of(body.Span);
        // Delivered again, it is there already: that is fine.
        await quarantine.WriteAsync($"{name}.bin", body, ifVersion: null, cancellation);
        await quarantine.WriteAsync($"{name}.txt", Encoding.UTF8.GetBytes(reason), ifVersion: null, cancellation);
        return new() { Quarantined = 1 };
    }

    // A new epoch starts at 1; within one, the next event is the next number, or one seen before.
    private static bool Continues(TickPosition position, TickBatchHeader next) =>
        next.First.Epoch == position.Epoch ? next.First.Sequence <= position.Sequence + 1
        : next.First.Epoch < position.Epoch || next.First.Sequence == 1;

    private static string NameOf(Symbol symbol) => $"instruments/{symbol}";

    private sealed record Delivered(TickBatchHeader Header, ReadOnlyMemory<byte> Body);

    /// <summary>What this process holds of an instrument.</summary>
    private sealed class Stand
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public InstrumentReplica? Replica { get; set; }

        /// <summary>Of the checkpoint that <see cref="Replica"/> was restored from or saved to; null when there is none.</summary>
        public string? Version { get; set; }

        public bool IsSaved { get; set; } = true;

        public void Forget() => (Replica, Version, IsSaved) = (null, null, true);
    }
}
