using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Network.Tests;

public sealed class BackoffTests
{
    [Fact]
    [Trait("Fault", "F-051")]
    public void A_wait_lies_between_zero_and_a_bound_that_doubles_up_to_the_cap() =>
        Prop.ForAll<DoNotSize<ulong>>(seed =>
        {
            var backoff = new Backoff(new Prng(seed.Item));
            for (int attempt = 0; attempt < 100; attempt++)
            {
                double bound = Math.Min(60, 0.5 * Math.Pow(2, attempt));
                backoff.Next().TotalSeconds.ShouldBeInRange(0, bound);
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Waits_use_the_whole_range_so_that_nobody_comes_back_together()
    {
        var backoff = new Backoff(new Prng(7), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));
        double[] waits = [.. Enumerable.Range(0, 1_000).Select(_ => backoff.Next().TotalSeconds)];
        for (int tenth = 0; tenth < 10; tenth++) waits.Count(w => (int)(w / 6) == tenth).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void A_success_makes_the_next_wait_short_again()
    {
        var backoff = new Backoff(new Prng(1));
        for (int i = 0; i < 20; i++) backoff.Next();
        backoff.Reset();
        backoff.Attempts.ShouldBe(0);
        backoff.Next().ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(0.5));
    }
}
