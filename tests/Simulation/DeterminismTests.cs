namespace Parley.Simulation.Tests;

/// <summary>Same seed, same everything: without it no failure could be looked at twice.</summary>
[Trait("Invariant", "I-31")]
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(12)]
    public void The_same_seed_gives_the_same_trace(ulong seed)
    {
        SeedResult first = Simulator.Run(new(seed));
        SeedResult second = Simulator.Run(new(seed));
        (second.Hash, second.Steps, second.Orders, second.Virtual).ShouldBe((first.Hash, first.Steps, first.Orders, first.Virtual));
    }

    [Fact]
    public void Another_thread_and_other_seeds_before_it_change_nothing()
    {
        ulong expected = Simulator.Run(new(5)).Hash;
        ulong found = 0;
        Thread thread = new(() =>
        {
            Simulator.Run(new(6));
            found = Simulator.Run(new(5)).Hash;
        });
        thread.Start();
        thread.Join();
        found.ShouldBe(expected);
    }

    [Fact]
    public void Other_seeds_give_other_traces() =>
        new ulong[] { 1, 2, 3, 4, 5 }.Select(seed => Simulator.Run(new(seed)).Hash).Distinct().Count().ShouldBe(5);

    [Fact]
    public void Seeds_side_by_side_give_what_they_give_one_after_the_other()
    {
        CampaignTerms terms = new(1, 12, new(1), RepeatEvery: 1);
        CampaignResult alone = Campaign.Run(terms, null, TestContext.Current.CancellationToken);
        CampaignResult together = Campaign.Run(terms with { Jobs = 3 }, null, TestContext.Current.CancellationToken);
        together.Hashes.OrderBy(h => h.Key).ShouldBe(alone.Hashes.OrderBy(h => h.Key));
        together.HashMismatches.ShouldBe(0);
    }
}
