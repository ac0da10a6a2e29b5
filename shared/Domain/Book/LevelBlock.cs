using System.Numerics;
using System.Runtime.InteropServices;

namespace Parley.Domain;

/// <summary>
/// Up to 64 neighbouring levels of a book side, sorted by rank. So small that inserting moves little and counting by
/// vectors beats a binary search, whose branches nobody can predict.
/// </summary>
internal sealed class LevelBlock
{
    public const int Capacity = 64;

    // Unused places hold the largest number, so that whole vectors can be compared.
    private readonly long[] ranks = new long[Capacity];
    private readonly long[] quantities = new long[Capacity];

    public LevelBlock() => Array.Fill(ranks, long.MaxValue);

    public int Count { get; private set; }

    /// <summary>The best rank. The block must not be empty.</summary>
    public long Last => ranks[Count - 1];

    public long RankAt(int index) => ranks[index];

    public long QuantityAt(int index) => quantities[index];

    /// <summary>Σ rank × quantity of all levels, exact.</summary>
    public Int128 Notional { get; private set; }

    public void SetQuantity(int index, long quantity)
    {
        Notional = unchecked(Notional + Math.BigMul(ranks[index], quantity - quantities[index]));
        quantities[index] = quantity;
    }

    /// <summary>Σ rank × quantity of the levels from an index to the best one, exact.</summary>
    public Int128 NotionalFrom(int index)
    {
        // The shorter way: add up what belongs to it, or take off what does not.
        bool add = index > Count / 2;
        (int from, int to) = add ? (index, Count) : (0, index);
        Int128 sum = 0;
        for (int i = from; i < to; i++) sum = unchecked(sum + Math.BigMul(ranks[i], quantities[i]));
        return add ? sum : unchecked(Notional - sum);
    }

    /// <summary>Index of the first rank that is not below this one.</summary>
    public int Find(long rank) => CountBelow(ranks.AsSpan(0, Padded(Count)), rank);

    /// <summary>How many numbers of a sorted span are below this one; its length is a multiple of the vector's.</summary>
    public static int CountBelow(ReadOnlySpan<long> sorted, long rank)
    {
        Vector<long> target = new(rank);
        Vector<long> below = Vector<long>.Zero;
        foreach (Vector<long> part in MemoryMarshal.Cast<long, Vector<long>>(sorted)) below -= Vector.LessThan(part, target);
        return (int)Vector.Sum(below);
    }

    /// <summary>The next multiple of the vector's length.</summary>
    public static int Padded(int count) => unchecked((count + Vector<long>.Count - 1) & -Vector<long>.Count);

    public void Insert(int index, long rank, long quantity)
    {
        int moved = Count - index;
        Array.Copy(ranks, index, ranks, index + 1, moved);
        Array.Copy(quantities, index, quantities, index + 1, moved);
        ranks[index] = rank;
        quantities[index] = quantity;
        Notional = unchecked(Notional + Math.BigMul(rank, quantity));
        Count++;
    }

    public void RemoveAt(int index)
    {
        Notional = unchecked(Notional - Math.BigMul(ranks[index], quantities[index]));
        Count--;
        Array.Copy(ranks, index + 1, ranks, index, Count - index);
        Array.Copy(quantities, index + 1, quantities, index, Count - index);
        ranks[Count] = long.MaxValue;
    }

    /// <summary>Moves the better half into an empty block.</summary>
    public void MoveUpperHalf(LevelBlock target)
    {
        int keep = Count / 2;
        int moved = Count - keep;
        target.Notional = NotionalFrom(keep);
        Notional = unchecked(Notional - target.Notional);
        Array.Copy(ranks, keep, target.ranks, 0, moved);
        Array.Copy(quantities, keep, target.quantities, 0, moved);
        Array.Fill(ranks, long.MaxValue, keep, moved);
        target.Count = moved;
        Count = keep;
    }

    public void Clear()
    {
        Array.Fill(ranks, long.MaxValue, 0, Count);
        Notional = 0;
        Count = 0;
    }
}
