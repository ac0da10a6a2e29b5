using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Parley.Hosting;

namespace Parley.Cli.Tests.Telemetry;

public sealed partial class MetricBoardTests : IDisposable
{
    private readonly Meter meter = new("Parley");

    public void Dispose() => meter.Dispose();

    [Fact]
    public void A_counter_is_the_sum_of_what_was_added_whatever_the_order_of_tags()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Amount, bool First, bool Swapped)[]>(), adds =>
        {
            using Meter own = new("Parley");
            using MetricBoard board = new(own);
            Counter<long> counter = own.CreateCounter<long>("parley.test");
            foreach ((byte amount, bool first, bool swapped) in adds)
            {
                KeyValuePair<string, object?> symbol = new("symbol", first ? "A" : "B"), action = new("action", "Hold");
                if (swapped) counter.Add(amount, action, symbol);
                else counter.Add(amount, symbol, action);
            }

            foreach (bool first in new[] { true, false })
            {
                MetricValue[] found = [.. board.Read().Where(m => m.Tags.Any(t => t.Value == (first ? "A" : "B")))];
                long expected = adds.Where(a => a.First == first).Sum(a => (long)a.Amount);
                found.Length.ShouldBe(adds.Any(a => a.First == first) ? 1 : 0);
                if (found.Length == 1) found[0].Value.ShouldBe(expected);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Nothing_added_by_many_threads_at_once_is_lost()
    {
        using MetricBoard board = new(meter);
        Counter<long> counter = meter.CreateCounter<long>("parley.test");
        Histogram<double> histogram = meter.CreateHistogram<double>("parley.spread");
        Parallel.For(0, 8, thread =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("thread", thread % 2));
                histogram.Record(1);
                if (i % 1_000 == 0) board.Read();
            }
        });
        board.Read().Where(m => m.Name == "parley.test").Select(m => m.Value).ShouldBe([20_000, 20_000]);
        board.Read().Single(m => m.Name == "parley.spread").Spread!.Count.ShouldBe(40_000);
    }

    [Fact]
    public void Tags_beyond_the_bound_are_kept_together_and_still_counted()
    {
        using MetricBoard board = new(meter, tagSetsMax: 10);
        Counter<int> counter = meter.CreateCounter<int>("parley.test");
        for (int i = 0; i < 1_000; i++) counter.Add(1, new KeyValuePair<string, object?>("order", i));
        IReadOnlyList<MetricValue> read = board.Read();
        read.Count.ShouldBe(10);
        read.Sum(m => m.Value).ShouldBe(1_000);
        read.Single(m => m.Tags is [{ Key: "overflow" }]).Value.ShouldBe(991);
    }

    [Fact]
    public void A_gauge_is_its_latest_and_an_observed_counter_what_it_says()
    {
        using MetricBoard board = new(meter);
        Gauge<double> gauge = meter.CreateGauge<double>("parley.gauge");
        long observed = 7;
        meter.CreateObservableCounter("parley.observed", () => observed);
        gauge.Record(5);
        gauge.Record(-3);
        board.Read().Select(m => m.Value).ShouldBe([-3, 7]);
        observed = 9;
        board.Read().Select(m => m.Value).ShouldBe([-3, 9]);
    }

    [Fact]
    public void A_measurement_that_makes_no_sense_spoils_no_sum()
    {
        using MetricBoard board = new(meter);
        Counter<double> counter = meter.CreateCounter<double>("parley.test");
        counter.Add(2);
        counter.Add(double.NaN);
        counter.Add(double.PositiveInfinity);
        counter.Add(-5);
        board.Read().Single().Value.ShouldBe(2);
    }

    [Fact]
    public void Quantiles_are_within_five_per_cent()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyArray<PositiveInt>>(), values =>
        {
            using Meter own = new("Parley");
            using MetricBoard board = new(own);
            Histogram<double> histogram = own.CreateHistogram<double>("parley.test");
            double[] sorted = [.. values.Get.Select(v => v.Get * 1e-6).Order()];
            foreach (double value in sorted) histogram.Record(value);
            MetricSpread spread = board.Read().Single().Spread!;
            (spread.Count, spread.Min, spread.Max).ShouldBe((sorted.Length, sorted[0], sorted[^1]));
            spread.Sum.ShouldBe(sorted.Sum(), 1e-12);
            spread.P50.ShouldBe(sorted[(int)Math.Ceiling(0.5 * sorted.Length) - 1], 0.05 * spread.P50);
            spread.P99.ShouldBe(sorted[(int)Math.Ceiling(0.99 * sorted.Length) - 1], 0.05 * spread.P99);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Two_meters_of_one_name_stay_apart()
    {
        using Meter other = new("Parley");
        using MetricBoard board = new(meter);
        meter.CreateCounter<long>("parley.test").Add(1);
        other.CreateCounter<long>("parley.test").Add(100);
        board.Read().Single().Value.ShouldBe(1);
    }

    [Fact]
    public void The_text_for_collectors_can_be_parsed_and_says_the_same()
    {
        using MetricBoard board = new(meter);
        meter.CreateCounter<long>("parley.data.issues", "{issue}", "Two lines\nand a \\.").Add(3, new("kind", "say \"no\"\n\\"), new("symbol", "BTCUSDT"));
        meter.CreateGauge<double>("parley.equity", "{quote}").Record(10_234.5678);
        meter.CreateHistogram<double>("parley.agent.duration", "s").Record(0.25, new KeyValuePair<string, object?>("agent", "risk-agent"));
        string[] lines = PrometheusText.Write(board.Read()).TrimEnd('\n').Split('\n');

        Match[] samples = [.. lines.Where(l => !l.StartsWith('#')).Select(l => Sample().Match(l))];
        samples.ShouldAllBe(s => s.Success);
        foreach (Match sample in samples) double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture);
        lines.ShouldContain("# HELP parley_data_issues_total Two lines\\nand a \\\\. Unit: {issue}.");
        lines.ShouldContain("# TYPE parley_data_issues_total counter");
        lines.ShouldContain("parley_data_issues_total{kind=\"say \\\"no\\\"\\n\\\\\",symbol=\"BTCUSDT\"} 3");
        lines.ShouldContain("# TYPE parley_equity gauge");
        lines.ShouldContain("parley_equity 10234.5678");
        lines.ShouldContain("# TYPE parley_agent_duration summary");
        lines.ShouldContain("parley_agent_duration{agent=\"risk-agent\",quantile=\"0.99\"} 0.25");
        lines.ShouldContain("parley_agent_duration_count{agent=\"risk-agent\"} 1");
    }

    // A sample as the format's own description has it.
    [GeneratedRegex("""^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*"(,(?!\})|(?=\})))*\})? (?<value>[-+0-9.eE]+|NaN|[+-]Inf)$""", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Sample();
}
