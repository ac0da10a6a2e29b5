using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Funding and cross-asset features against their definitions, at random moments of a made-up market.</summary>
public sealed class EventReferenceTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_feature_has_a_reference()
    {
        FeatureCatalogue.Funding.Select(d => d.Name).ShouldBe(FundingReference.Values.Keys, ignoreOrder: true);
        FeatureCatalogue.Reference.Select(d => d.Name).ShouldBe(CrossAssetReference.Pairs.Keys, ignoreOrder: true);
        FeatureCatalogue.Market.Select(d => d.Name).ShouldBe(CrossAssetReference.Markets.Keys, ignoreOrder: true);
    }

    [Theory]
    [InlineData(81)]
    [InlineData(82)]
    public void Values_equal_the_definition_at_any_moment(ulong seed)
    {
        FeatureEngine engine = MarketScenario.Engine();
        IReadOnlyList<MarketEvent> events = MarketScenario.Events(seed);
        double[] row = new double[engine.Columns.Count];
        (FeatureColumn Column, int Index)[] columns =
            [.. engine.Columns.Select((c, i) => (c, i)).Where(p => p.c.Definition.Kind is FeatureKind.Funding or FeatureKind.Reference or FeatureKind.Market)];
        double[] largest = new double[row.Length];
        int[] known = new int[row.Length];
        var random = new Lcg(seed);
        for (int i = 0; i < events.Count; i++)
        {
            events[i].ApplyTo(engine);
            if (random.Below(25) != 0) continue;
            MarketEvent[] past = [.. events.Take(i + 1)];
            Timestamp asOf = events[i].At + TimeSpan.FromSeconds(random.Below(5) == 0 ? random.Below(30) : 0);
            engine.CopyTo(asOf, row);
            foreach ((FeatureColumn column, int index) in columns)
            {
                double expected = Expected(column, past, asOf);
                double.IsNaN(row[index]).ShouldBe(double.IsNaN(expected), $"{column.Name} at {asOf}: {row[index]} instead of {expected}");
                if (double.IsNaN(expected)) continue;
                known[index]++;
                largest[index] = Math.Max(largest[index], Math.Abs(row[index] - expected) / Math.Max(Math.Abs(expected), 1e-6));
            }
        }

        foreach ((FeatureColumn column, int index) in columns)
        {
            output.WriteLine($"{column.Name,-36} {largest[index]:0.0e+00} at {known[index]} moments");
            largest[index].ShouldBeLessThan(1e-9, column.Name);
            known[index].ShouldBeGreaterThan(20, column.Name);
        }
    }

    [Fact]
    public void Rates_of_venues_with_other_intervals_are_compared_per_eight_hours()
    {
        var engine = new FeatureEngine(SyntheticBars.Symbol, FeatureEngine.DefaultTimeframes);
        Timestamp settles = SyntheticBars.Start + TimeSpan.FromHours(8);
        var rate = new FundingRate(SyntheticBars.Symbol, "binance", settles, TimeSpan.FromHours(8), 0.0002);
        engine.OnFunding(rate).ShouldBeTrue();
        engine.OnFunding(rate with { Venue = "hourly", Interval = TimeSpan.FromHours(1), Rate = 0.0002 }).ShouldBeTrue();
        engine.OnFunding(rate with { Rate = double.NaN }).ShouldBeFalse();
        engine.OnFunding(rate with { Interval = TimeSpan.Zero }).ShouldBeFalse();
        IReadOnlyList<Feature> funding = engine.Snapshot(SyntheticBars.Start).Single(g => g.Name == "funding").Features;
        funding.Single(f => f.Name == "funding_rate").Value.ShouldBe(0.0002);
        funding.Single(f => f.Name == "funding_spread").Value!.Value.ShouldBe(0.0014, 1e-15);
        funding.Single(f => f.Name == "funding_percentile_90").Value.ShouldBeNull();
    }

    private static double Expected(FeatureColumn column, MarketEvent[] past, Timestamp asOf) => column.Definition.Kind switch
    {
        FeatureKind.Funding => FundingReference.Values[column.Definition.Name](past, asOf),
        FeatureKind.Market => CrossAssetReference.Markets[column.Definition.Name](past),
        _ => CrossAssetReference.Pairs[column.Definition.Name](past, MarketScenario.References.Single(r => FeatureCatalogue.ReferenceGroup(r) == column.Group)),
    };
}
