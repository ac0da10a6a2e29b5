using Parley.Domain;

namespace Parley.Venues.Simulated.Binance;

/// <summary>Counts what one client has used in the current fixed window of venue time.</summary>
internal sealed class RateMeter(TimeSpan window, int limit)
{
    private readonly long length = window.Ticks * 100;
    private long current = -1;

    public int Limit { get; } = limit;

    public int Used { get; private set; }

    /// <returns>False when it is more than the limit.</returns>
    public bool Use(Timestamp now, int weight)
    {
        long at = now.Nanoseconds / length;
        if (at != current)
        {
            current = at;
            Used = 0;
        }

        Used += weight;
        return Used <= Limit;
    }

    /// <summary>Whole seconds until the window ends, at least 1.</summary>
    public int SecondsLeft(Timestamp now) => (int)Math.Max(1, (length - now.Nanoseconds % length + 999_999_999) / 1_000_000_000);
}
