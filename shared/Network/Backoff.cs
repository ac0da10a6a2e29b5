using Parley.Domain;

namespace Parley.Network;

/// <summary>
/// How long to wait before the next attempt: uniform between zero and a bound that doubles from attempt to attempt ("full
/// jitter"), so that those who failed together do not come back together.
/// </summary>
/// <param name="first">Bound of the first wait.</param>
/// <param name="cap">Largest bound.</param>
public sealed class Backoff(Prng chance, TimeSpan first, TimeSpan cap)
{
    /// <summary>A bound of half a second at first and a minute at most.</summary>
    public Backoff(Prng chance)
        : this(chance, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(60))
    {
    }

    /// <summary>Attempts since the last success.</summary>
    public int Attempts { get; private set; }

    public TimeSpan Next()
    {
        double bound = Math.Min(cap.Ticks, first.Ticks * Math.Pow(2, Math.Min(Attempts, 40)));
        Attempts++;
        return TimeSpan.FromTicks((long)(chance.NextDouble() * bound));
    }

    /// <summary>It worked: the next wait is a short one again.</summary>
    public void Reset() => Attempts = 0;
}
