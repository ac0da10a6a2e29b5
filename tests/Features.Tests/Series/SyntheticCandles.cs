using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>
/// Bars of a seeded random walk with what candlestick patterns need: opens that gap away from the last close, small and
/// large bodies, short and long shadows, and sizes of few cents, so that ties happen. The same in every language.
/// </summary>
internal static class SyntheticCandles
{
    public static Bar[] Walk(int count, ulong seed)
    {
        var random = new Lcg(seed);
        var bars = new Bar[count];
        long close = 1_000_000;
        for (int i = 0; i < count; i++)
        {
            long open = close + (random.Below(3) != 0 ? random.Below(61) - 30 : 0);
            int size = random.Below(3) == 0 ? 10 : 80;
            close = Math.Max(open + random.Below(2 * size + 1) - size, 1_000);
            long high = Math.Max(open, close) + Shadow(random);
            long low = Math.Min(open, close) - Shadow(random);
            bars[i] = SyntheticBars.Make(
                SyntheticBars.Start + i * Timeframe.FiveMinutes.Duration, open / 100m, high / 100m, low / 100m, close / 100m, volume: 1);
        }

        return bars;
    }

    private static int Shadow(Lcg random) => random.Below(random.Below(4) != 0 ? 4 : 60);
}
