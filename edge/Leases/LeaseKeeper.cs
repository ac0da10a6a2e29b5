using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>How a lease is held.</summary>
/// <param name="Holder">Unique per process.</param>
/// <param name="TakeoverPause">Waited besides <paramref name="Duration"/> after a holder that did not let go.</param>
public sealed record LeaseTerms(string Holder, TimeSpan Duration, TimeSpan RenewInterval, TimeSpan TakeoverPause);

/// <summary>
/// Holds the edge's lease and says, by a clock that neither jumps nor stops, how far it still goes. A renewal counts from
/// the moment at which it was begun: the network's delay never makes the lease look longer than it is.
/// </summary>
public sealed class LeaseKeeper : IFence, IAsyncDisposable
{
    private readonly LeaseBook book;
    private readonly LeaseTerms terms;
    private readonly TimeProvider clock;
    private readonly Action<string> note;
    private readonly CancellationTokenSource stop = new();
    private readonly SemaphoreSlim hurry = new(0);
    private readonly Task renewing;
    private Lease lease;
    private long confirmedAt;
    private volatile bool lost;

    private LeaseKeeper(LeaseBook book, LeaseTerms terms, TimeProvider clock, Action<string> note, Lease lease, long confirmedAt, TimeSpan pause)
    {
        (this.book, this.terms, this.clock, this.note) = (book, terms, clock, note);
        (this.lease, this.confirmedAt, Pause) = (lease, confirmedAt, pause);
        renewing = Task.Run(RenewAsync);
    }

    /// <summary>Unique, and higher than any holder's before.</summary>
    public long Epoch => lease.Epoch;

    public string Holder => lease.Holder;

    /// <summary>How long the new holder must do nothing: what the old one sent may still be on its way.</summary>
    public TimeSpan Pause { get; }

    public LeaseState State
    {
        get
        {
            if (lost) return LeaseState.Lost;
            TimeSpan age = clock.GetElapsedTime(Volatile.Read(ref confirmedAt));
            if (age >= terms.Duration)
            {
                // A renewal that comes back late must not bring it back to life: by now somebody else may have it.
                lost = true;
                return LeaseState.Lost;
            }

            return age > terms.Duration / 2 ? LeaseState.Doubtful : LeaseState.Valid;
        }
    }

    /// <summary>Takes the lease; waits for as long as somebody else has it.</summary>
    public static async Task<LeaseKeeper> AcquireAsync(
        LeaseBook book, LeaseTerms terms, TimeProvider clock, Action<string> note, CancellationToken cancellation)
    {
        string? told = null;
        while (true)
        {
            Lease? before = await book.ReadAsync(cancellation);
            long begun = clock.GetTimestamp();
            Timestamp now = Timestamp.From(clock.GetUtcNow());
            // Seconds since 1970: higher than any epoch before, even where the row itself was lost.
            if (await book.AcquireAsync(terms.Holder, now, terms.Duration, now.Milliseconds / 1_000, cancellation) is { } taken)
            {
                TimeSpan pause = before is null or { IsReleased: true } || before.Holder == terms.Holder
                    ? TimeSpan.Zero
                    : terms.Duration + terms.TakeoverPause;
                return new(book, terms, clock, note, taken, begun, pause);
            }

            if (before is not null && before.Holder != told) note($"{told = before.Holder} holds the lease; waiting for it.");
            await Task.Delay(terms.RenewInterval, clock, cancellation);
        }
    }

    public bool IsConfirmedSince(long timestamp) => Volatile.Read(ref confirmedAt) >= timestamp;

    public void ConfirmSoon() => hurry.Release();

    /// <summary>Lets go, so that the next holder need not wait. Only when nothing more will be sent or written.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        await DisposeAsync();
        if (State != LeaseState.Lost) await book.ReleaseAsync(lease, cancellation);
        lost = true;
    }

    /// <summary>Stops renewing and lets the lease run out.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
    }

    private async Task RenewAsync()
    {
        bool failing = false;
        try
        {
            while (State != LeaseState.Lost)
            {
                await WaitAsync(failing ? terms.RenewInterval / 5 : terms.RenewInterval);
                failing = !await TryRenewAsync(failing);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Released or disposed.
        }
    }

    // Until the next renewal is due, or somebody is in a hurry.
    private async Task WaitAsync(TimeSpan interval)
    {
        using var early = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        Task due = Task.Delay(interval, clock, early.Token);
        Task hurried = hurry.WaitAsync(early.Token);
        await Task.WhenAny(due, hurried);
        await early.CancelAsync();
        stop.Token.ThrowIfCancellationRequested();
    }

    private async Task<bool> TryRenewAsync(bool failing)
    {
        long begun = clock.GetTimestamp();
        try
        {
            Lease? renewed = await book.RenewAsync(lease, Timestamp.From(clock.GetUtcNow()), terms.Duration, stop.Token);
            if (renewed is null)
            {
                lost = true;
                return false;
            }

            lease = renewed;
            Volatile.Write(ref confirmedAt, begun);
            if (failing) note("The lease is renewed again.");
            return true;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            if (!failing) note($"The lease cannot be renewed ({e.Message}); trying again.");
            return false;
        }
    }
}
