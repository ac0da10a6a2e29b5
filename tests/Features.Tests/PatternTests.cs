using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Candlestick patterns where they occur, which in the other series is seldom.</summary>
public sealed class PatternTests
{
    private const int Count = 3_000;

    /// <summary>
    /// Rows of <see cref="SyntheticCandles.Walk"/>(3,000, seed 7) on which TA-Lib (C, compiled to WebAssembly, default candle
    /// settings, prices in whole cents) tells a pattern, bearish ones negative: how often in all, and the first four of each kind.
    /// </summary>
    public static TheoryData<string, int, int, int[]> Occurrences { get; } = new()
    {
        { "cdl_doji", 532, 0, [19, 33, 37, 39] },
        { "cdl_hammer", 164, 0, [19, 66, 117, 124] },
        { "cdl_shooting_star", 0, 78, [-21, -132, -167, -178] },
        { "cdl_engulfing", 216, 227, [3, 10, -11, 15, -18, -24, -26, 30] },
        { "cdl_harami", 170, 166, [12, -17, 19, 33, -53, 58, -79, -86] },
        { "cdl_morning_star", 13, 0, [95, 548, 697, 769] },
        { "cdl_evening_star", 0, 19, [-51, -133, -145, -274] },
        { "cdl_three_white_soldiers", 14, 0, [131, 583, 975, 1195] },
        { "cdl_three_black_crows", 0, 1, [-1080] },
        { "cdl_piercing", 13, 0, [81, 394, 442, 445] },
        { "cdl_dark_cloud_cover", 0, 17, [-72, -128, -158, -271] },
        { "cdl_marubozu", 382, 360, [-11, 15, -18, -24, 25, -26, 42, 49] },
    };

    [Theory]
    [MemberData(nameof(Occurrences))]
    public void Patterns_occur_where_another_implementation_finds_them(string pattern, int bullish, int bearish, int[] rows)
    {
        double[] column = Streamed.Columns(SyntheticCandles.Walk(Count, seed: 7))[pattern];
        column.Count(v => v > 0).ShouldBe(bullish);
        column.Count(v => v < 0).ShouldBe(bearish);
        foreach (int row in rows) column[Math.Abs(row)].ShouldBe(Math.Sign(row), $"row {row}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Streaming_equals_batch_where_patterns_occur(ulong seed)
    {
        Bar[] bars = SyntheticCandles.Walk(Count, seed);
        var series = new BarColumns(bars);
        Dictionary<string, double[]> streamed = Streamed.Columns(bars);
        foreach (string pattern in Patterns()) streamed[pattern].ShouldBe(BarReference.Columns[pattern](series), pattern);
    }

    [Fact]
    public void No_pattern_changes_when_the_bars_after_it_do()
    {
        Bar[] first = SyntheticCandles.Walk(Count, seed: 7);
        Dictionary<string, double[]> whole = Streamed.Columns(first);
        foreach (int cut in new[] { 14, 1_081, 1_500 })
        {
            Bar[] other = [.. SyntheticCandles.Walk(200, seed: 8).Select((b, i) => b with { OpenTime = first[cut + i].OpenTime })];
            Dictionary<string, double[]> spliced = Streamed.Columns([.. first[..cut], .. other]);
            foreach (string pattern in Patterns()) spliced[pattern][..cut].ShouldBe(whole[pattern][..cut], pattern);
            Patterns().Any(p => !spliced[p].Skip(cut).SequenceEqual(whole[p].Skip(cut).Take(200)))
                .ShouldBeTrue("the other bars must show after the cut");
        }
    }

    [Fact]
    public void A_size_that_equals_the_limit_is_decided_exactly()
    {
        // The mean range before is 1.00 and a tenth of it 0.10, which binary fractions do not hold.
        Bar[] before = [.. Enumerable.Range(0, 10).Select(i => Candle(i, open: 100.2m, high: 101.0m, low: 100.0m, close: 100.7m))];
        double[] doji = Streamed.Columns([.. before, Candle(10, 100.2m, 100.9m, 100.1m, 100.3m)])["cdl_doji"];
        doji[10].ShouldBe(1);
        doji = Streamed.Columns([.. before, Candle(10, 100.2m, 100.9m, 100.1m, 100.30000001m)])["cdl_doji"];
        doji[10].ShouldBe(0);
    }

    private static IEnumerable<string> Patterns() => FeatureCatalogue.Bars.Where(d => d.Family == "patterns").Select(d => d.Name);

    private static Bar Candle(int row, decimal open, decimal high, decimal low, decimal close) =>
        SyntheticBars.Make(SyntheticBars.Start + row * Timeframe.FiveMinutes.Duration, open, high, low, close, volume: 1);
}
