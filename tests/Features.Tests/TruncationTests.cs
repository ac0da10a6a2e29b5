using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>No value may depend on what comes later. Covers whatever columns the engine has, now and in future.</summary>
public sealed class TruncationTests(ITestOutputHelper output)
{
    [Fact]
    public void No_feature_changes_when_everything_after_it_changes()
    {
        IReadOnlyList<MarketEvent> first = MarketScenario.Events(seed: 21);
        IReadOnlyList<MarketEvent> second = MarketScenario.Events(seed: 22);
        double[][] whole = Run(first);
        var random = new Lcg(23);
        for (int trial = 0; trial < 12; trial++)
        {
            // The cut falls anywhere; after it comes another market, other prices and all.
            int cut = 1 + random.Below(first.Count * 9 / 10);
            MarketEvent[] spliced = [.. first.Take(cut), .. second.Where(e => e.At > first[cut - 1].At)];
            double[][] other = Run(spliced);
            for (int i = 0; i < cut; i++) Bits.Same(other[i], whole[i]).ShouldBeTrue($"event {i}, cut at {cut}");
            Bits.Same(other[^1], whole[^1]).ShouldBeFalse("the other market must show after the cut");
        }
    }

    [Fact]
    public void Every_column_is_covered_and_moves()
    {
        // One market in a quarter of an hour need not cross its slowest averages; one of three does.
        double[][][] runs = [.. new ulong[] { 21, 22, 25 }.Select(seed => Run(MarketScenario.Events(seed)))];
        IReadOnlyList<FeatureColumn> columns = Engine().Columns;
        for (int c = 0; c < columns.Count; c++)
        {
            // Some occur once in a thousand bars: PatternTests cut off the future where they do.
            if (columns[c].Definition.Family == "patterns") continue;
            runs.Max(rows => rows.Select(r => r[c]).Where(double.IsFinite).Distinct().Count())
                .ShouldBeGreaterThan(1, $"{columns[c].Name} never moved, so cutting off the future proves nothing about it");
        }

        output.WriteLine($"{columns.Count} columns of {FeatureCatalogue.All.Count} features covered.");
    }

    [Fact]
    public void Reading_changes_nothing()
    {
        IReadOnlyList<MarketEvent> events = MarketScenario.Events(seed: 24);
        FeatureEngine read = Engine();
        FeatureEngine unread = Engine();
        double[] row = new double[read.Columns.Count];
        foreach (MarketEvent e in events)
        {
            e.ApplyTo(read);
            e.ApplyTo(unread);
            read.CopyTo(e.At + TimeSpan.FromMinutes(3), row);
        }

        read.Save().ShouldBe(unread.Save());
    }

    [Fact]
    public void A_moment_before_the_close_of_a_bar_already_taken_is_refused()
    {
        FeatureEngine engine = Engine();
        Bar bar = SyntheticBars.OfCloses([100m])[0] with { Timeframe = MarketScenario.Timeframes[0] };
        engine.OnBar(bar).ShouldBeTrue();
        engine.Snapshot(bar.CloseTime).Count.ShouldBe(engine.Columns.Select(c => c.Group).Distinct().Count());
        Should.Throw<ArgumentOutOfRangeException>(() => engine.Snapshot(new(bar.CloseTime.Nanoseconds - 1)))
            .Message.ShouldContain("lies in the future");
    }

    private static FeatureEngine Engine() => MarketScenario.Engine();

    private static double[][] Run(IReadOnlyList<MarketEvent> events)
    {
        FeatureEngine engine = Engine();
        double[][] rows = new double[events.Count][];
        for (int i = 0; i < events.Count; i++)
        {
            events[i].ApplyTo(engine);
            rows[i] = new double[engine.Columns.Count];
            engine.CopyTo(events[i].At, rows[i]);
        }

        return rows;
    }
}
