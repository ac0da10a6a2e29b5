using Parley.Execution;

namespace Parley.Orchestrations.Tests;

/// <summary>Starting and recovering are one path.</summary>
public sealed class RestartTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Fault", "F-069")]
    [Trait("Fault", "F-070")]
    [Trait("Fault", "F-071")]
    [Trait("Invariant", "I-09")]
    public void An_order_without_an_answer_is_unknown_after_a_restart_and_not_sent_again()
    {
        OrderBench before = new();
        PlaceOrder order = before.Buy("d1", 0.01m);
        OrderBench bench = before.Restart();
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Unknown);
        bench.Desk.Send(order, "d1", bench.Now).ShouldBeFalse();
        bench.Pass(2 * Second);
        bench.Venue.Placed.ShouldBeEmpty();
        bench.Venue.LookedUp.ShouldContain(order.Id);
        bench.Venue.Stocks[0].Since.ShouldBeLessThan(bench.Records[1].At);
    }

    [Fact]
    [Trait("Fault", "F-032")]
    [Trait("Invariant", "I-14")]
    public void A_filled_entry_gets_its_stop_before_anything_else()
    {
        OrderBench before = new();
        PlaceOrder order = before.Buy("d1", 0.01m);
        before.Venue.Say(before.Filled(order, 1, 0.01m));
        before.Desk.TakeFacts(before.Now);
        before.Venue.Placed.Count.ShouldBe(1, "it died before the stop");
        OrderBench bench = before.Restart();
        PlaceOrder stop = bench.Venue.Placed.Single();
        (stop.Type, stop.Stop, stop.Quantity).ShouldBe((OrderType.StopMarket, Price.From(59_000), Quantity.From(0.01m)));
        bench.Venue.Stocks.ShouldBeEmpty("the stop comes first");
        bench.Turn();
        bench.Venue.Stocks.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    [Trait("Fault", "F-090")]
    public void Nothing_is_opened_before_the_holdings_agree()
    {
        OrderBench before = new();
        before.Hold("d1", 0.01m);
        PlaceOrder stop = before.Venue.Placed[^1];
        OrderBench bench = before.Restart();
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.01m));
        bench.Order(stop.Id).Phase.ShouldBe(OrderPhase.Working);
        bench.Modes.Mode.ShouldBe(TradingMode.ReduceOnly);
        bench.Buy("d2", 0.01m);
        bench.Venue.Placed.ShouldBeEmpty();
        bench.Pass(Second);
        bench.Say(bench.Stock(0.01m, stop));
        bench.Modes.Mode.ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Invariant", "I-22")]
    public void A_restart_loosens_nothing()
    {
        OrderBench before = new();
        before.Modes.Tighten(TradingMode.CancelOnly, "by hand");
        OrderBench bench = before.Restart();
        bench.Modes.Mode.ShouldBe(TradingMode.CancelOnly);
        bench.Turn();
        bench.Say(bench.Stock(0));
        bench.Modes.Mode.ShouldBe(TradingMode.CancelOnly);
        bench.Modes.Resume();
        bench.Modes.Mode.ShouldBe(TradingMode.Normal);
    }

    [Fact]
    public void A_cancel_that_was_under_way_goes_on()
    {
        OrderBench before = new();
        PlaceOrder order = before.Buy("d1", 0.01m, Price.From(59_500));
        before.Say(before.Accepted(order.Id));
        before.Desk.Stops.Close(before.Instruments[0], before.Now);
        OrderBench bench = before.Restart();
        bench.Venue.Cancelled.ShouldBe([order.Id]);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    public void A_tombstone_survives_the_restart_and_still_adopts()
    {
        OrderBench before = new();
        PlaceOrder order = before.Buy("d1", 0.01m);
        int lookups = 0, stocks = 0;
        before.Pass(100 * Second, () =>
        {
            if (before.Venue.LookedUp.Count > lookups && ++lookups > 0) before.Say(before.NotFound(order.Id));
            if (before.Venue.Stocks.Count > stocks && ++stocks > 0) before.Say(before.Stock(0));
        });
        OrderBench bench = before.Restart();
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Absent);
        bench.Say(bench.Filled(order, 7, 0.01m));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.01m));
        bench.Venue.Placed.ShouldContain(p => p.ReduceOnly && p.Type == OrderType.Market);
    }
}
