using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Bars of a seeded random walk in whole cents, the same on every machine and in every language.</summary>
internal static class SyntheticBars
{
    public static readonly Symbol Symbol = new("BTCUSDT");

    /// <summary>2024-01-01T00:00Z.</summary>
    public static readonly Timestamp Start = Timestamp.FromMilliseconds(1_704_067_200_000);

    public static Bar[] Walk(int count, ulong seed, long startCents = 6_000_000, int stepCents = 20_000)
    {
        var random = new Lcg(seed);
        var bars = new Bar[count];
        long close = startCents;
        Timestamp time = Start;
        for (int i = 0; i < count; i++)
        {
            long open = close;
            close = Math.Max(open + random.Below(2 * stepCents + 1) - stepCents, stepCents);
            long high = Math.Max(open, close) + random.Below(stepCents / 4);
            long low = Math.Min(open, close) - random.Below(stepCents / 4);
            double volume = random.Below(1_000_000) / 10_000.0;
            bars[i] = new(
                Symbol, Timeframe.FiveMinutes, time, Cents(open), Cents(high), Cents(low), Cents(close), volume,
                volume * (i % 7 / 7.0), 0, AfterGap: false);
            time += Timeframe.FiveMinutes;
        }

        return bars;
    }

    /// <summary>Bars of one price and the given closes: open = high = low = close.</summary>
    public static Bar[] OfCloses(IEnumerable<decimal> closes) =>
        [.. closes.Select((close, i) => Make(Start + i * Timeframe.FiveMinutes.Duration, close, close, close, close, 1))];

    public static Bar Make(Timestamp time, decimal open, decimal high, decimal low, decimal close, double volume) =>
        new(Symbol, Timeframe.FiveMinutes, time, Price.From(open), Price.From(high), Price.From(low), Price.From(close),
            volume, double.NaN, 0, AfterGap: false);

    private static Price Cents(long cents) => Price.FromRaw(cents * (FixedPoint.Scale / 100));
}
