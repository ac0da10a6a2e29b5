using System.Diagnostics;
using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Hosting;

/// <summary>
/// Holds a run to a multiple of real time and tells from time to time how it goes. While waiting it still lets the desk
/// answer commands.
/// </summary>
/// <param name="speed">Market seconds per second; null runs as fast as it can.</param>
/// <param name="publish">Called on the desk's own thread.</param>
public sealed class Pacer(Desk desk, double? speed, Action publish, CancellationToken cancellation)
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);
    private Timestamp _marketStart;
    private long _wallStart;
    private long _published;
    private int _events;

    /// <summary>Market time from which on pace is kept; history before it runs at full speed.</summary>
    public Timestamp From { get; init; }

    /// <summary>Wall time between two calls of <c>publish</c>, at least.</summary>
    public TimeSpan PublishInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    public void AfterEach()
    {
        // Looking at the clock costs more than an event; look now and then.
        if ((++_events & 0x3F) != 0 && speed is null) return;
        Publish();
        if (speed is null || desk.Now < From) return;
        if (_wallStart == 0) (_wallStart, _marketStart) = (Stopwatch.GetTimestamp(), desk.Now);
        TimeSpan due = (desk.Now - _marketStart) / speed.Value;
        while (!cancellation.IsCancellationRequested && due - Stopwatch.GetElapsedTime(_wallStart) is { Ticks: > 0 } early)
        {
            if (early < TimeSpan.FromMilliseconds(1)) return;
            cancellation.WaitHandle.WaitOne(early < Slice ? early : Slice);
            desk.Idle();
            Publish();
        }
    }

    private void Publish()
    {
        if (_published != 0 && Stopwatch.GetElapsedTime(_published) < PublishInterval) return;
        _published = Stopwatch.GetTimestamp();
        publish();
    }
}
