namespace Parley.Domain;

public enum DataIssueKind
{
    /// <summary>Numbers or bars are missing.</summary>
    Gap,

    /// <summary>Seen before; dropped.</summary>
    Duplicate,

    /// <summary>Older than what came before; dropped.</summary>
    OutOfOrder,

    /// <summary>The venue's time stamps stopped advancing or lie too far back.</summary>
    Stale,

    /// <summary>The connection is open but one kind of message stopped coming.</summary>
    Mute,

    /// <summary>A price far off the market; dropped from bars and fills.</summary>
    PriceSpike,

    /// <summary>A trade that did not happen on the book; dropped from bars and fills.</summary>
    OffBookTrade,

    /// <summary>The order book's sequence chain broke; the book is unusable until the next snapshot.</summary>
    BookChainBroken,
}

/// <summary>Something wrong with incoming data, and what was done about it.</summary>
public sealed record DataIssue(DataIssueKind Kind, Symbol Symbol, Timestamp At, string Detail);
