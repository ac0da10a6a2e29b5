namespace Parley.Simulation.Tests;

/// <summary>
/// The smallest tier: fixed seeds in every test run. <c>PARLEY_SIMULATION_SEEDS</c> sets how many, for larger tiers; the
/// seeds go on from the fixed ones.
/// </summary>
public sealed class SmokeTests
{
    private const int FixedSeeds = 60;
    private const long StepsMin = 500_000;

    [Fact]
    [Trait("Invariant", "I-01")]
    [Trait("Invariant", "I-04")]
    [Trait("Invariant", "I-05")]
    [Trait("Invariant", "I-07")]
    [Trait("Invariant", "I-08")]
    [Trait("Invariant", "I-09")]
    [Trait("Invariant", "I-10")]
    [Trait("Invariant", "I-14")]
    [Trait("Invariant", "I-16")]
    [Trait("Invariant", "I-18")]
    [Trait("Invariant", "I-20")]
    [Trait("Invariant", "I-23")]
    [Trait("Invariant", "I-24")]
    [Trait("Invariant", "I-31")]
    [Trait("Invariant", "I-35")]
    [Trait("Invariant", "I-36")]
    [Trait("Invariant", "I-37")]
    [Trait("Fault", "F-001")]
    [Trait("Fault", "F-002")]
    [Trait("Fault", "F-005")]
    [Trait("Fault", "F-006")]
    [Trait("Fault", "F-007")]
    [Trait("Fault", "F-008")]
    [Trait("Fault", "F-012")]
    [Trait("Fault", "F-013")]
    [Trait("Fault", "F-025")]
    [Trait("Fault", "F-048")]
    [Trait("Fault", "F-063")]
    [Trait("Fault", "F-069")]
    [Trait("Fault", "F-070")]
    [Trait("Fault", "F-071")]
    [Trait("Fault", "F-078")]
    [Trait("Fault", "F-079")]
    [Trait("Fault", "F-080")]
    [Trait("Fault", "F-085")]
    [Trait("Fault", "F-089")]
    public void No_seed_breaks_an_invariant_and_every_book_agrees_with_the_venue_at_the_end()
    {
        int seeds = int.TryParse(Environment.GetEnvironmentVariable("PARLEY_SIMULATION_SEEDS"), out int more) ? more : FixedSeeds;
        CampaignResult result = Campaign.Run(new(1, seeds, new(1), RepeatEvery: 25), progress: null, TestContext.Current.CancellationToken);
        result.Failures.Select(f => $"{Reproduction.LineFor(f.Terms)}: {f.Violations[0]}").ShouldBeEmpty();
        result.HashMismatches.ShouldBe(0);
        result.Repeated.ShouldBe((seeds + 24) / 25);
        (result.DoubleExposures, result.Unadopted, result.Unresolved).ShouldBe((0, 0, 0));
        if (seeds >= FixedSeeds)
            result.Steps.ShouldBeGreaterThan(StepsMin * seeds / FixedSeeds);
    }

    [Fact]
    public void Every_seed_that_ever_failed_passes()
    {
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "corpus"), "*.json");
        files.ShouldNotBeEmpty();
        foreach (string file in files)
        {
            CorpusEntry entry = CorpusEntry.Parse(File.ReadAllText(file));
            Path.GetFileName(file).ShouldBe(entry.FileName);
            SeedResult result = Simulator.Run(entry.Terms);
            result.Violations.ShouldBeEmpty($"{entry.Note} ({Reproduction.LineFor(entry.Terms)})");
        }
    }

    [Fact]
    public void Rare_paths_are_reached_by_the_fixed_seeds()
    {
        CampaignResult result = Campaign.Run(new(1, FixedSeeds, new(1), RepeatEvery: 0), progress: null, TestContext.Current.CancellationToken);
        Probe[] needed =
        [
            Probe.RequestLost, Probe.AnswerLost, Probe.ExecutedAfterTimeout, Probe.LookupLied, Probe.StreamFillMissed, Probe.PartialFill,
            Probe.OrderAbsent, Probe.CrashWithOrderInFlight, Probe.CrashWithPosition, Probe.TornTail, Probe.Restarted,
            Probe.Killed, Probe.ManualOrder, Probe.IntentTwice, Probe.ModeCancelOnly, Probe.ModeHalted,
        ];
        result.Probes.NeverReached.Intersect(needed).ShouldBeEmpty();
    }
}
