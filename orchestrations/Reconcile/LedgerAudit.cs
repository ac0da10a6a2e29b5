using Parley.Domain;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>
/// Once a day: is the ledger still the one whose hash was put away yesterday? Then today's is put away. A ledger that is
/// another one tightens to cancel-only, like any difference in money.
/// </summary>
public sealed class LedgerAudit(LedgerReader ledger, DigestShelf digests, ControlBoard control, IAlerts alerts)
{
    /// <param name="day">The day that begins; run twice for one day, it keeps the first digest.</param>
    /// <returns>What was found, in one sentence.</returns>
    public async Task<string> RunAsync(Timestamp day, CancellationToken cancellation)
    {
        if (await digests.FindAsync(day - Timeframe.OneDay, cancellation) is { } yesterday)
        {
            LedgerAccount then = await ledger.FoldAsync(yesterday.Count, cancellation);
            if (then.Fault is not null || then.Count != yesterday.Count || then.Root != yesterday.Root)
            {
                string finding = then.Fault is { } fault
                    ? $"The ledger is damaged: {fault}."
                    : $"The ledger is not the one of yesterday: its record {yesterday.Count} had the hash {yesterday.Root}.";
                await control.TightenAsync(new(TradingMode.CancelOnly, finding, "ledger audit", day), cancellation);
                await alerts.SendAsync(new("ledger-audit", AlertSeverity.Critical, day, finding), cancellation);
                return finding;
            }
        }

        LedgerAccount now = await ledger.FoldAsync(long.MaxValue, cancellation);
        await digests.PutAsync(new(day, now.Root, now.Count), cancellation);
        return $"{now.Count} records, hash {now.Root}.";
    }
}
