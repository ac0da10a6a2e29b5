using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class StrategyNettingTests
{
    [Fact]
    public void Long_and_short_become_one_order_and_share_what_fills()
    {
        StrategyPosition[] wanted = [new("trend", Quantity.From(3m)), new("reversion", Quantity.From(-1m)), new("breakout", Quantity.From(1m))];
        StrategyNetting.Net(wanted).ShouldBe(Quantity.From(3m));
        StrategyNetting.Attribute(wanted, Quantity.From(3m)).ShouldBe(wanted);
        // Nothing filled: the short one has its coin from the long ones, three to one.
        StrategyNetting.Attribute(wanted, Quantity.Zero).Select(p => p.Quantity.Value).ShouldBe([0.75m, -1m, 0.25m]);
    }

    [Fact]
    public void Parts_sum_to_what_filled_and_nobody_gets_more_than_wanted() => Cases.Check(10_000, random =>
    {
        StrategyPosition[] wanted = [.. Enumerable.Range(0, random.Next(1, 8))
            .Select(i => new StrategyPosition($"s{i}", Quantity.FromRaw(random.NextInt64(-1_000_000_000_000, 1_000_000_000_000))))];
        Quantity net = StrategyNetting.Net(wanted);
        Quantity filled = Quantity.FromRaw((long)(net.Raw * random.NextDouble()));
        IReadOnlyList<StrategyPosition> parts = StrategyNetting.Attribute(wanted, filled);
        StrategyNetting.Net(parts).ShouldBe(filled);
        for (int i = 0; i < wanted.Length; i++)
        {
            parts[i].Strategy.ShouldBe(wanted[i].Strategy);
            parts[i].Quantity.Abs().ShouldBeLessThanOrEqualTo(wanted[i].Quantity.Abs());
            if (!parts[i].Quantity.IsZero) parts[i].Quantity.IsPositive.ShouldBe(wanted[i].Quantity.IsPositive);
        }
    });

    [Fact]
    public void A_fill_that_is_no_part_of_the_change_is_refused()
    {
        StrategyPosition[] wanted = [new("a", Quantity.From(1m))];
        Should.Throw<ArgumentException>(() => StrategyNetting.Attribute(wanted, Quantity.From(1.1m)));
        Should.Throw<ArgumentException>(() => StrategyNetting.Attribute(wanted, Quantity.From(-0.1m)));
    }
}
