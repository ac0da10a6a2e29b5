using System.Numerics;

namespace Parley.Network;

/// <summary>A piece of memory that messages of one socket are received into, one after the other, and read from.</summary>
internal sealed class Block(int size)
{
    public byte[] Bytes { get; } = GC.AllocateUninitializedArray<byte>(size);

    /// <summary>Gets one more when the block is spent.</summary>
    public SemaphoreSlim? Credit { get; set; }
}

/// <summary>Blocks that are used again and again, of powers of two from 64 KiB.</summary>
internal sealed class BlockPool
{
    public const int Usual = 1 << 16;

    private const int KeptMax = 128;

    private readonly Stack<Block>[] kept = [.. Enumerable.Range(0, 12).Select(_ => new Stack<Block>())];

    /// <param name="size">At least this many bytes.</param>
    public Block Rent(int size, SemaphoreSlim credit)
    {
        int rank = RankOf(size);
        Block? block;
        lock (kept) kept[rank].TryPop(out block);
        block ??= new Block(Usual << rank);
        block.Credit = credit;
        return block;
    }

    public void Return(Block block)
    {
        Stack<Block> stack = kept[RankOf(block.Bytes.Length)];
        SemaphoreSlim? credit = block.Credit;
        block.Credit = null;
        lock (kept)
            if (stack.Count < KeptMax) stack.Push(block);
        credit?.Release();
    }

    private static int RankOf(int size) => size <= Usual ? 0 : BitOperations.Log2((uint)(size - 1) / Usual) + 1;
}
