using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Bars that offer nothing to divide by, or nothing to believe.</summary>
public sealed class DegenerateBarTests
{
    private static readonly string[] UndefinedWhenFlat =
        ["rsi_14", "plus_di_14", "minus_di_14", "bollinger_percent_b"];

    // Warm, but there need not be one on that side of the price.
    private static readonly string[] MayBeUnknown =
    [
        "profile_node_above_96", "profile_node_below_96", "support", "support_distance", "resistance", "resistance_distance",
        "sample_entropy_64",
    ];

    [Fact]
    public void A_flat_market_leaves_ratios_of_nothing_unknown_and_the_rest_exact()
    {
        Dictionary<string, double[]> columns = Streamed.Columns(SyntheticBars.OfCloses(Enumerable.Repeat(0.1m, 80)));
        foreach (string name in UndefinedWhenFlat) columns[name].ShouldAllBe(v => double.IsNaN(v), name);
        columns["sma_50"][^1].ShouldBe(0.1);
        columns["bollinger_upper"][^1].ShouldBe(columns["bollinger_lower"][^1]);
        foreach (string name in new[] { "bollinger_bandwidth", "atr_14", "realised_volatility_20", "return_1", "momentum_5" })
            columns[name][^1].ShouldBe(0, name);
        columns["macd_histogram"][^1].ShouldBe(0, 1e-15);
    }

    [Fact]
    public void A_market_that_moves_again_after_standing_still_is_measured_as_if_it_never_stood_still()
    {
        // Long enough that every smoothed remainder of the first part has faded away.
        Bar[] restless = SyntheticBars.Walk(200, seed: 51);
        Bar still = SyntheticBars.OfCloses([restless[^1].Close.Value])[0];
        IEnumerable<Bar> pause = Enumerable.Range(0, 3_000).Select(i => still with { OpenTime = restless[^1].CloseTime + i * still.Timeframe.Duration });
        Bar[] paused = [.. restless, .. pause];
        Bar[] after = [.. SyntheticBars.Walk(300, seed: 52, startCents: (long)(restless[^1].Close.Value * 100))
            .Select((b, i) => b with { OpenTime = paused[^1].CloseTime + i * b.Timeframe.Duration })];
        var series = new BarColumns([.. paused, .. after]);
        Dictionary<string, double[]> streamed = Streamed.Columns([.. paused, .. after]);
        foreach (FeatureDefinition feature in FeatureCatalogue.Bars)
        {
            double[] expected = BarReference.Columns[feature.Name](series);
            for (int i = paused.Length + 60; i < paused.Length + after.Length; i++)
                if (!double.IsNaN(expected[i]) || !double.IsNaN(streamed[feature.Name][i]))
                    streamed[feature.Name][i].ShouldBe(expected[i], Math.Abs(expected[i]) * 1e-9 + 1e-9, $"{feature.Name} at {i}");
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1.0)]
    public void A_volume_nobody_can_believe_poisons_nothing(double volume)
    {
        Bar[] bars = SyntheticBars.Walk(400, seed: 53);
        bars[60] = bars[60] with { Volume = volume };
        Dictionary<string, double[]> columns = Streamed.Columns(bars);
        columns["volume_ratio_20"][60].ShouldBe(double.NaN);
        foreach ((string name, double[] column) in columns)
            if (!MayBeUnknown.Contains(name)) double.IsFinite(column[^1]).ShouldBeTrue(name);
        Bar[] without = [.. bars[..60], bars[60] with { Volume = 0 }, .. bars[61..]];
        Dictionary<string, double[]> expected = Streamed.Columns(without);
        columns["vwap"][^1].ShouldBe(expected["vwap"][^1]);
        columns["obv"][^1].ShouldBe(expected["obv"][^1]);
    }

    [Fact]
    public void Vwap_is_unknown_until_something_trades_and_starts_anew_every_day()
    {
        Bar[] bars = [.. SyntheticBars.OfCloses([10m, 11m, 12m, 13m]).Select(b => b with { Volume = 0 })];
        bars[2] = bars[2] with { Volume = 2 };
        bars[3] = bars[3] with { OpenTime = SyntheticBars.Start + Timeframe.OneDay };
        double[] vwap = Streamed.Columns(bars)["vwap"];
        vwap.ShouldBe([double.NaN, double.NaN, 12, double.NaN]);
    }

    [Fact]
    public void Bars_that_make_no_sense_are_refused_and_show_as_a_gap()
    {
        var engine = new FeatureEngine(SyntheticBars.Symbol, [Timeframe.FiveMinutes]);
        Bar[] bars = SyntheticBars.Walk(6, seed: 54);
        engine.OnBar(bars[0]).ShouldBeTrue();
        engine.OnBar(bars[1] with { Low = default }).ShouldBeFalse();
        engine.OnBar(bars[1] with { Low = Price.From(-1m) }).ShouldBeFalse();
        engine.OnBar(bars[1] with { High = bars[1].Low }).ShouldBeFalse();
        engine.OnBar(bars[1] with { High = FeatureEngine.PriceMax + Price.FromRaw(1) }).ShouldBeFalse();
        engine.OnBar(bars[1] with { Timeframe = Timeframe.OneHour }).ShouldBeFalse();
        engine.OnBar(bars[2]).ShouldBeTrue();
        engine.Snapshot(bars[2].CloseTime)[0].Features.Single(f => f.Name == "bars_since_gap").Value.ShouldBe(1);
    }

    [Fact]
    public void A_gap_starts_the_count_again_and_everything_else_runs_on()
    {
        Bar[] bars = SyntheticBars.Walk(400, seed: 55);
        Bar[] holed = [.. bars[..360], .. bars[363..]];
        Dictionary<string, double[]> columns = Streamed.Columns(holed);
        columns["bars_since_gap"][359..363].ShouldBe([360, 1, 2, 3]);
        foreach ((string name, double[] column) in columns)
            if (!MayBeUnknown.Contains(name)) double.IsFinite(column[360]).ShouldBeTrue(name);

        Bar[] marked = [.. bars];
        marked[360] = marked[360] with { AfterGap = true };
        Streamed.Columns(marked)["bars_since_gap"][359..362].ShouldBe([360, 1, 2]);
    }
}
