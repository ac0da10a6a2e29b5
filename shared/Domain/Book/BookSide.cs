namespace Parley.Domain;

/// <summary>
/// One side of an order book: price levels in a sorted array, the best one last, because most changes happen near the
/// best price and then move few elements.
/// </summary>
internal sealed class BookSide
{
    /// <summary>A real book holds a few thousand levels; a feed that invents more loses the ones farthest from the market.</summary>
    private const int LevelsMax = 1 << 15;

    /// <summary>A busy perpetual collects some five thousand levels a side within minutes.</summary>
    private const int LevelsStart = 1 << 13;

    // Bids rank by price, asks by negated price: for both, the larger rank is the better level.
    private readonly int sign;
    private long[] ranks = new long[LevelsStart];
    private long[] quantities = new long[LevelsStart];

    public BookSide(Side side) => sign = side == Side.Buy ? 1 : -1;

    public int Count { get; private set; }

    /// <summary>Raw price of the best level. The side must not be empty.</summary>
    public long BestRaw => sign * ranks[Count - 1];

    /// <summary>The level at a distance of <paramref name="depth"/> levels from the best.</summary>
    public BookLevel At(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(depth, Count);
        int index = Count - 1 - depth;
        return new BookLevel(Price.FromRaw(sign * ranks[index]), Quantity.FromRaw(quantities[index]));
    }

    public Quantity QuantityAt(Price price)
    {
        int index = Find(sign * price.Raw);
        return index >= 0 ? Quantity.FromRaw(quantities[index]) : Quantity.Zero;
    }

    /// <summary>Copies the best levels, best first.</summary>
    /// <returns>How many were copied.</returns>
    public int CopyTo(Span<BookLevel> target)
    {
        int count = Math.Min(target.Length, Count);
        for (int depth = 0; depth < count; depth++) target[depth] = At(depth);
        return count;
    }

    /// <summary>Σ price × quantity of the levels at or better than a price, in quote currency.</summary>
    public double NotionalTo(Price limit)
    {
        int first = Find(sign * limit.Raw);
        double sum = 0;
        for (int i = first < 0 ? ~first : first; i < Count; i++) sum += (double)ranks[i] * quantities[i];
        return Math.Abs(sum) / ((double)FixedPoint.Scale * FixedPoint.Scale);
    }

    public void Clear() => Count = 0;

    /// <summary>Sets the quantity of a level; zero removes it.</summary>
    public void Set(in BookLevel level)
    {
        long rank = unchecked(sign * level.Price.Raw);
        int index = Find(rank);
        if (index >= 0)
        {
            if (level.Quantity.IsZero) RemoveAt(index);
            else quantities[index] = level.Quantity.Raw;
        }
        else if (!level.Quantity.IsZero)
        {
            Insert(~index, rank, level.Quantity.Raw);
        }
    }

    /// <summary>Index of the rank, or the complement of the index at which it belongs.</summary>
    private int Find(long rank)
    {
        int low = 0;
        int high = Count - 1;
        while (low <= high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            long found = ranks[middle];
            if (found == rank) return middle;
            if (found < rank) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }

    private void Insert(int index, long rank, long quantity)
    {
        if (Count == LevelsMax)
        {
            if (index == 0) return;
            RemoveAt(0);
            index--;
        }

        if (Count == ranks.Length)
        {
            Array.Resize(ref ranks, Count * 2);
            Array.Resize(ref quantities, Count * 2);
        }

        Array.Copy(ranks, index, ranks, index + 1, Count - index);
        Array.Copy(quantities, index, quantities, index + 1, Count - index);
        ranks[index] = rank;
        quantities[index] = quantity;
        Count++;
    }

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(ranks, index + 1, ranks, index, Count - index);
        Array.Copy(quantities, index + 1, quantities, index, Count - index);
    }
}
