using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// One side of the synthetic book: levels on the tick grid, best first, next to what was last published of them.
/// Prices are counted in ticks, quantities in steps.
/// </summary>
internal sealed class SyntheticBookSide
{
    public const int LevelsMin = 24;
    private const int LevelsMax = 32;
    private const int Capacity = 64;

    // Asks grow away from the market, bids shrink.
    private readonly int outward;
    private readonly long[] ticks = new long[Capacity];
    private readonly long[] steps = new long[Capacity];
    private readonly long[] publishedTicks = new long[Capacity];
    private readonly long[] publishedSteps = new long[Capacity];
    private int publishedCount;

    public SyntheticBookSide(Side side) => outward = side == Side.Buy ? -1 : 1;

    public int Count { get; private set; }

    public long BestTicks => ticks[0];

    public long BestSteps => steps[0];

    /// <summary>Moves the best price: levels in front of it vanish, and it gets one if it had none.</summary>
    public void MoveTouch(long best, in LevelSize size)
    {
        int vanished = 0;
        while (vanished < Count && (ticks[vanished] - best) * outward < 0) vanished++;
        RemoveAt(0, vanished);
        if (Count == 0 || ticks[0] != best) Insert(0, best, size.Draw(0));
        else steps[0] = Math.Max(1, (steps[0] * 7 + size.Draw(0) * 3) / 10);
    }

    /// <summary>Keeps the depth: new levels at the far end, none beyond the usual distance, one in the middle redrawn.</summary>
    public void Refresh(Prng chance, int gapMax, in LevelSize size)
    {
        while (Count < LevelsMin)
        {
            long far = Count == 0 ? throw new InvalidOperationException("A side always has a touch.") : ticks[Count - 1];
            Insert(Count, far + outward * (1 + chance.NextInt(gapMax)), size.Draw(Count));
        }

        if (Count > LevelsMax) Count = LevelsMax;
        int redrawn = 1 + chance.NextInt(Count - 1);
        steps[redrawn] = size.Draw(redrawn);
    }

    /// <summary>Takes from the best level.</summary>
    /// <returns>Steps taken, at most what rests there.</returns>
    public long TakeBest(long wanted)
    {
        long taken = Math.Min(wanted, steps[0]);
        steps[0] -= taken;
        if (steps[0] == 0) RemoveAt(0, 1);
        return taken;
    }

    /// <summary>Writes all levels, best first, and remembers them as published.</summary>
    public int PublishAll(in SyntheticGrid grid, Span<BookLevel> target)
    {
        for (int i = 0; i < Count; i++) target[i] = grid.Level(ticks[i], steps[i]);
        Remember();
        return Count;
    }

    /// <summary>Writes what changed since the last publication, each price once, and remembers the rest as published.</summary>
    public int PublishChanges(in SyntheticGrid grid, Span<BookLevel> target)
    {
        int changed = 0;
        int old = 0;
        int now = 0;
        while (old < publishedCount || now < Count)
        {
            long ahead = old == publishedCount ? 1 : now == Count ? -1 : (publishedTicks[old] - ticks[now]) * outward;
            if (ahead < 0)
            {
                target[changed++] = grid.Level(publishedTicks[old++], 0);
            }
            else if (ahead > 0)
            {
                target[changed++] = grid.Level(ticks[now], steps[now]);
                now++;
            }
            else
            {
                if (steps[now] != publishedSteps[old]) target[changed++] = grid.Level(ticks[now], steps[now]);
                now++;
                old++;
            }
        }

        Remember();
        return changed;
    }

    private void Remember()
    {
        Array.Copy(ticks, publishedTicks, Count);
        Array.Copy(steps, publishedSteps, Count);
        publishedCount = Count;
    }

    private void Insert(int index, long tick, long quantity)
    {
        Array.Copy(ticks, index, ticks, index + 1, Count - index);
        Array.Copy(steps, index, steps, index + 1, Count - index);
        ticks[index] = tick;
        steps[index] = quantity;
        Count++;
    }

    private void RemoveAt(int index, int count)
    {
        if (count == 0) return;
        Count -= count;
        Array.Copy(ticks, index + count, ticks, index, Count - index);
        Array.Copy(steps, index + count, steps, index, Count - index);
    }
}

/// <summary>Draws how much rests at a level: log-normal, more with depth.</summary>
/// <param name="Mean">In steps, at the touch.</param>
internal readonly record struct LevelSize(Prng Chance, double Mean)
{
    public long Draw(int depth) =>
        Math.Max(1, (long)(Mean * (1 + depth * 0.1) * PortableMath.Exp(0.8 * Chance.NextGaussian() - 0.32)));
}

/// <summary>The grid of a synthetic instrument.</summary>
/// <param name="TickRaw">Tick size in 10⁻⁸ quote units.</param>
/// <param name="StepRaw">Quantity step in 10⁻⁸ base units.</param>
internal readonly record struct SyntheticGrid(long TickRaw, long StepRaw)
{
    public Price Price(long ticks) => Domain.Price.FromRaw(ticks * TickRaw);

    public Quantity Quantity(long steps) => Domain.Quantity.FromRaw(steps * StepRaw);

    public BookLevel Level(long ticks, long steps) => new(Price(ticks), Quantity(steps));
}
