namespace Parley.Domain.Tests;

public sealed class PrngTests
{
    [Fact]
    public void The_sequence_is_that_of_xoshiro256_star_star_seeded_by_split_mix()
    {
        // Published reference output for seed 0 (rand_xoshiro's seed_from_u64 agrees with the authors' C code).
        Prng prng = new(0);
        prng.NextUInt64().ShouldBe(11_091_344_671_253_066_420UL);
        prng.NextUInt64().ShouldBe(13_793_997_310_169_335_082UL);
        prng.NextUInt64().ShouldBe(1_900_383_378_846_508_768UL);
        prng.NextUInt64().ShouldBe(7_684_712_102_626_143_532UL);
    }

    [Fact]
    public void Streams_of_one_seed_differ_and_repeat()
    {
        Prng.For(7, 0).NextUInt64().ShouldBe(Prng.For(7, 0).NextUInt64());
        Prng.For(7, 0).NextUInt64().ShouldNotBe(Prng.For(7, 1).NextUInt64());
        Prng.For(7, 0).NextUInt64().ShouldNotBe(Prng.For(8, 0).NextUInt64());
    }

    [Fact]
    public void Gaussians_have_the_moments_of_the_normal_distribution()
    {
        const int Count = 200_000;
        Prng prng = new(42);
        double sum = 0, squares = 0, fourths = 0;
        for (int i = 0; i < Count; i++)
        {
            double x = prng.NextGaussian();
            sum += x;
            squares += x * x;
            fourths += x * x * x * x;
        }

        (sum / Count).ShouldBe(0, 0.01);
        (squares / Count).ShouldBe(1, 0.02);
        (fourths / Count).ShouldBe(3, 0.1);
    }

    [Fact]
    public void Integers_are_uniform_below_their_bound()
    {
        Prng prng = new(3);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[prng.NextInt(7)]++;
        counts.ShouldAllBe(count => count > 9_600 && count < 10_400);
        Should.Throw<ArgumentOutOfRangeException>(() => prng.NextInt(0));
    }

    [Fact]
    public void Exponentials_have_mean_one_and_doubles_stay_below_one()
    {
        Prng prng = new(9);
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            sum += prng.NextExponential();
            prng.NextDouble().ShouldBeInRange(0, 0.999_999_999_999_999_9);
        }

        (sum / 100_000).ShouldBe(1, 0.02);
    }
}
