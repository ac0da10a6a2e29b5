using System.Collections.Concurrent;
using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// Takes packed ticks in, delivered at least once by a stream that may repeat, split and hold back batches, on however many
/// machines: for each instrument it restores the picture, applies what is new, writes what follows from it, and last makes
/// what was applied last. A crash anywhere repeats work whose results have the same names and contents.
/// </summary>
/// <remarks>
/// Order of writes: snapshots (named by content), feature rows (computed the same every time), decisions (started once per
/// instrument and bar), then checkpoint or tail, under the condition that nobody wrote since. What memory holds is used only
/// when the next batch continues it.
/// </remarks>
public sealed class TickIngest(
    IngestOptions options, IBlobStore checkpoints, IBlobStore quarantine, SnapshotShelf snapshots, FeatureBook features, IWorkflows workflows)
{
    private const int Attempts = 5;
    private readonly CheckpointShelf shelf = new(checkpoints, quarantine, options);
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

        // Instruments wait for storage side by side; within one, order is everything.
        IngestReport[] reports = await Task.WhenAll(batches
            .GroupBy(b => b.Header.Instrument.Symbol)
            .Select(group => IngestAsync(group.Key, [.. group.OrderBy(b => b.Header.First)], cancellation)));
        return reports.Aggregate(report, (sum, one) => sum + one);
    }

    /// <summary>What is known of an instrument now, frozen; null when nothing is.</summary>
    public async Task<Snapshot?> FreezeAsync(Symbol symbol, CancellationToken cancellation) =>
        (await shelf.LoadAsync(symbol, cancellation))?.Replica.Freeze();

    /// <summary>The whole state of an instrument as it is stored; null when nothing is. Equal states have equal bytes.</summary>
    public async Task<byte[]?> SaveAsync(Symbol symbol, CancellationToken cancellation) =>
        (await shelf.LoadAsync(symbol, cancellation))?.Replica.Save();

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
        if (stand.Stored is null || !Continues(stand.Stored.Replica.Position, batches[0].Header))
        {
            stand.Stored = await shelf.LoadAsync(symbol, cancellation)
                ?? new(new InstrumentReplica(batches[0].Header.Instrument, options), null, "", 0, TailIsOpen: false);
            report += new IngestReport { Restores = 1 };
        }

        InstrumentReplica replica = stand.Stored.Replica;
        IngestEffects effects = new();
        List<ReadOnlyMemory<byte>> news = [];
        stand.IsSaved = false;
        foreach (Delivered batch in batches)
        {
            int gap = replica.Position != default && !Continues(replica.Position, batch.Header) ? 1 : 0;
            try
            {
                int applied = replica.Apply(batch.Header, batch.Body, effects);
                if (applied > 0) news.Add(batch.Body);
                report += new IngestReport { Events = applied, Duplicates = batch.Header.Count - applied, Gaps = gap };
            }
            catch (TickBatchException e)
            {
                report += await QuarantineAsync(batch.Body, e.Message, cancellation);
            }
        }

        if (news.Count == 0)
        {
            stand.IsSaved = true;
            return (report, true);
        }

        report += await WriteAsync(effects, replica, cancellation);
        if (await shelf.SaveAsync(stand.Stored, news, cancellation) is not { } saved)
        {
            stand.Forget();
            // What was written stands; what was applied is forgotten and read back.
            return (report with { Events = 0, Duplicates = 0, Gaps = 0 }, false);
        }

        (stand.Stored, stand.IsSaved) = (saved, true);
        return (report, true);
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
        await shelf.QuarantineAsync(body, reason, cancellation);
        return new() { Quarantined = 1 };
    }

    // A new epoch starts at 1; within one, the next event is the next number, or one seen before.
    private static bool Continues(TickPosition position, TickBatchHeader next) =>
        next.First.Epoch == position.Epoch ? next.First.Sequence <= position.Sequence + 1
        : next.First.Epoch < position.Epoch || next.First.Sequence == 1;

    private sealed record Delivered(TickBatchHeader Header, ReadOnlyMemory<byte> Body);

    /// <summary>What this process holds of an instrument.</summary>
    private sealed class Stand
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public StoredReplica? Stored { get; set; }

        public bool IsSaved { get; set; } = true;

        public void Forget() => (Stored, IsSaved) = (null, true);
    }
}
