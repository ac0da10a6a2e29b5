namespace Parley.Domain;

public enum Side
{
    Buy,
    Sell,
}

public enum TradeOrigin
{
    /// <summary>Matched on the public order book.</summary>
    Market,

    /// <summary>
    /// Settled outside the book (insurance fund, liquidation take-over, price-improvement block). Its price says nothing
    /// about the market: no bar and no fill may use it.
    /// </summary>
    OffBook,
}

/// <summary>One public trade.</summary>
/// <param name="TradeId">The venue's running number; consecutive on one stream.</param>
/// <param name="VenueTime">When it matched, by the venue's clock.</param>
/// <param name="ReceivedAt">When we saw it, by the recorder's clock, which may run before or behind the venue's.</param>
/// <param name="Aggressor">Side of the taker.</param>
public readonly record struct Trade(
    Symbol Symbol,
    long TradeId,
    Timestamp VenueTime,
    Timestamp ReceivedAt,
    Price Price,
    Quantity Quantity,
    Side Aggressor,
    TradeOrigin Origin);

/// <summary>Best bid and ask.</summary>
/// <param name="UpdateId">The venue's book sequence number.</param>
/// <param name="VenueTime">By the venue's clock; where the stream carries none (spot), the latest one seen before it.</param>
public readonly record struct Quote(
    Symbol Symbol,
    long UpdateId,
    Timestamp VenueTime,
    Timestamp ReceivedAt,
    Price Bid,
    Quantity BidQuantity,
    Price Ask,
    Quantity AskQuantity);

/// <summary>One price level of a book. In an update, quantity zero removes the level.</summary>
public readonly record struct BookLevel(Price Price, Quantity Quantity);

/// <summary>A change of the book. The spans live until the call that handed them over returns.</summary>
/// <param name="firstId">First sequence number covered (<c>U</c>).</param>
/// <param name="lastId">Last sequence number covered (<c>u</c>).</param>
/// <param name="previousId">Last number of the update before (<c>pu</c>, futures), or −1 where the venue sends none (spot).</param>
public readonly ref struct DepthUpdate(
    Symbol symbol,
    Timestamp venueTime,
    Timestamp receivedAt,
    long firstId,
    long lastId,
    long previousId,
    ReadOnlySpan<BookLevel> bids,
    ReadOnlySpan<BookLevel> asks)
{
    public Symbol Symbol { get; } = symbol;
    public Timestamp VenueTime { get; } = venueTime;
    public Timestamp ReceivedAt { get; } = receivedAt;
    public long FirstId { get; } = firstId;
    public long LastId { get; } = lastId;
    public long PreviousId { get; } = previousId;
    public ReadOnlySpan<BookLevel> Bids { get; } = bids;
    public ReadOnlySpan<BookLevel> Asks { get; } = asks;
}

/// <summary>The whole book at one sequence number; best levels first. The spans live until the call returns.</summary>
public readonly ref struct DepthSnapshot(
    Symbol symbol,
    Timestamp venueTime,
    Timestamp receivedAt,
    long lastId,
    ReadOnlySpan<BookLevel> bids,
    ReadOnlySpan<BookLevel> asks)
{
    public Symbol Symbol { get; } = symbol;
    public Timestamp VenueTime { get; } = venueTime;
    public Timestamp ReceivedAt { get; } = receivedAt;
    public long LastId { get; } = lastId;
    public ReadOnlySpan<BookLevel> Bids { get; } = bids;
    public ReadOnlySpan<BookLevel> Asks { get; } = asks;
}

/// <summary>Mark price and funding of a perpetual.</summary>
/// <param name="FundingRate">Fraction of notional paid by longs to shorts at <paramref name="NextFundingAt"/>.</param>
public readonly record struct MarkPrice(
    Symbol Symbol,
    Timestamp VenueTime,
    Timestamp ReceivedAt,
    Price Mark,
    double FundingRate,
    Timestamp NextFundingAt);

/// <summary>One headline.</summary>
/// <param name="PublishedAt">By its source.</param>
/// <param name="IngestedAt">When we had it; a decision may only see items ingested before it.</param>
/// <param name="Sentiment">In [−1, 1], as scored on arrival; null when nobody scored it.</param>
public sealed record NewsItem(
    string Id,
    Timestamp PublishedAt,
    Timestamp IngestedAt,
    string Source,
    string Headline,
    Symbol Symbol,
    double? Sentiment);
