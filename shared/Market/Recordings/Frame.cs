using Parley.Domain;

namespace Parley.Market;

internal enum FrameKind
{
    /// <summary>Understood as JSON, but nothing the desk uses.</summary>
    Other,
    Trade,
    AggregateTrade,
    Quote,
    Depth,
    Snapshot,
    Mark,
}

/// <summary>
/// One message of the venue with the numbers as they were written; which fields count depends on the kind. Reused from
/// frame to frame, so that reading allocates nothing.
/// </summary>
internal sealed class Frame
{
    public FrameKind Kind;

    /// <summary>Default where the message carries none: a spot or futures snapshot over REST.</summary>
    public Symbol Symbol;

    /// <summary>When it happened (<c>T</c>, or <c>E</c> on streams without it); −1 where the message carries no time.</summary>
    public long Time;

    /// <summary>Trade id (<c>t</c>, <c>a</c>), book id (<c>u</c>) or last id covered.</summary>
    public long Id;

    /// <summary>First id covered: of trades (<c>f</c>) or book changes (<c>U</c>).</summary>
    public long FirstId;

    /// <summary>Last trade id covered by an aggregate (<c>l</c>).</summary>
    public long LastTradeId;

    /// <summary>Book id before (<c>pu</c>), −1 on spot.</summary>
    public long PreviousId;

    public long Price;
    public long Quantity;
    public long AskPrice;
    public long AskQuantity;
    public bool BuyerIsMaker;
    public bool OffBook;
    public double FundingRate;
    public long NextFundingTime;
    public readonly LevelList Bids = new();
    public readonly LevelList Asks = new();

    public void Clear()
    {
        Kind = FrameKind.Other;
        Symbol = default;
        Time = -1;
        Id = FirstId = LastTradeId = 0;
        PreviousId = -1;
        Price = Quantity = AskPrice = AskQuantity = 0;
        BuyerIsMaker = OffBook = false;
        FundingRate = 0;
        NextFundingTime = 0;
        Bids.Clear();
        Asks.Clear();
    }
}

/// <summary>A reusable list of book levels that can be handed on as a span.</summary>
internal sealed class LevelList
{
    private BookLevel[] levels = new BookLevel[1_024];

    public int Count { get; private set; }

    public ReadOnlySpan<BookLevel> Span => levels.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(long price, long quantity)
    {
        if (Count == levels.Length) Array.Resize(ref levels, Count * 2);
        levels[Count] = new BookLevel(Price.FromRaw(price), Quantity.FromRaw(quantity));
        Count = unchecked(Count + 1);
    }
}
