namespace Parley.Venues.Simulated;

/// <summary>
/// Where a resting order stands at its price level. It joins behind everything visible. Trades at the level eat from the
/// front. When the level shrinks by more than was traded, the rest was cancelled, and cancellations are spread evenly:
/// the queue ahead shrinks in the same proportion as the level. Growth joins behind. Quantities are raw 10⁻⁸ units.
/// </summary>
internal struct QueuePosition
{
    private long levelSeen;
    private long tradedSince;

    /// <summary>False while the level has never been visible: nobody knows how much is ahead, so nothing at the price fills.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Quantity that has to trade before the order does.</summary>
    public long Ahead { get; private set; }

    public void Join(long levelQuantity)
    {
        IsKnown = true;
        Ahead = levelSeen = levelQuantity;
        tradedSince = 0;
    }

    /// <summary>A trade at the order's price.</summary>
    /// <returns>What is left of it for the order.</returns>
    public long Trade(long quantity)
    {
        if (!IsKnown) return 0;
        tradedSince += quantity;
        long past = Math.Max(0, quantity - Ahead);
        Ahead = Math.Max(0, Ahead - quantity);
        return past;
    }

    /// <summary>The level as it is visible now.</summary>
    public void Observe(long levelQuantity)
    {
        if (!IsKnown)
        {
            Join(levelQuantity);
            return;
        }

        if (levelQuantity == levelSeen) return;
        long expected = Math.Max(0, levelSeen - tradedSince);
        // Rounded up: in doubt the queue stays longer.
        if (levelQuantity < expected) Ahead = (long)(((Int128)Ahead * levelQuantity + expected - 1) / expected);
        Ahead = Math.Min(Ahead, levelQuantity);
        levelSeen = levelQuantity;
        tradedSince = 0;
    }
}
