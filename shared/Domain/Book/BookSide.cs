namespace Parley.Domain;

/// <summary>
/// One side of an order book: price levels sorted in small blocks, the best one last. A book of thousands of levels
/// changes anywhere, mostly by appearing and vanishing levels, so no change may move the whole side.
/// </summary>
internal sealed class BookSide
{
    /// <summary>A real book holds a few thousand levels; a feed that invents more loses the ones farthest from the market.</summary>
    private const int LevelsMax = 1 << 15;

    private const double NotionalScale = (double)FixedPoint.Scale * FixedPoint.Scale;

    // Bids rank by price, asks by negated price: for both, the larger rank is the better level.
    private readonly int sign;
    private readonly Stack<LevelBlock> spare = new(256);
    private LevelBlock[] blocks = new LevelBlock[256];

    // Best rank of each block, the largest number beyond them: what finds the block.
    private long[] lasts = new long[256];
    private int blockCount;

    public BookSide(Side side)
    {
        sign = side == Side.Buy ? 1 : -1;
        Array.Fill(lasts, long.MaxValue);
        for (int i = 0; i < 128; i++) spare.Push(new LevelBlock());
    }

    public int Count { get; private set; }

    /// <summary>Raw price of the best level. The side must not be empty.</summary>
    public long BestRaw => sign * lasts[blockCount - 1];

    /// <summary>The level at a distance of <paramref name="depth"/> levels from the best.</summary>
    public BookLevel At(int depth)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(depth, Count);
        int block = blockCount - 1;
        while (depth >= blocks[block].Count) depth -= blocks[block--].Count;
        return Level(blocks[block], blocks[block].Count - 1 - depth);
    }

    public Quantity QuantityAt(Price price)
    {
        long rank = sign * price.Raw;
        int block = FindBlock(rank);
        if (block == blockCount) return Quantity.Zero;
        int index = blocks[block].Find(rank);
        return blocks[block].RankAt(index) == rank ? Quantity.FromRaw(blocks[block].QuantityAt(index)) : Quantity.Zero;
    }

    /// <summary>Copies the best levels, best first.</summary>
    /// <returns>How many were copied.</returns>
    public int CopyTo(Span<BookLevel> target)
    {
        int copied = 0;
        for (int block = blockCount - 1; block >= 0; block--)
        {
            for (int index = blocks[block].Count - 1; index >= 0; index--)
            {
                if (copied == target.Length) return copied;
                target[copied++] = Level(blocks[block], index);
            }
        }

        return copied;
    }

    /// <summary>
    /// Σ price × quantity of the levels at this price or better, in quote currency: added up in exact integers, whole
    /// blocks at once, and rounded once, so that equal levels give equal bits however the book came to them.
    /// </summary>
    public double NotionalTo(Price limit)
    {
        long worst = sign * limit.Raw;
        Int128 notional = 0;
        int at = blockCount - 1;
        for (; at >= 0 && blocks[at].RankAt(0) >= worst; at--) notional = unchecked(notional + blocks[at].Notional);
        if (at >= 0 && lasts[at] >= worst) notional = unchecked(notional + blocks[at].NotionalFrom(blocks[at].Find(worst)));
        return sign * (double)notional / NotionalScale;
    }

    public void Clear()
    {
        while (blockCount > 0) RemoveBlock(blockCount - 1);
        Count = 0;
    }

    /// <summary>Sets the quantity of a level with a positive price; zero removes it.</summary>
    public void Set(in BookLevel level)
    {
        long rank = unchecked(sign * level.Price.Raw);
        int at = FindBlock(rank);
        if (at == blockCount)
        {
            if (!level.Quantity.IsZero) AddBest(rank, level.Quantity.Raw);
            return;
        }

        LevelBlock block = blocks[at];
        int index = block.Find(rank);
        bool exists = block.RankAt(index) == rank;
        if (level.Quantity.IsZero)
        {
            if (exists) Remove(at, index);
        }
        else if (exists)
        {
            block.SetQuantity(index, level.Quantity.Raw);
        }
        else
        {
            Insert(at, index, rank, level.Quantity.Raw);
        }
    }

    /// <summary>The levels alone: blocks and their notionals follow from them.</summary>
    public void Sync(ref StateStream state)
    {
        int count = Count;
        state.SyncCount(ref count, LevelsMax);
        var levels = new BookLevel[count];
        CopyTo(levels);
        BookLevels.Sync(ref state, levels);
        if (!state.IsReading) return;
        Clear();
        // From the worst level on each is the best so far.
        for (int i = count - 1; i >= 0; i--) Set(levels[i]);
        if (Count != count) throw new StateException("The saved book holds a price twice or a level without quantity.");
    }

    private BookLevel Level(LevelBlock block, int index) =>
        new(Price.FromRaw(sign * block.RankAt(index)), Quantity.FromRaw(block.QuantityAt(index)));

    /// <summary>The first block that ends at or above this rank; the number of blocks when none does.</summary>
    private int FindBlock(long rank) => LevelBlock.CountBelow(lasts.AsSpan(0, LevelBlock.Padded(blockCount)), rank);

    private void AddBest(long rank, long quantity)
    {
        if (blockCount == 0) InsertBlock(0);
        int best = blockCount - 1;
        Insert(best, blocks[best].Count, rank, quantity);
    }

    private void Insert(int at, int index, long rank, long quantity)
    {
        if (Count == LevelsMax)
        {
            Remove(0, 0);
            Set(new BookLevel(Price.FromRaw(sign * rank), Quantity.FromRaw(quantity)));
            return;
        }

        if (blocks[at].Count == LevelBlock.Capacity)
        {
            InsertBlock(at + 1);
            blocks[at].MoveUpperHalf(blocks[at + 1]);
            lasts[at] = blocks[at].Last;
            lasts[at + 1] = blocks[at + 1].Last;
            if (index > blocks[at].Count)
            {
                index -= blocks[at].Count;
                at++;
            }
        }

        blocks[at].Insert(index, rank, quantity);
        lasts[at] = blocks[at].Last;
        Count++;
    }

    private void Remove(int at, int index)
    {
        blocks[at].RemoveAt(index);
        Count--;
        if (blocks[at].Count == 0) RemoveBlock(at);
        else lasts[at] = blocks[at].Last;
    }

    private void InsertBlock(int at)
    {
        if (LevelBlock.Padded(blockCount + 1) > blocks.Length)
        {
            Array.Resize(ref blocks, blocks.Length * 2);
            int before = lasts.Length;
            Array.Resize(ref lasts, before * 2);
            Array.Fill(lasts, long.MaxValue, before, before);
        }

        Array.Copy(blocks, at, blocks, at + 1, blockCount - at);
        Array.Copy(lasts, at, lasts, at + 1, blockCount - at);
        blocks[at] = spare.TryPop(out LevelBlock? block) ? block : new LevelBlock();
        blockCount++;
    }

    private void RemoveBlock(int at)
    {
        blocks[at].Clear();
        spare.Push(blocks[at]);
        blockCount--;
        Array.Copy(blocks, at + 1, blocks, at, blockCount - at);
        Array.Copy(lasts, at + 1, lasts, at, blockCount - at);
        blocks[blockCount] = null!;
        lasts[blockCount] = long.MaxValue;
    }
}
