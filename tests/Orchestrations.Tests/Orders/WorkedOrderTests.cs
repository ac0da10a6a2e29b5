using Parley.Execution;
using Parley.Features;

namespace Parley.Orchestrations.Tests;

/// <summary>Entries that are worked over time, and positions given up beside their stops, in front of a scripted venue.</summary>
public sealed class WorkedOrderTests
{
    [Fact]
    [Trait("Invariant", "I-14")]
    public void A_trailing_stop_moves_forward_and_closes_what_falls_back()
    {
        OrderBench bench = new();
        bench.Hold("d1", 0.01m);
        List<string> told = [];
        ExitKeeper exits = new(new() { TrailShare = 0.5m }, 1.0, bench.Desk.Stops, bench.Portfolio, told.Add);
        exits.OnMark(bench.Instruments[0], Price.From(61_000), bench.Now);
        PlaceOrder moved = bench.Venue.Placed[^1];
        (moved.Type, moved.Stop, moved.Id.Value).ShouldBe((OrderType.StopMarket, Price.From(60_500), "d1.s.1"));
        bench.Say(bench.Accepted(moved.Id));
        bench.Venue.Cancelled.ShouldContain(id => id.Value == "d1.s.0");
        exits.OnMark(bench.Instruments[0], Price.From(60_800), bench.Now);
        bench.Venue.Placed[^1].ShouldBe(moved, "a stop never moves back");
        exits.OnMark(bench.Instruments[0], Price.From(60_500), bench.Now);
        PlaceOrder close = bench.Venue.Placed[^1];
        (close.Type, close.ReduceOnly, close.Side, close.Quantity).ShouldBe((OrderType.Market, true, Side.Sell, Quantity.From(0.01m)));
        told.ShouldHaveSingleItem().ShouldContain("Stop");
        exits.OnMark(bench.Instruments[0], Price.From(60_400), bench.Now);
        told.Count.ShouldBe(1, "it is being closed");
    }

