using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class FlowReferenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_flow_feature_has_a_reference() =>
        FeatureCatalogue.Flow.Select(d => d.Name).ShouldBe(FlowReference.Values.Keys, ignoreOrder: true);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Flow_equals_the_definition_at_any_moment(ulong seed)
    {
        var engine = new FeatureEngine(SyntheticBars.Symbol, MarketScenario.Timeframes);
        IReadOnlyList<MarketEvent> events = MarketScenario.Events(seed);
        int offset = engine.Columns.TakeWhile(c => c.Group != FeatureCatalogue.FlowGroup).Count();
        double[] row = new double[engine.Columns.Count];
        double[] largest = new double[FeatureCatalogue.Flow.Count];
        int[] known = new int[largest.Length];
        var random = new Lcg(seed);
        for (int i = 0; i < events.Count; i++)
        {
            events[i].ApplyTo(engine);
            if (random.Below(12) != 0 || events[i] is MarketEvent.BarClosed) continue;
            MarketEvent[] past = [.. events.Take(i + 1)];

            // Between this event and the next, or long after it: reading late must slide the windows just the same.
            Timestamp asOf = events[i].At + TimeSpan.FromMilliseconds(random.Below(5) == 0 ? random.Below(20_000) : random.Below(50));
            engine.CopyTo(asOf, row);
            for (int f = 0; f < largest.Length; f++)
            {
                string name = FeatureCatalogue.Flow[f].Name;
                double expected = FlowReference.Values[name](past, asOf);
                double value = row[offset + f];
                double.IsNaN(value).ShouldBe(double.IsNaN(expected), $"{name} at {asOf}: {value} instead of {expected}");
                if (double.IsNaN(value)) continue;
                known[f]++;
                largest[f] = Math.Max(largest[f], Math.Abs(value - expected) / Math.Max(Math.Abs(expected), 1e-3));
            }
        }

        for (int f = 0; f < largest.Length; f++)
        {
            output.WriteLine($"{FeatureCatalogue.Flow[f].Name,-26} {largest[f]:0.0e+00} at {known[f]} moments");
            largest[f].ShouldBeLessThan(1e-9, FeatureCatalogue.Flow[f].Name);
            known[f].ShouldBeGreaterThan(100, FeatureCatalogue.Flow[f].Name);
        }
    }
}
