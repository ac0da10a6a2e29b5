namespace Parley.Simulation.Tests;

/// <summary>The negative control: a simulator that lets a wrong protocol through is broken itself.</summary>
public sealed class MutantTests
{
    private const int SeedsMax = 60;

    [Theory]
    [InlineData(Mutant.ResendSameId, VenueLevel.Facts)]
    [InlineData(Mutant.ResendSameId, VenueLevel.Bytes)]
    [InlineData(Mutant.ResendNewId, VenueLevel.Facts)]
    [InlineData(Mutant.ResendNewId, VenueLevel.Bytes)]
    [InlineData(Mutant.RejectAfterFiveLookups, VenueLevel.Facts)]
    [InlineData(Mutant.DedupByOrderId, VenueLevel.Facts)]
    [InlineData(Mutant.DedupByOrderId, VenueLevel.Bytes)]
    [InlineData(Mutant.SkipSnapshotOnReconnect, VenueLevel.Facts)]
    public void Every_wrong_protocol_is_caught(Mutant mutant, VenueLevel level)
    {
        MutantVerdict verdict = MutantHunt.Hunt(mutant, first: 1, SeedsMax, level, TestContext.Current.CancellationToken);
        verdict.Within.ShouldNotBeNull();
        verdict.By.ShouldNotBeNull();
        // Whoever reads the report can see it for himself.
        Simulator.Run(verdict.Terms!).Violations[0].ShouldBe(verdict.By);
    }

    [Fact]
    public void A_failure_becomes_smaller_and_stays_a_failure()
    {
        MutantVerdict verdict = MutantHunt.Hunt(Mutant.ResendSameId, first: 1, SeedsMax, VenueLevel.Facts, TestContext.Current.CancellationToken);
        SeedResult failing = Simulator.Run(verdict.Terms!);
        SeedResult smallest = Shrinker.Shrink(failing);
        smallest.Violations[0].Invariant.ShouldBe(failing.Violations[0].Invariant);
        smallest.Scenario.Families.ShouldNotBe(FaultFamily.All);
        (smallest.Terms.Families & ~failing.Terms.Families).ShouldBe(FaultFamily.None);
        smallest.Terms.Steps.ShouldBeLessThanOrEqualTo(smallest.Steps);
        Simulator.Run(smallest.Terms).Violations[0].ShouldBe(smallest.Violations[0]);
    }
}