    [Fact]
    public void A_regime_is_read_from_the_features_of_the_last_bar()
    {
        OrderBench bench = new();
        bench.Hold("d1", 0.01m);
        ExitKeeper exits = new(new() { ByRegime = true }, 1.0, bench.Desk.Stops, bench.Portfolio, _ => { });
        double[] features = new double[FeatureCatalogue.Bars.Count];
        for (int i = 0; i < features.Length; i++)
            features[i] = FeatureCatalogue.Bars[i].Name switch { "adx_14" => 30, "realised_volatility" => 0.5, _ => double.NaN };
        exits.OnBar(bench.Symbol, features);
        exits.OnMark(bench.Instruments[0], Price.From(60_001), bench.Now);
        bench.Desk.Stops.PlanOf(bench.Symbol).ShouldBe(Price.From(59_880), "a trend's stop lies 0.2 % away");
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public void A_sliced_entry_goes_out_in_parts_and_waits_while_one_is_in_doubt()
    {
        OrderBench bench = new();
        ParentKeeper parents = new(
            new() { Style = ExecutionStyle.TimeSliced, LargeStyle = ExecutionStyle.TimeSliced, Slices = 3 }, bench.Desk, bench.Modes);
        PlaceOrder entry = new(
            ClientOrderId.For("d2", Legs.Entry, 0), bench.Symbol, Side.Buy, OrderType.Market, Quantity.From(0.03m), null, null,
            TimeInForce.ImmediateOrCancel, ReduceOnly: false);
        bench.Desk.Stops.Plan(bench.Symbol, Price.From(59_000), "d2", bench.Now);
        parents.TakesOver(entry, "d2", bench.Instruments[0], 100_000, bench.Now).ShouldBeTrue();
        Work();
        PlaceOrder first = bench.Venue.Placed.ShouldHaveSingleItem();
        (first.Id, first.Quantity).ShouldBe((entry.Id, Quantity.From(0.01m)));
        bench.Say(bench.Accepted(first.Id), bench.Filled(first, 1, 0.01m));
        bench.Venue.Now += TimeSpan.FromSeconds(11);
        Work();
        PlaceOrder second = bench.Venue.Placed.Single(order => order.Id.Value == "d2.e.1");
        second.Quantity.ShouldBe(Quantity.From(0.01m));
        bench.Say(new OutcomeUnknown(second.Id, bench.Symbol, bench.Now, "lost"));
        bench.Venue.Now += TimeSpan.FromSeconds(11);
        Work();
        bench.Venue.Placed.ShouldNotContain(order => order.Id.Value == "d2.e.2");
        parents.Works(bench.Symbol).ShouldBeTrue();
        bench.Desk.Stops.Abandon(bench.Symbol);
        Work();
        parents.IsIdle.ShouldBeTrue("a position that is being closed is not added to");

        void Work() => parents.Work(bench.Symbol, default, bench.Now);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    [Trait("Fault", "F-012")]
    [Trait("Invariant", "I-20")]
    public void A_price_is_replaced_by_a_cancel_its_end_and_only_then_the_next_order()
    {
        (OrderBench bench, ParentKeeper parents, PlaceOrder first) = Posted();
        Work(60_010);
        bench.Venue.Cancelled.ShouldBe([first.Id]);

        // The cancel is refused: how the order ended is not known, so nothing follows it yet.
        bench.Say(new CancelRefused(first.Id, bench.Symbol, bench.Now, "Unknown order sent."));
        bench.Venue.LookedUp.ShouldContain(first.Id);
        Work(60_020);
        bench.Venue.Placed.Count(IsEntry).ShouldBe(1);

        // Part of it had filled before it ended: the next asks for the rest only, at the price of now.
        bench.Say(bench.Filled(first, 1, 0.004m));
        Work(60_020);
        bench.Venue.Placed.Count(IsEntry).ShouldBe(1, "it may still rest");
        bench.Say(new OrderCancelled(first.Id, bench.Symbol, bench.Now));
        Work(60_030);
        PlaceOrder second = bench.Venue.Placed.Last(IsEntry);
        (second.Id.Value, second.Quantity, second.Limit).ShouldBe(("d4.e.1", Quantity.From(0.006m), Price.From(60_030)));

        // A fill that comes after its cancel is counted by what follows.
        Work(60_040);
        bench.Say(bench.Filled(second, 2, 0.006m));
        Work(60_040);
        bench.Venue.Placed.Count(IsEntry).ShouldBe(2);
        parents.IsIdle.ShouldBeTrue();

        void Work(decimal bid) => parents.Work(bench.Symbol, Book(bid), bench.Now);
    }

    [Fact]
    [Trait("Fault", "F-070")]
    [Trait("Invariant", "I-20")]
    public void A_process_that_dies_between_the_cancel_and_the_next_order_leaves_no_order_behind()
    {
        (OrderBench bench, ParentKeeper parents, PlaceOrder first) = Posted();
        parents.Work(bench.Symbol, Book(60_010), bench.Now);
        OrderBench again = bench.Restart();
        ParentKeeper after = new(new(), again.Desk, again.Modes);
        after.Forget(again.Now);
        again.Venue.Cancelled.ShouldBe([first.Id], "the cancel may never have left");
        again.Say(again.Filled(first, 1, 0.01m), new OrderCancelled(first.Id, again.Symbol, again.Now));
        after.Work(again.Symbol, Book(60_020), again.Now);
        again.Venue.Placed.ShouldNotContain(order => IsEntry(order));
        again.Portfolio.Held(again.Symbol).ShouldBe(Quantity.From(0.01m), "what filled meanwhile is ours");
        again.Venue.Placed.Single().Type.ShouldBe(OrderType.StopMarket);
    }

    private static bool IsEntry(PlaceOrder order) => !order.ReduceOnly;

    private static BookSides Book(decimal bid) =>
        new(Level(bid), Level(bid + 1));

    private static BookLevel[] Level(decimal price) => [new(Price.From(price), Quantity.From(1m))];

    /// <summary>A post-only entry that rests at 60,000.</summary>
    private static (OrderBench Bench, ParentKeeper Parents, PlaceOrder First) Posted()
    {
        OrderBench bench = new();
        ParentKeeper parents = new(new() { Style = ExecutionStyle.PostOnly, LargeStyle = ExecutionStyle.PostOnly }, bench.Desk, bench.Modes);
        PlaceOrder entry = new(
            ClientOrderId.For("d4", Legs.Entry, 0), bench.Symbol, Side.Buy, OrderType.Market, Quantity.From(0.01m), null, null,
            TimeInForce.ImmediateOrCancel, ReduceOnly: false);
        bench.Desk.Stops.Plan(bench.Symbol, Price.From(59_000), "d4", bench.Now);
        parents.TakesOver(entry, "d4", bench.Instruments[0], 100_000, bench.Now).ShouldBeTrue();
        parents.Work(bench.Symbol, Book(60_000), bench.Now);
        PlaceOrder first = bench.Venue.Placed.ShouldHaveSingleItem();
        (first.Type, first.Limit, first.TimeInForce).ShouldBe((OrderType.Limit, Price.From(60_000), TimeInForce.PostOnly));
        bench.Say(bench.Accepted(first.Id));
        return (bench, parents, first);
    }

    [Fact]
    public void What_a_dead_process_left_on_the_book_is_taken_off()
    {
        OrderBench bench = new();
        PlaceOrder resting = bench.Buy("d3", 0.01m, Price.From(59_990));
        bench.Say(bench.Accepted(resting.Id));
        OrderBench again = bench.Restart();
        new ParentKeeper(new(), again.Desk, again.Modes).Forget(again.Now);
        again.Venue.Cancelled.ShouldContain(resting.Id);
    }

    [Fact]
    public void By_default_every_entry_goes_to_the_market_at_once() =>
        new ExecutionOptions().StyleOf(Quantity.From(1_000_000m), null).ShouldBe(ExecutionStyle.Market);
}
