using Parley.Domain;

namespace Parley.Market;

/// <summary>
/// The order book of a synthetic instrument: follows the fair price, is leaned on by order flow, and is eaten by market
/// orders. Its updates carry an unbroken futures chain of sequence numbers.
/// </summary>
internal sealed class SyntheticBook
{
    /// <summary>No market order eats more levels than this: larger ones would be split by whoever sends them.</summary>
    private const int LevelsPerOrderMax = 4;

    private const int LevelsLeftMin = 20;
    private const double TouchNotional = 40_000;
    private const double DepthPerPrice = 3.4e-5;

    private readonly Prng chance;
    private readonly SyntheticGrid grid;
    private readonly SyntheticBookSide bids = new(Side.Buy);
    private readonly SyntheticBookSide asks = new(Side.Sell);
    private readonly BookLevel[] bidLevels = new BookLevel[128];
    private readonly BookLevel[] askLevels = new BookLevel[128];
    private int bidCount;
    private int askCount;

    public SyntheticBook(Prng chance, SyntheticGrid grid, long firstUpdateId)
    {
        this.chance = chance;
        this.grid = grid;
        LastId = firstUpdateId;
    }

    /// <summary>Numbers covered by what was published last.</summary>
    public long FirstId { get; private set; }

    public long LastId { get; private set; }

    public long PreviousId { get; private set; }

    public ReadOnlySpan<BookLevel> Bids => bidLevels.AsSpan(0, bidCount);

    public ReadOnlySpan<BookLevel> Asks => askLevels.AsSpan(0, askCount);

    public BookLevel BestBid => grid.Level(bids.BestTicks, bids.BestSteps);

    public BookLevel BestAsk => grid.Level(asks.BestTicks, asks.BestSteps);

    /// <summary>Moves the book to a new fair price.</summary>
    /// <param name="lean">Order flow in [−1, 1]: positive means more bids and fewer asks at the touch.</param>
    public void Follow(double fairPrice, double lean)
    {
        double ticks = fairPrice * (FixedPoint.Scale / (double)grid.TickRaw);
        long spread = chance.NextInt(8) == 0 ? 2 + chance.NextInt(3) : 1;
        long bid = (long)Math.Floor(ticks - (spread - 1) * 0.5);
        double mean = TouchNotional / fairPrice * (FixedPoint.Scale / (double)grid.StepRaw);
        int gapMax = Math.Max(1, (int)(ticks * DepthPerPrice));
        LevelSize bidSize = new(chance, mean * (1 + 0.6 * lean));
        LevelSize askSize = new(chance, mean * (1 - 0.6 * lean));
        bids.MoveTouch(bid, bidSize);
        asks.MoveTouch(bid + spread, askSize);
        bids.Refresh(chance, gapMax, bidSize);
        asks.Refresh(chance, gapMax, askSize);
    }

    /// <summary>Makes <see cref="Bids"/> and <see cref="Asks"/> the whole book.</summary>
    public void PublishAll()
    {
        bidCount = bids.PublishAll(grid, bidLevels);
        askCount = asks.PublishAll(grid, askLevels);
    }

    /// <summary>Makes <see cref="Bids"/> and <see cref="Asks"/> what changed since the last publication.</summary>
    public void PublishChanges()
    {
        bidCount = bids.PublishChanges(grid, bidLevels);
        askCount = asks.PublishChanges(grid, askLevels);
        PreviousId = LastId;
        FirstId = LastId + 1;
        LastId += Math.Max(1, bidCount + askCount);
    }

    /// <summary>Sends a market order into the book.</summary>
    /// <param name="executions">Gets one entry per level hit, at most four.</param>
    /// <returns>How many levels were hit; 0 when the side is too thin to be eaten further.</returns>
    public int Execute(Side aggressor, long steps, Span<BookLevel> executions)
    {
        SyntheticBookSide side = aggressor == Side.Buy ? asks : bids;
        int count = 0;
        while (steps > 0 && count < LevelsPerOrderMax && side.Count > LevelsLeftMin)
        {
            long price = side.BestTicks;
            long taken = side.TakeBest(steps);
            executions[count++] = grid.Level(price, taken);
            steps -= taken;
        }

        return count;
    }
}
