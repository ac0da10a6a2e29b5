using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Simulation;

/// <summary>
/// One process's hold on the lease, in virtual time: what the edge's keeper does on its own threads, as events. A renewal
/// counts from the moment at which it was begun; a lease that has run out never comes back.
/// </summary>
internal sealed class NodeLease(LeaseBook book, string holder, TimeProvider clock, Func<bool> isStopped) : IFence
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(4);

    /// <summary>Besides the lease's duration: what the last holder sent may still be on its way, window and venue's limit together.</summary>
    private static readonly TimeSpan TakeoverPause = TimeSpan.FromSeconds(15);

    private Lease? lease;
    private long confirmedAt;
    private bool lost;

    public long Epoch => lease?.Epoch ?? 0;

    public LeaseState State
    {
        get
        {
            if (lost || lease is null) return LeaseState.Lost;
            TimeSpan age = clock.GetElapsedTime(confirmedAt);
            if (age >= Duration) lost = true;
            if (lost) return LeaseState.Lost;
            return age > Duration / 2 ? LeaseState.Doubtful : LeaseState.Valid;
        }
    }

    public bool IsConfirmedSince(long timestamp) => confirmedAt >= timestamp;

    public void ConfirmSoon() => _ = RenewAsync();

    /// <summary>Takes the lease, waiting for as long as somebody else has it, and then until nothing of the last holder's is on its way.</summary>
    /// <returns>False when the process ended first.</returns>
    public async Task<bool> AcquireAsync()
    {
        while (!isStopped())
        {
            try
            {
                Lease? before = await book.ReadAsync(CancellationToken.None);
                long begun = clock.GetTimestamp();
                Timestamp now = Timestamp.From(clock.GetUtcNow());
                if (await book.AcquireAsync(holder, now, Duration, 0, CancellationToken.None) is { } taken)
                {
                    (lease, confirmedAt) = (taken, begun);
                    _ = KeepAsync();
                    if (before is not (null or { IsReleased: true })) await Task.Delay(Duration + TakeoverPause, clock);
                    return !isStopped() && State != LeaseState.Lost;
                }
            }
            catch (IOException)
            {
                // The table was not to be reached; it is asked again.
            }

            await Task.Delay(RenewInterval, clock);
        }

        return false;
    }

    /// <summary>Lets go, so that the next holder need not wait.</summary>
    public async Task ReleaseAsync()
    {
        if (lease is null || State == LeaseState.Lost) return;
        Lease held = lease;
        lost = true;
        try
        {
            await book.ReleaseAsync(held, CancellationToken.None);
        }
        catch (IOException)
        {
            // It runs out by itself.
        }
    }

    private async Task KeepAsync()
    {
        while (!isStopped() && State != LeaseState.Lost)
        {
            await Task.Delay(State == LeaseState.Doubtful ? RenewInterval / 5 : RenewInterval, clock);
            await RenewAsync();
        }
    }

    private async Task RenewAsync()
    {
        if (isStopped() || State == LeaseState.Lost) return;
        long begun = clock.GetTimestamp();
        try
        {
            Lease? renewed = await book.RenewAsync(lease!, Timestamp.From(clock.GetUtcNow()), Duration, CancellationToken.None);
            if (renewed is null) lost = true;
            else if (State != LeaseState.Lost) (lease, confirmedAt) = (renewed, Math.Max(confirmedAt, begun));
        }
        catch (IOException)
        {
            // Tried again by whoever keeps it.
        }
    }
}
