using Parley.Domain;

namespace Parley.Execution;

/// <summary>What the book bears.</summary>
internal static class BookDepth
{
    /// <summary>The worst price within a share of the mid price, on the grid towards the mid price.</summary>
    public static Price Bound(Instrument instrument, BookSides market, Side side, decimal share)
    {
        decimal mid = (market.Bids.Span[0].Price.Value + market.Asks.Span[0].Price.Value) / 2m;
        decimal bound = mid * (side == Side.Buy ? 1m + share : 1m - share) * FixedPoint.Scale;
        Price price = Price.FromRaw((long)(side == Side.Buy ? decimal.Floor(bound) : decimal.Ceiling(bound)));
        if (!instrument.TickSize.IsPositive) return price;
        return side == Side.Buy ? price.FloorTo(instrument.TickSize) : price.CeilingTo(instrument.TickSize);
    }

    /// <summary>Quantity on offer at prices no worse than that.</summary>
    public static Quantity Within(Instrument instrument, BookSides market, Side side, decimal share)
    {
        Price bound = Bound(instrument, market, side, share);
        ReadOnlySpan<BookLevel> levels = (side == Side.Buy ? market.Asks : market.Bids).Span;
        Quantity sum = Quantity.Zero;
        foreach (BookLevel level in levels)
        {
            if (side == Side.Buy ? level.Price > bound : level.Price < bound) break;
            sum += level.Quantity;
        }

        return sum;
    }
}
