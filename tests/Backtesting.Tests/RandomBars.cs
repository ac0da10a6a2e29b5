namespace Parley.Backtesting.Tests;

/// <summary>Seeded random walks on a coarse grid, so that ties of averages are common.</summary>
internal static class RandomBars
{
    public static readonly Symbol Symbol = new("TESTUSDT");

    public static BarSeries Series(int seed, int count, int step = 3) => BarSeries.From(Make(seed, count, step));

    public static Bar[] Make(int seed, int count, int step = 3)
    {
        var random = new Random(seed);
        var bars = new Bar[count];
        long close = 10_000;
        for (int i = 0; i < count; i++)
        {
            long open = Math.Max(100, close + random.Next(-step, step + 1));
            close = Math.Max(100, open + random.Next(-step, step + 1));
            long high = Math.Max(open, close) + random.Next(0, step + 1);
            long low = Math.Min(open, close) - random.Next(0, step + 1);
            bars[i] = At(i, open, high, low, close);
        }

        return bars;
    }

    /// <summary>Bars that open and close at the given prices in hundredths.</summary>
    public static BarSeries Flat(params int[] cents)
    {
        var bars = new Bar[cents.Length];
        for (int i = 0; i < bars.Length; i++) bars[i] = At(i, cents[i], cents[i], cents[i], cents[i]);
        return BarSeries.From(bars);
    }

    public static Bar At(int index, long open, long high, long low, long close) => new(
        Symbol,
        Timeframe.FiveMinutes,
        Timestamp.Parse("2024-03-01T00:00:00Z") + TimeSpan.FromMinutes(5 * index),
        Cents(open),
        Cents(high),
        Cents(low),
        Cents(close),
        1.5,
        double.NaN,
        0,
        AfterGap: false);

    private static Price Cents(long cents) => Price.FromRaw(cents * 1_000_000);
}
