using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Settings of a <see cref="BinanceMarketFeed"/>.</summary>
public sealed record MarketFeedOptions
{
    public required BinanceHosts Hosts { get; init; }

    public required IReadOnlyList<Symbol> Symbols { get; init; }

    /// <summary>Which streams are wanted of each symbol. Mark prices exist on futures only.</summary>
    public FeedTopics Topics { get; init; } = FeedTopics.All;

    /// <summary>How long a topic may keep silent after it was subscribed to.</summary>
    public TimeSpan FirstMessage { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest usual time between two trades; a topic silent for twice its usual gap is taken for dead.</summary>
    public TimeSpan TradeGap { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan QuoteGap { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan DepthGap { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan MarkGap { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How far best quotes may lie from trades and from the mark price, as a fraction.</summary>
    public decimal DivergenceMax { get; init; } = 0.02m;

    /// <summary>For how long they may lie further apart: a fast market's streams do for a moment.</summary>
    public TimeSpan DivergencePatience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The venue's clock, where somebody knows it better than this machine does; null takes this machine's.</summary>
    public Func<Timestamp>? VenueClock { get; init; }

    /// <summary>Levels a side of a snapshot: 5, 10, 20, 50, 100, 500 or 1,000.</summary>
    public int SnapshotLevels { get; init; } = 1_000;

    /// <summary>Age at which a socket is replaced; the venue itself cuts it at 24 hours.</summary>
    public TimeSpan Rollover { get; init; } = TimeSpan.FromHours(23);

    /// <summary>The replacement comes this much earlier or later, at random.</summary>
    public TimeSpan RolloverJitter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long two sockets may overlap while not every topic has been heard on the new one.</summary>
    public TimeSpan Overlap { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Kinds of market data.</summary>
[Flags]
public enum FeedTopics
{
    None = 0,
    Trades = 1,
    Quotes = 2,
    Depth = 4,
    Marks = 8,
    All = Trades | Quotes | Depth | Marks,
}
