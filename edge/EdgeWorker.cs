using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Stores;

namespace Parley.Edge;

/// <summary>
/// The worker beside the exchange, from the lease to letting it go: it takes the market in, keeps the desk, publishes what
/// the desk sees, carries out what is decided elsewhere, reports. It decides nothing; alone it only reduces.
/// </summary>
/// <remarks>
/// Safe if killed at any instruction: the lease runs out and its successor waits, the ledger is written before anything is
/// sent, claimed orders are never claimed again, ticks published twice are known by their sequence.
/// </remarks>
public sealed class EdgeWorker(EdgeRun run, ICloud cloud, TimeProvider clock, Action<string> note)
{
    private const string LeaseName = "edge";

    private const string LedgerPartition = CloudNames.Ledgers.Edge;

    /// <summary>What is left when a stop is asked for must be done within this; the platform kills after 30 s.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private readonly EdgeConfig config = run.Plan.Config.Edge;
    private readonly EdgeStatusBoard status = new(run, clock);

    public EdgeMetrics Metrics { get; } = new();

    public EdgeHealth Health() => status.Health();

    /// <summary>Works until the market ends or a stop is asked for.</summary>
    /// <exception cref="EdgeException">It had to stop: the lease is lost, or a younger edge is there.</exception>
    /// <exception cref="JournalException">The ledger cannot be written.</exception>
    /// <exception cref="LedgerException">The ledger is damaged.</exception>
    /// <exception cref="MarketDataException">The market's data cannot be understood.</exception>
    public async Task<EdgeSummary> RunAsync(CancellationToken stop)
    {
        try
        {
            LeaseKeeper lease = await AcquireAsync(stop);
            await using (lease)
            {
                EdgeSummary summary = await WorkAsync(lease, stop);
                // Last: from here on another edge may begin at once. After any other end it has to wait.
                await LetGoAsync(lease);
                status.Phase = EdgePhase.Ended;
                return summary;
            }
        }
        catch (Exception e)
        {
            status.Fail(e.Message);
            throw;
        }
    }

    private async Task<LeaseKeeper> AcquireAsync(CancellationToken stop)
    {
        string holder = $"{config.Holder}-{Guid.NewGuid():N}";
        LeaseTerms terms = new(holder, config.LeaseDuration, config.RenewInterval, config.TakeoverPause);
        LeaseKeeper lease = await LeaseKeeper.AcquireAsync(new LeaseBook(cloud.Table(CloudNames.Tables.Leases), LeaseName), terms, clock, note, stop);
        status.Lease = lease;
        note($"The lease is ours, epoch {lease.Epoch}.");
        if (lease.Pause == TimeSpan.Zero) return lease;
        note($"The last edge did not let go: waiting {lease.Pause.TotalSeconds:0} s for what it sent.");
        try
        {
            await Task.Delay(lease.Pause, clock, stop);
        }
        catch (OperationCanceledException)
        {
            // Nothing was sent; but the pause begins again for whoever comes next.
            await lease.DisposeAsync();
            throw;
        }

        return lease;
    }

    private async Task<EdgeSummary> WorkAsync(LeaseKeeper lease, CancellationToken stop)
    {
        using RecoveredLedger recovered = LedgerRecovery.Open(
            new TableJournal(cloud.Table(CloudNames.Tables.Ledger), LedgerPartition, $"{lease.Holder} {lease.Epoch}"));
        LastRun? last = LastRun.Of(recovered.Found.Records == 0 ? [] : ReadLedger());
        if (recovered.Found.Records > 0) note(recovered.Message);
        if (last is { IsFinished: false }) note(last.Describe(venueLasts: run.Venue is not null));

        await using EdgeSession session = new(run, cloud, lease, recovered.Ledger, ReadLedger, (last?.Number ?? 0) + 1, status, Metrics, clock, note);
        return await session.RunAsync(StopPatience, stop);
    }

    private IEnumerable<LedgerRecord> ReadLedger() =>
        LedgerRecord.ReadAll(new TableJournal(cloud.Table(CloudNames.Tables.Ledger), LedgerPartition, "reader"));

    private async Task LetGoAsync(LeaseKeeper lease)
    {
        using CancellationTokenSource patience = new(StopPatience);
        try
        {
            await lease.ReleaseAsync(patience.Token);
        }
        catch (Exception e)
        {
            note($"The lease could not be released ({e.Message}); it runs out by itself.");
        }
    }
}
