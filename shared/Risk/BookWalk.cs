using Parley.Domain;

namespace Parley.Risk;

/// <summary>What a market order would get from a book.</summary>
/// <param name="Filled">At most what was asked for; less when the visible levels run out.</param>
/// <param name="AveragePrice">In quote currency; 0 when nothing fills.</param>
/// <param name="Slippage">Distance of the average from the mid price as a share of the mid price; positive is worse.</param>
/// <param name="WorstPrice">Price of the last level touched; none when nothing fills.</param>
public readonly record struct BookFill(Quantity Filled, decimal AveragePrice, decimal Slippage, Price WorstPrice);

/// <summary>
/// Walks the visible levels of a book the way a market order would. Sums are exact 128-bit integers; only the averages
/// are rounded, at 28 digits.
/// </summary>
public static class BookWalk
{
    /// <summary>Mid price in quote currency; 0 when the book is not live.</summary>
    public static decimal Mid(BookView book) =>
        book.IsLive ? (Fraction.Of(book.Bids[0].Price.Raw) + Fraction.Of(book.Asks[0].Price.Raw)) / 2m : 0m;

    /// <summary>Fills <paramref name="quantity"/> level by level. A book that is not live fills nothing.</summary>
    public static BookFill Estimate(BookView book, Side side, Quantity quantity)
    {
        (long filled, Int128 notional, Price worst) = Walk(Levels(book, side), quantity);
        if (filled == 0) return default;
        decimal average = Average(notional, filled);
        decimal mid = Mid(book);
        decimal slippage = (side == Side.Buy ? average - mid : mid - average) / mid;
        return new(Quantity.FromRaw(filled), average, slippage, worst);
    }

    /// <summary>The same in integers: what fills, what it costs as a product, and the last price touched.</summary>
    internal static (long Filled, Int128 Notional, Price Worst) Walk(ReadOnlySpan<BookLevel> levels, Quantity quantity)
    {
        if (!quantity.IsPositive) return default;
        long left = quantity.Raw;
        Int128 notional = 0;
        Price worst = default;
        for (int i = 0; i < levels.Length && left > 0; i++)
        {
            BookLevel level = levels[i];
            if (!level.Quantity.IsPositive) continue;
            long taken = Math.Min(left, level.Quantity.Raw);
            notional += Math.BigMul(level.Price.Raw, taken);
            left -= taken;
            worst = level.Price;
        }

        return (quantity.Raw - left, notional, worst);
    }

    /// <summary>
    /// The largest quantity whose average fill lies within <paramref name="averageMax"/> of the mid price and whose worst
    /// touched price within <paramref name="worstMax"/> of it (both shares of the mid price). Zero when not even the best
    /// level qualifies.
    /// </summary>
    public static Quantity LargestWithin(BookView book, Side side, decimal averageMax, decimal worstMax) =>
        LargestWithin(Levels(book, side), Mid(book), side, averageMax, worstMax);

    internal static Quantity LargestWithin(
        ReadOnlySpan<BookLevel> levels, decimal mid, Side side, decimal averageMax, decimal worstMax)
    {
        int sign = side == Side.Buy ? 1 : -1;
        long averageBound = Bound(mid, sign * averageMax, side);
        long worstBound = Bound(mid, sign * worstMax, side);
        // Room is how much notional the quantity so far lies inside the bound: levels better than the bound earn it,
        // worse ones spend it.
        Int128 room = 0;
        Int128 quantity = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            BookLevel level = levels[i];
            if (!level.Quantity.IsPositive) continue;
            if (sign * (level.Price.Raw - worstBound) > 0) break;
            long excess = sign * (level.Price.Raw - averageBound);
            Int128 taken = level.Quantity.Raw;
            if (excess > 0) taken = Int128.Min(taken, Fraction.Quotient(room, excess));
            room -= excess * taken;
            quantity += taken;
            if (taken < level.Quantity.Raw) break;
        }

        return Quantity.FromRaw((long)Int128.Min(quantity, long.MaxValue));
    }

    /// <summary>
    /// The largest quantity that, bought or sold level by level and closed at <paramref name="stop"/>, loses at most
    /// <paramref name="budget"/>, a product; at most what is visible. Levels beyond the stop take no part.
    /// </summary>
    internal static Quantity LargestForLoss(ReadOnlySpan<BookLevel> levels, Side side, Price stop, Int128 budget)
    {
        if (budget <= 0) return Quantity.Zero;
        int sign = side == Side.Buy ? 1 : -1;
        Int128 quantity = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            BookLevel level = levels[i];
            long each = sign * (level.Price.Raw - stop.Raw);
            if (each <= 0 || !level.Quantity.IsPositive) continue;
            Int128 whole = Math.BigMul(each, level.Quantity.Raw);
            if (whole > budget) return Quantity.FromRaw((long)Int128.Min(quantity + Fraction.Quotient(budget, each), long.MaxValue));
            quantity += level.Quantity.Raw;
            budget -= whole;
        }

        return Quantity.FromRaw((long)Int128.Min(quantity, long.MaxValue));
    }

    private static ReadOnlySpan<BookLevel> Levels(BookView book, Side side) =>
        !book.IsLive ? [] : RiskCase.Span(side == Side.Buy ? book.Asks : book.Bids);

    // Rounded to the strict side, so that integer arithmetic never lets more through than the share allows.
    private static long Bound(decimal mid, decimal share, Side side)
    {
        decimal bound = mid * (1m + share);
        return side == Side.Buy ? Fraction.FloorToRaw(bound) : Fraction.CeilingToRaw(bound);
    }

    internal static decimal Average(Int128 notional, long filled)
    {
        Int128 whole = notional / filled;
        Int128 rest = notional - whole * filled;
        return ((long)whole + (decimal)(long)rest / filled) / FixedPoint.Scale;
    }
}
