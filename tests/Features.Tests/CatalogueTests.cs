using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class CatalogueTests
{
    private const string Rewrite = "PARLEY_WRITE_DOCS";

    [Fact]
    public void Names_are_unique_and_in_snake_case()
    {
        FeatureCatalogue.Bars.Select(d => d.Name).ShouldBeUnique();
        FeatureCatalogue.Flow.Select(d => d.Name).ShouldBeUnique();
        foreach (FeatureDefinition definition in FeatureCatalogue.All) definition.Name.ShouldMatch("^[a-z][a-z0-9]*(_[a-z0-9]+)*$");
    }

    [Fact]
    public void Every_definition_says_what_it_is()
    {
        foreach (FeatureDefinition definition in FeatureCatalogue.All)
        {
            definition.Definition.ShouldMatch(@"^\S.*\.$", definition.Name);
            definition.Units.ShouldNotBeNullOrWhiteSpace(definition.Name);
            definition.Source.ShouldNotBeNullOrWhiteSpace(definition.Name);
            definition.WarmUp.ShouldBeGreaterThanOrEqualTo(0, definition.Name);
        }
    }

    [Fact]
    public void Columns_snapshot_and_values_come_in_the_same_order()
    {
        var engine = MarketScenario.Engine();
        MarketEvent last = MarketScenario.Events(seed: 71)[^1];
        foreach (MarketEvent e in MarketScenario.Events(seed: 71)) e.ApplyTo(engine);
        double[] row = new double[engine.Columns.Count];
        engine.CopyTo(last.At, row).ShouldBe(row.Length);
        IReadOnlyList<FeatureGroup> groups = engine.Snapshot(last.At);
        groups.Select(g => g.Name).ShouldBe(["2s", "3s", "funding", "market", "vs_BTCUSDC", "vs_ETHUSDT", "flow"]);
        groups.SelectMany(g => g.Features.Select(f => $"{g.Name}.{f.Name}")).ShouldBe(engine.Columns.Select(c => c.Name));
        groups.SelectMany(g => g.Features.Select(f => f.Value ?? double.NaN)).ShouldBe(row);
    }

    [Fact]
    public void Nothing_is_known_before_anything_was_seen()
    {
        var engine = new FeatureEngine(SyntheticBars.Symbol, FeatureEngine.DefaultTimeframes);
        engine.Snapshot(SyntheticBars.Start).SelectMany(g => g.Features).ShouldAllBe(f => f.Value == null);
    }

    [Fact]
    public void The_page_of_features_is_what_the_catalogue_says()
    {
        string path = Path.Combine(RepositoryRoot.Find(), "docs", "features.md");
        string page = FeatureDocs.Markdown(Costs());
        if (Environment.GetEnvironmentVariable(Rewrite) == "1") File.WriteAllText(path, page);
        (File.ReadAllText(path) == page).ShouldBeTrue(
            $"docs/features.md is stale: run '{Rewrite}=1 dotnet test tests/Features.Tests' to write it again, then commit it.");
    }

    [Fact]
    public void The_cost_of_every_indicator_was_measured() =>
        FeatureCatalogue.All.Select(d => d.Indicator).Distinct(StringComparer.Ordinal).Except(Costs().Keys, StringComparer.Ordinal)
            .ShouldBeEmpty("run 'dotnet run --project benchmarks -- indicators --write docs/feature-costs.csv'");

    private static IReadOnlyDictionary<string, double> Costs() =>
        FeatureDocs.ParseCosts(File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "feature-costs.csv")));
}
