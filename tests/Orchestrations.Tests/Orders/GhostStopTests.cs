using Parley.Execution;

namespace Parley.Orchestrations.Tests;

/// <summary>A stop that was given up and comes back: found by the simulator (seed 2), kept here.</summary>
public sealed class GhostStopTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Fault", "F-040")]
    [Trait("Invariant", "I-20")]
    public void A_stop_cancelled_while_nobody_knew_of_it_is_cancelled_again_when_it_turns_up()
    {
        OrderBench bench = new();
        PlaceOrder entry = bench.Buy("d1", 0.01m);
        bench.Say(bench.Accepted(entry.Id), bench.Filled(entry, 1, 0.01m));
        PlaceOrder stop = bench.Venue.Placed[^1];
        // Nobody answers for the stop; the position is closed by a human meanwhile, so that its cancel is sent in vain.
        bench.Say(new OrderFilled(new("web_1"), bench.Symbol, bench.Now, 2, Side.Sell, Price.From(60_000), Quantity.From(0.01m), 0, false));
        bench.Pass(Second);
        bench.Venue.Cancelled.ShouldContain(stop.Id);
        bench.Say(new CancelRefused(stop.Id, bench.Symbol, bench.Now, "Unknown order sent."));
        int lookups = 0, stocks = 0;
        bench.Pass(100 * Second, () =>
        {
            if (bench.Venue.LookedUp.Count(id => id == stop.Id) > lookups && ++lookups > 0) bench.Say(bench.NotFound(stop.Id));
            if (bench.Venue.Stocks.Count > stocks && ++stocks > 0) bench.Say(bench.Stock(0));
        });
        bench.Order(stop.Id).Phase.ShouldBe(OrderPhase.Absent);
        int cancels = bench.Venue.Cancelled.Count;
        bench.Say(bench.Accepted(stop.Id));
        bench.Pass(Second);
        bench.Venue.Cancelled.Skip(cancels).ShouldContain(stop.Id);
    }
}
