namespace Parley.Venues.Binance;

/// <summary>Whether so many messages were dropped that the picture cannot be relied on.</summary>
internal sealed class FeedLosses
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private TimeSpan begun;
    private long read;
    private long dropped;

    /// <summary>Too many were dropped in this window or the one before.</summary>
    public bool AreMany { get; private set; }

    /// <param name="framesRead">All so far.</param>
    /// <param name="framesDropped">All so far.</param>
    public void Tick(TimeSpan now, long framesRead, long framesDropped)
    {
        long lost = framesDropped - dropped;
        bool many = lost * 100 > framesRead - read + lost;
        if (many) AreMany = true;
        if (now - begun < Window) return;
        AreMany = many;
        (begun, read, dropped) = (now, framesRead, framesDropped);
    }
}
