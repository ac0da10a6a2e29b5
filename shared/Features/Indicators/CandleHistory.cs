using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// The last four candles, each with the sizes of the candles before it, which all patterns share. The sums roll and are
/// whole numbers: O(1) per update, and exact.
/// </summary>
internal struct CandleHistory
{
    private const int Kept = 4;
    private readonly Candle[] candles = new Candle[Kept];
    private readonly long[] bodies = new long[Candle.Averaged];
    private readonly long[] ranges = new long[Candle.Averaged];
    private long sumOfBodies;
    private long sumOfRanges;
    private long sumOfFiveRanges;
    private int next;
    private int count;

    public CandleHistory()
    {
    }

    /// <summary>Candles seen, counted no further than any pattern needs.</summary>
    public readonly int Count => count;

    /// <summary>A candle by its age: 0 is the newest, 3 the oldest kept.</summary>
    public readonly ref readonly Candle this[int age] => ref candles[age];

    public void Update(in Bar bar)
    {
        for (int age = Kept - 1; age > 0; age--) candles[age] = candles[age - 1];
        candles[0] = new Candle(bar, sumOfBodies, sumOfRanges, sumOfFiveRanges);
        long body = candles[0].Body;
        long range = candles[0].Range;
        int five = next - Candle.AveragedNear;
        sumOfBodies += body - bodies[next];
        sumOfRanges += range - ranges[next];
        sumOfFiveRanges += range - ranges[five < 0 ? five + Candle.Averaged : five];
        bodies[next] = body;
        ranges[next] = range;
        if (++next == Candle.Averaged) next = 0;
        if (count < Candle.Averaged + Kept) count++;
    }

    public void Sync(ref StateStream state)
    {
        foreach (ref Candle candle in candles.AsSpan()) candle.Sync(ref state);
        state.Sync(bodies);
        state.Sync(ranges);
        state.Sync(ref sumOfBodies);
        state.Sync(ref sumOfRanges);
        state.Sync(ref sumOfFiveRanges);
        state.SyncCount(ref next, Candle.Averaged - 1);
        state.SyncCount(ref count, Candle.Averaged + Kept);
    }
}
