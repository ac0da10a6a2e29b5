using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>
/// The venue's clock as it is known here: monotonic time of this host plus an offset measured by probes. Steps of the
/// host's wall clock do not move it, and it never goes back.
/// </summary>
internal sealed class VenueClock
{
    /// <summary>Probes of one measurement.</summary>
    public const int Probes = 7;

    // Of the probes those with the smallest round trip count: a slow one says little about when it was answered.
    private const int Counted = 3;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    private readonly TimeProvider time;
    private readonly long origin;
    private readonly Timestamp start;
    private readonly List<(TimeSpan RoundTrip, TimeSpan Offset)> probes = [];
    private TimeSpan offset;
    private TimeSpan wallLead;
    private Timestamp latest;

    public VenueClock(TimeProvider time)
    {
        this.time = time;
        origin = time.GetTimestamp();
        start = Timestamp.From(time.GetUtcNow());
    }

    public bool IsSynchronised { get; private set; }

    public Timestamp Now => latest = Timestamp.Max(latest, Local + offset);

    /// <summary>Time of this host, free of steps.</summary>
    public Timestamp Local => start + time.GetElapsedTime(origin);

    /// <summary>Forgets the probes of a measurement that did not finish.</summary>
    public void Begin() => probes.Clear();

    /// <summary>Takes one probe.</summary>
    /// <param name="sent">By <see cref="Local"/>.</param>
    /// <returns>True when it was the last of the measurement.</returns>
    public bool Add(Timestamp sent, Timestamp received, Timestamp server)
    {
        TimeSpan roundTrip = received - sent;
        probes.Add((roundTrip, server - (sent + roundTrip / 2)));
        return probes.Count >= Probes;
    }

    /// <summary>Sets the clock by the probes taken.</summary>
    /// <returns>How far off it was; zero the first time, when nothing had relied on it.</returns>
    public TimeSpan Settle()
    {
        List<TimeSpan> best = [.. probes.OrderBy(p => p.RoundTrip).Take(Counted).Select(p => p.Offset).Order()];
        TimeSpan measured = best[best.Count / 2];
        TimeSpan error = IsSynchronised ? measured - offset : TimeSpan.Zero;
        offset = measured;
        if (!IsSynchronised) latest = default;
        IsSynchronised = true;
        probes.Clear();
        return error;
    }

    /// <summary>Whether the wall clock and monotonic time have parted since the last look: a step, or a pause that one of them did not see.</summary>
    public bool HasStepped()
    {
        TimeSpan lead = Timestamp.From(time.GetUtcNow()) - Local;
        if ((lead - wallLead).Duration() <= Step) return false;
        wallLead = lead;
        return true;
    }
}
