namespace Parley.Market;

/// <summary>
/// What the next event of a batch is told as a difference to. Writer and reader keep the same numbers; both start each
/// batch with zeros, so that no batch needs another.
/// </summary>
internal struct PackingState
{
    private static readonly UnitGrid[] TimeGrids = [new(1_000_000), new(1_000), new(100), new(1)];

    /// <summary>Index into milliseconds, microseconds, 100 ns, nanoseconds; within a batch it only rises.</summary>
    public int VenueUnit { get; private set; }

    public int ReceivedUnit { get; private set; }

    /// <summary>In <see cref="VenueUnit"/>s.</summary>
    public long VenueTime;

    /// <summary>In <see cref="ReceivedUnit"/>s.</summary>
    public long ReceivedAt;

    public long TradeId;

    // Prices count ticks, rounded towards zero.
    public long TradePrice;
    public long QuoteId;
    public long Bid;
    public long Ask;
    public long DepthId;
    public long DepthBid;
    public long DepthAsk;
    public long Mark;
    public long BarOpen;

    // Raw, because an unchanged side is told by comparing.
    public long BidRaw;
    public long BidQuantity;
    public long AskRaw;
    public long AskQuantity;
    public long FundingBits;

    // Nanoseconds.
    public long NextFundingAt;
    public long BarOpenTime;

    public readonly UnitGrid VenueGrid => TimeGrids[VenueUnit];

    public readonly UnitGrid ReceivedGrid => TimeGrids[ReceivedUnit];

    public static int UnitFor(int unit, long nanoseconds)
    {
        while (!TimeGrids[unit].TryIndex(nanoseconds, out _)) unit++;
        return unit;
    }

    /// <summary>Counts times in these units from now on; neither may be coarser than before.</summary>
    public void Refine(int venueUnit, int receivedUnit)
    {
        VenueTime *= TimeGrids[VenueUnit].Unit / TimeGrids[venueUnit].Unit;
        ReceivedAt *= TimeGrids[ReceivedUnit].Unit / TimeGrids[receivedUnit].Unit;
        VenueUnit = venueUnit;
        ReceivedUnit = receivedUnit;
    }
}
