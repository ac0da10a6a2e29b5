using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>The parts of a running session that know how they are.</summary>
internal sealed record EdgeParts(TickOutbox Outbox, TickRelay Relay, FencedGateway Gateway, EdgeReporter Reporter);

/// <summary>Where the parts of an edge put what others want to know of them. Written by one thread each, read by any.</summary>
internal sealed class EdgeStatusBoard(EdgeRun run, TimeProvider clock)
{
    /// <summary>A loop that has not taken a breath for this long hangs.</summary>
    private static readonly TimeSpan BreathMax = TimeSpan.FromSeconds(30);

    /// <summary>Reports may fail this often before the edge counts as cut off.</summary>
    private const int ReportsMissedMax = 6;

    private volatile DeskSight? sight;
    private volatile EdgeParts? parts;
    private volatile LeaseKeeper? lease;
    private volatile string? problem;
    private volatile int phase;
    private long breathedAt = clock.GetTimestamp();

    public EdgePhase Phase
    {
        get => (EdgePhase)phase;
        set => phase = (int)value;
    }

    public LeaseKeeper? Lease
    {
        get => lease;
        set => lease = value;
    }

    public DeskSight? Sight
    {
        get => sight;
        set => sight = value;
    }

    public EdgeParts? Parts
    {
        get => parts;
        set => parts = value;
    }

    public void Breathed() => Volatile.Write(ref breathedAt, clock.GetTimestamp());

    public void Fail(string why) => (problem, Phase) = (why, EdgePhase.Failed);

    public EdgeHealth Health()
    {
        double lag = Math.Round(clock.GetElapsedTime(Volatile.Read(ref breathedAt)).TotalSeconds, 3);
        double? reportAge = parts?.Reporter.ReportedAt is { } at and not 0 ? Math.Round(clock.GetElapsedTime(at).TotalSeconds, 3) : null;
        string? trouble = Trouble(lag, reportAge);
        return new(
            trouble is null, trouble, Phase,
            lease is { } held ? new(held.Holder, held.Epoch, held.State) : null,
            new(run.Plan.SourceName, sight?.Frames ?? 0, run.Source.Progress, lag),
            parts is { } p
                ? new(p.Outbox.Depth, p.Relay.Events, p.Outbox.Published, p.Outbox.PublishedBytes, p.Outbox.Dropped, p.Relay.Refused, p.Outbox.Failures)
                : new(0, 0, 0, 0, 0, 0, 0),
            new(parts?.Gateway.HeldBack ?? 0, parts?.Gateway.Pauses ?? 0),
            sight is { } seen
                ? new(seen.Status.Now.ToString(), seen.Status.Mode.ToString(), seen.Status.Account.Equity, seen.LedgerCount, seen.LedgerRoot, reportAge)
                : null);
    }

    // A standby that waits for the lease is well, and so is one that ends in order.
    private string? Trouble(double lag, double? reportAge)
    {
        if (Phase == EdgePhase.Failed) return problem;
        if (Phase != EdgePhase.Running) return null;
        if (lease?.State == LeaseState.Lost) return "The lease is lost.";
        if (lag > BreathMax.TotalSeconds) return $"The market loop has not moved for {lag:0} s.";
        double reportAgeMax = run.Plan.Config.Edge.ReportInterval.TotalSeconds * ReportsMissedMax;
        return reportAge > reportAgeMax ? $"No report was kept for {reportAge:0} s." : null;
    }
}
