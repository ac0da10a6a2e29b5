using System.Diagnostics;
using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Venues.Simulated;

namespace Parley.Cli.Hosting;

/// <summary>One run of the desk, against the simulated venue in the market's own time or at a venue over the network.</summary>
public sealed class DeskSession
{
    private readonly IMarketSink _sink;

    public DeskSession(SessionPlan plan, Ledger ledger, int run, IDeskObserver observer)
    {
        SimulatedVenue venue = new(plan.Venue());
        Desk = new Desk(plan.Desk(run), venue, ledger, observer, TimeProvider.System);
        _sink = new MarketFanOut(venue, Desk);
    }

    /// <param name="records">The ledger so far: the desk goes on from there.</param>
    public DeskSession(SessionPlan plan, LiveVenue venue, Ledger ledger, Func<IEnumerable<LedgerRecord>> records, int run, IDeskObserver observer)
    {
        Desk = new Desk(plan.Desk(run) with { Recover = records }, venue, ledger, observer, TimeProvider.System);
        _sink = Desk;
    }

    public Desk Desk { get; }

    /// <summary>Pumps the source to its end, or until the token or the time limit says stop, and writes the end of the run.</summary>
    /// <param name="until">Venue time at which to stop; null runs to the end of the data.</param>
    /// <param name="afterEach">Called after every record: pacing, progress, publishing.</param>
    public TimeSpan Run(IMarketSource source, Timestamp? until, Action afterEach, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        foreach (Bar bar in (source as LiveMarket)?.History ?? []) Desk.WarmUp(bar);
        while (!cancellation.IsCancellationRequested && source.Pump(_sink))
        {
            if (source is LiveMarket { IsIdle: true }) Desk.Idle();
            afterEach();
            if (until is { } end && Desk.Now >= end) break;
        }

        Desk.Finish(source.FramesRead);
        (source as LiveVenue)?.Leave();
        return Stopwatch.GetElapsedTime(started);
    }
}
