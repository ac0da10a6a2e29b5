using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>
/// What can be traded against: the live book, else the latest quote as a book of one level. Remembers what our own orders
/// took from each level until the level's next update, so that the same quantity is not taken twice.
/// </summary>
internal sealed class VisibleLiquidity(Symbol symbol)
{
    private readonly Dictionary<(Side, long), long> taken = [];
    private readonly OrderBook book = new(symbol);
    private Quote quote;
    private bool hasQuote;

    /// <summary>Whether any quote or depth was ever seen; without, orders wait for trades or bars.</summary>
    public bool IsFed { get; private set; }

    public void Apply(in DepthUpdate update)
    {
        IsFed = true;
        BookChange change = book.Apply(update);
        if (taken.Count == 0) return;
        if (change != BookChange.Applied) taken.Clear();
        foreach (ref readonly BookLevel level in update.Bids) taken.Remove((Side.Buy, level.Price.Raw));
        foreach (ref readonly BookLevel level in update.Asks) taken.Remove((Side.Sell, level.Price.Raw));
    }

    public void Apply(in DepthSnapshot snapshot)
    {
        IsFed = true;
        book.ApplySnapshot(snapshot);
        taken.Clear();
    }

    /// <returns>True when the quote is what orders match against.</returns>
    public bool Apply(in Quote next)
    {
        IsFed = true;
        bool bidMoved = next.Bid != quote.Bid || next.BidQuantity != quote.BidQuantity;
        bool askMoved = next.Ask != quote.Ask || next.AskQuantity != quote.AskQuantity;
        quote = next;
        hasQuote = true;
        if (HasBook) return false;
        if (bidMoved) Forget(Side.Buy);
        if (askMoved) Forget(Side.Sell);
        return true;
    }

    /// <summary>Best price of a side (<see cref="Side.Buy"/>: the bid); null when there is none.</summary>
    public Price? Best(Side side) => Count(side) == 0 ? null : Level(side, 0).Price;

    public Price? Middle => (Best(Side.Buy), Best(Side.Sell)) is ({ } bid, { } ask) ? Price.FromRaw((bid.Raw + ask.Raw) / 2) : null;

    /// <summary>Levels of a side.</summary>
    public int Count(Side side) => HasBook
        ? side == Side.Buy ? book.BidCount : book.AskCount
        : hasQuote ? 1 : 0;

    /// <summary>A level, counted from the best, less what we took from it.</summary>
    public BookLevel Level(Side side, int depth)
    {
        BookLevel level = HasBook
            ? side == Side.Buy ? book.BidAt(depth) : book.AskAt(depth)
            : side == Side.Buy ? new(quote.Bid, quote.BidQuantity) : new(quote.Ask, quote.AskQuantity);
        if (taken.Count == 0 || !taken.TryGetValue((side, level.Price.Raw), out long gone)) return level;
        return level with { Quantity = Quantity.FromRaw(Math.Max(0, level.Quantity.Raw - gone)) };
    }

    /// <summary>
    /// Raw quantity others show at a price; null when that cannot be known: no live book, and the price is behind the quote.
    /// </summary>
    public long? Shown(Side side, Price price)
    {
        if (HasBook) return book.QuantityAt(side, price).Raw;
        if (!hasQuote) return null;
        (Price best, Quantity quantity) = side == Side.Buy ? (quote.Bid, quote.BidQuantity) : (quote.Ask, quote.AskQuantity);
        if (price == best) return quantity.Raw;
        return (side == Side.Buy ? price > best : price < best) ? 0 : null;
    }

    public void Take(Side side, Price price, Quantity quantity)
    {
        taken.TryGetValue((side, price.Raw), out long gone);
        taken[(side, price.Raw)] = gone + quantity.Raw;
    }

    private void Forget(Side side)
    {
        foreach ((Side, long Price) level in taken.Keys)
            if (level.Item1 == side) taken.Remove(level);
    }

    private bool HasBook => book.Status == BookStatus.Live;
}
