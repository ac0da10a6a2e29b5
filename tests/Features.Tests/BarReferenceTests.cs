using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class BarReferenceTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Every_bar_feature_has_a_reference() =>
        FeatureCatalogue.Bars.Select(d => d.Name).ShouldBe(BarReference.Columns.Keys, ignoreOrder: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Streaming_equals_batch_on_synthetic_bars(ulong seed) =>
        Compare(SyntheticBars.Walk(3_000, seed));

    // Two and a half months each: the references take a window anew for every bar.
    [Fact]
    public void Streaming_equals_batch_on_recorded_bars() =>
        Compare(RecordedBars.Load("mooneyes_freqtrade/BTC_USDT-5m.json")[..20_000]);

    [Fact]
    public void Streaming_equals_batch_on_recorded_bars_with_gaps_and_bars_without_trades() =>
        Compare(RecordedBars.Load("nostalgia_for_infinity/ETH_USDT-5m.json")[..21_000]);

    [Fact]
    public void Warm_up_is_exactly_what_the_definition_says()
    {
        Dictionary<string, double[]>[] walks = [.. Enumerable.Range(1, 20).Select(seed => Streamed.Columns(SyntheticBars.Walk(400, (ulong)seed)))];
        foreach (FeatureDefinition definition in FeatureCatalogue.Bars)
        {
            // Swings come when they come, and similar returns return when they do: the least of many series counts.
            int first = walks.Min(columns => Array.FindIndex(columns[definition.Name], double.IsFinite));

            // What depends on the time of day needs that time of the day before.
            int warmUp = definition.Definition.Contains("from the second day on", StringComparison.Ordinal) ? 288 : definition.WarmUp;
            (first + 1).ShouldBe(warmUp, definition.Name);
        }
    }

    private void Compare(Bar[] bars)
    {
        var series = new BarColumns(bars);
        Dictionary<string, double[]> streamed = Streamed.Columns(bars);
        foreach ((string name, Func<BarColumns, double[]> reference) in BarReference.Columns)
        {
            double deviation = Deviation.Largest(streamed[name], reference(series));
            output.WriteLine($"{name,-24} {deviation:0.0e+00}");
            deviation.ShouldBeLessThan(Tolerance, name);
        }
    }
}
