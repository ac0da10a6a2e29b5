using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Venues.Binance.Tests;

public class RateBudgetTests
{
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_700_000_040_000);

    [Theory]
    [InlineData(RequestClass.Optional, 70)]
    [InlineData(RequestClass.Regular, 90)]
    [InlineData(RequestClass.Cancel, 100)]
    [Trait("Fault", "F-042")]
    public void Each_class_stops_at_its_share(RequestClass requestClass, int most)
    {
        RateBudget budget = Hundred();
        int passed = 0;
        while (budget.TrySpend(requestClass, 1, 0, Start)) passed++;
        passed.ShouldBe(most);
        budget.TrySpend(requestClass, 1, 0, Start + TimeSpan.FromMinutes(1)).ShouldBeTrue();
    }

    [Fact]
    [Trait("Fault", "F-042")]
    [Trait("Fault", "F-046")]
    public void What_the_venue_counted_counts()
    {
        RateBudget budget = Hundred();
        budget.Learn(new Dictionary<string, string> { ["x-mbx-used-weight-1m"] = "95", ["x-mbx-order-count-10s"] = "3" }, Start);
        budget.TrySpend(RequestClass.Regular, 1, 0, Start).ShouldBeFalse();
        budget.TrySpend(RequestClass.Cancel, 5, 0, Start).ShouldBeTrue();
        budget.TrySpend(RequestClass.Cancel, 1, 0, Start).ShouldBeFalse();
        budget.TrySpend(RequestClass.Regular, 0, 1, Start).ShouldBeTrue();
    }

    [Fact]
    [Trait("Fault", "F-045")]
    public void Limits_are_the_announced_ones_and_keep_what_was_used()
    {
        RateBudget budget = new();
        budget.TrySpend(RequestClass.Optional, 1_000_000, 5, Start).ShouldBeTrue();
        budget.SetLimits([new RateLimit("REQUEST_WEIGHT", TimeSpan.FromMinutes(1), 10)]);
        budget.TrySpend(RequestClass.Cancel, 10, 0, Start).ShouldBeTrue();
        budget.SetLimits([new RateLimit("REQUEST_WEIGHT", TimeSpan.FromMinutes(1), 20)]);
        budget.TrySpend(RequestClass.Cancel, 11, 0, Start).ShouldBeFalse();
        budget.TrySpend(RequestClass.Cancel, 10, 0, Start).ShouldBeTrue();
    }

    /// <summary>Whatever is asked, in whatever order, no interval holds more than the limit.</summary>
    [Fact]
    [Trait("Invariant", "I-26")]
    public void No_interval_ever_holds_more_than_its_limit()
    {
        Gen<(int Class, int Weight, int StepMs)[]> asks =
            (from requestClass in Gen.Choose(0, 2)
             from weight in Gen.Choose(0, 40)
             from step in Gen.Choose(0, 20_000)
             select (requestClass, weight, step)).ArrayOf(200);
        Prop.ForAll(asks.ToArbitrary(), sequence =>
        {
            RateBudget budget = Hundred();
            Dictionary<long, int> spent = [];
            Timestamp now = Start;
            foreach ((int requestClass, int weight, int step) in sequence)
            {
                now += TimeSpan.FromMilliseconds(step);
                if (!budget.TrySpend((RequestClass)requestClass, weight, 0, now)) continue;
                long minute = now.Milliseconds / 60_000;
                spent[minute] = spent.GetValueOrDefault(minute) + weight;
            }

            return spent.Values.All(sum => sum <= 100);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    [Trait("Invariant", "I-26")]
    public void An_order_refused_for_want_of_budget_never_left()
    {
        Session session = Session.Spot().Ready();
        session.Budget.Learn(new Dictionary<string, string> { ["X-MBX-ORDER-COUNT-10S"] = "45" }, session.Gateway.Now);
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Run();
        session.The<OrderRefused>().Rule.ShouldBe(OrderRefused.NotSent);
        session.Wire.Sent.ShouldBeEmpty();
    }

    private static RateBudget Hundred()
    {
        RateBudget budget = new();
        budget.SetLimits([
            new RateLimit("REQUEST_WEIGHT", TimeSpan.FromMinutes(1), 100), new RateLimit("ORDERS", TimeSpan.FromSeconds(10), 10),
        ]);
        return budget;
    }
}
