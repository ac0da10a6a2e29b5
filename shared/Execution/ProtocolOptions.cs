namespace Parley.Execution;

/// <summary>
/// The horizons of the order protocol. The defaults are the measured ones; what lies outside the stated bounds is an error,
/// because a horizon too short doubles exposure.
/// </summary>
public sealed record ProtocolOptions
{
    /// <summary>How long an order may go unanswered before its outcome counts as unknown; 50 ms to 10 s.</summary>
    public TimeSpan SoftDeadline { get; init; } = TimeSpan.FromMilliseconds(750);

    /// <summary>The window the adapter signs orders with: the venue takes none later; up to 60 s.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the venue itself may work on an order it took in; at least 10 s.</summary>
    public TimeSpan VenueLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Added to both before anything counts as absent; at least 20 s.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Waits before the first lookup and between lookups; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> LookupWaits { get; init; } =
        [.. new[] { 0.5, 1, 2, 4, 8, 15 }.Select(TimeSpan.FromSeconds)];

    /// <summary>Lookups after the horizon that must know nothing of an order; at least 2.</summary>
    public int NotFoundNeeded { get; init; } = 2;

    /// <summary>An outcome unknown for this long needs a human; at least 5 min.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Time between two cancels of the same order; at least 100 ms.</summary>
    public TimeSpan CancelInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Cancels of one order before it is looked up instead; 1 to 10.</summary>
    public int CancelsMax { get; init; } = 5;

    /// <summary>How long a position may be without a live stop before it is closed; 200 ms to 10 s.</summary>
    public TimeSpan BareMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the venue's holdings are compared with the ledger; null only when something asks for it. At least 5 s.</summary>
    public TimeSpan? StockInterval { get; init; }

    /// <summary>How far before an intent trades are read again: clocks differ.</summary>
    public TimeSpan Lookback { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between two stocks that are to confirm each other, and before one that was not answered is asked for again.</summary>
    public TimeSpan StockPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From sending until nothing of an order can come into being at the venue any more, with margin.</summary>
    public TimeSpan Horizon => ReceiveWindow + VenueLimit + Margin;

    /// <summary>What is wrong with them, in one line; null when nothing is.</summary>
    public string? Fault()
    {
        if (SoftDeadline < TimeSpan.FromMilliseconds(50) || SoftDeadline > TimeSpan.FromSeconds(10))
            return $"the soft deadline is {SoftDeadline}; it lies between 50 ms and 10 s";
        if (ReceiveWindow <= TimeSpan.Zero || ReceiveWindow > TimeSpan.FromSeconds(60)) return $"the receive window is {ReceiveWindow}; it is at most 60 s";
        if (VenueLimit < TimeSpan.FromSeconds(10)) return $"the venue's limit is {VenueLimit}; it is at least 10 s";
        if (Margin < TimeSpan.FromSeconds(20)) return $"the margin is {Margin}; it is at least 20 s";
        if (LookupWaits.Count == 0 || LookupWaits.Any(wait => wait < TimeSpan.FromMilliseconds(100))) return "lookups need waits of at least 100 ms";
        if (NotFoundNeeded < 2) return $"{NotFoundNeeded} lookups prove nothing; at least 2 do";
        if (StuckAfter < TimeSpan.FromMinutes(5)) return $"a human is called after {StuckAfter}; that is at least 5 min";
        if (CancelInterval < TimeSpan.FromMilliseconds(100)) return $"the interval of cancels is {CancelInterval}; it is at least 100 ms";
        if (CancelsMax is < 1 or > 10) return $"{CancelsMax} cancels are asked for; 1 to 10 are possible";
        if (BareMax < TimeSpan.FromMilliseconds(200) || BareMax > TimeSpan.FromSeconds(10)) return $"a position may be bare for {BareMax}; that is 200 ms to 10 s";
        if (StockInterval < TimeSpan.FromSeconds(5)) return $"the venue's holdings are compared every {StockInterval}; that is at least 5 s";
        if (Lookback < TimeSpan.FromSeconds(1)) return $"trades are read from {Lookback} before an intent; that is at least 1 s";
        return StockPause < TimeSpan.FromMilliseconds(500) ? $"stocks are {StockPause} apart; that is at least 500 ms" : null;
    }
}
