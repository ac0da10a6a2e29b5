using System.Diagnostics;
using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Venues.Simulated;

namespace Parley.Cli.Hosting;

/// <summary>One run of the desk against the simulated venue, in the market's own time.</summary>
public sealed class DeskSession
{
    private readonly SimulatedVenue _venue;
    private readonly MarketFanOut _sink;

    public DeskSession(SessionPlan plan, Ledger ledger, int run, IDeskObserver observer)
    {
        _venue = new SimulatedVenue(plan.Venue());
        Desk = new Desk(plan.Desk(run), _venue, ledger, observer, TimeProvider.System);
        _sink = new MarketFanOut(_venue, Desk);
    }

    public Desk Desk { get; }

    /// <summary>Pumps the source to its end, or until the token or the time limit says stop, and writes the end of the run.</summary>
    /// <param name="until">Venue time at which to stop; null runs to the end of the data.</param>
    /// <param name="afterEach">Called after every record: pacing, progress, publishing.</param>
    public TimeSpan Run(IMarketSource source, Timestamp? until, Action afterEach, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && source.Pump(_sink))
        {
            afterEach();
            if (until is { } end && Desk.Now >= end) break;
        }

        Desk.Finish(source.FramesRead);
        return Stopwatch.GetElapsedTime(started);
    }
}
