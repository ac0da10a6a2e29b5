using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Network.Tests;

public sealed class ConnectBudgetTests
{
    [Fact]
    [Trait("Fault", "F-051")]
    [Trait("Invariant", "I-29")]
    public void No_window_of_five_minutes_ever_holds_more_than_three_hundred_connects() =>
        Prop.ForAll<DoNotSize<ulong>>(seed =>
        {
            var chance = new Prng(seed.Item);
            var clock = new HandClock();
            var budget = new ConnectBudget(clock);
            List<TimeSpan> taken = [];
            TimeSpan now = default;
            for (int i = 0; i < 2_000; i++)
            {
                var step = TimeSpan.FromSeconds(chance.NextDouble() * 2 * (i % 7 == 0 ? 30 : 0.1));
                now += step;
                clock.Advance(step);
                bool free = budget.Wait == TimeSpan.Zero;
                bool took = budget.TryTake();
                took.ShouldBe(free);
                if (took) taken.Add(now);
                else taken.Count(t => now - t < TimeSpan.FromMinutes(5)).ShouldBe(300);
                taken.Count(t => now - t < TimeSpan.FromMinutes(5)).ShouldBeLessThanOrEqualTo(300);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void It_says_how_long_to_wait_and_is_right()
    {
        var clock = new HandClock();
        var budget = new ConnectBudget(clock, 2, TimeSpan.FromSeconds(10));
        budget.TryTake().ShouldBeTrue();
        clock.Advance(TimeSpan.FromSeconds(4));
        budget.TryTake().ShouldBeTrue();
        budget.TryTake().ShouldBeFalse();
        budget.Wait.ShouldBe(TimeSpan.FromSeconds(6));
        clock.Advance(TimeSpan.FromSeconds(5.999));
        budget.TryTake().ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.001));
        budget.TryTake().ShouldBeTrue();
        budget.TryTake().ShouldBeFalse();
    }

    private sealed class HandClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => ticks += by.Ticks;

        public override long GetTimestamp() => ticks;
    }
}
