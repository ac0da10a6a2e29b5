namespace Parley.Market;

/// <summary>
/// Our own recordings: gzip text, a header line with the version, then one event per line, fields separated by one space.
/// Times are nanoseconds since 1970, prices and quantities plain decimals, sequence numbers whole numbers.
/// <code>
/// T symbol id venueTime receivedAt price quantity B|S M|O
/// Q symbol updateId venueTime receivedAt bid bidQuantity ask askQuantity
/// D symbol venueTime receivedAt firstId lastId previousId bids asks price quantity …   (bids, asks: how many follow)
/// S symbol venueTime receivedAt lastId bids asks price quantity …
/// M symbol venueTime receivedAt mark fundingRate nextFundingAt
/// B symbol timeframe openTime open high low close volume takerBuyVolume trades 0|1     (1: after a gap)
/// N json
/// </code>
/// </summary>
internal static class RecordingFormat
{
    public static ReadOnlySpan<byte> Name => "parley-recording "u8;

    public static ReadOnlySpan<byte> Header => "parley-recording 1"u8;
}
