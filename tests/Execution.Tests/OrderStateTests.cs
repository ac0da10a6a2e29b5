using System.Text.Json;
using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class OrderStateTests
{
    private static readonly OrderState Sent = OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 1m)).Submit();

    [Fact]
    public void Any_order_of_the_same_facts_with_any_repeats_gives_the_same_state() => Cases.Check(10_000, random =>
    {
        (PlaceOrder order, List<OrderFact> facts) = Facts.DrawLife(random);
        string expected = Text(Fold(OrderState.Of(order).Submit(), facts));
        Text(Fold(OrderState.Of(order).Submit(), Cases.ShuffledWithRepeats(facts, random))).ShouldBe(expected);
    });

    [Fact]
    public void A_fact_known_already_changes_nothing_at_all() => Cases.Check(2_000, random =>
    {
        (PlaceOrder order, List<OrderFact> facts) = Facts.DrawLife(random);
        OrderState state = Fold(OrderState.Of(order).Submit(), facts);
        foreach (OrderFact fact in facts) state.Apply(fact).ShouldBeSameAs(state);
    });

    [Fact]
    public void Filled_grows_within_the_order_and_the_average_stays_within_the_fills() => Cases.Check(10_000, random =>
    {
        (PlaceOrder order, List<OrderFact> facts) = Facts.DrawLife(random);
        OrderState state = OrderState.Of(order).Submit();
        foreach (OrderFact fact in Cases.ShuffledWithRepeats(facts, random))
        {
            OrderState next = state.Apply(fact);
            next.Filled.ShouldBeGreaterThanOrEqualTo(state.Filled);
            next.Filled.ShouldBeLessThanOrEqualTo(order.Quantity);
            if (state.IsDone && next.Phase != state.Phase) next.Filled.ShouldBeGreaterThan(state.Filled);
            state = next;
        }

        if (state.Filled.IsZero) return;
        state.AveragePrice.ShouldBeInRange(
            state.Fills.Values.Min(f => f.Price.Value) - 1e-15m, state.Fills.Values.Max(f => f.Price.Value) + 1e-15m);
        state.Notional.ShouldBe(state.Fills.Values.Sum(f => f.Price * f.Quantity));
        state.Fees.ShouldBe(state.Fills.Values.Sum(f => f.Fee));
    });

    [Fact]
    public void An_order_goes_from_intent_to_filled()
    {
        OrderState order = OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 1m));
        order.Phase.ShouldBe(OrderPhase.Intended);
        order.IsLive.ShouldBeFalse();
        order = order.Submit();
        order.Phase.ShouldBe(OrderPhase.Submitting);
        order.IsLive.ShouldBeTrue();
        order = order.Apply(Facts.Accepted("d1.e.0"));
        (order.Phase, order.VenueOrderId).ShouldBe((OrderPhase.Working, "vd1.e.0"));
        order = order.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.4m));
        (order.Phase, order.Remaining).ShouldBe((OrderPhase.PartiallyFilled, Quantity.From(0.6m)));
        order = order.Apply(Facts.Filled("d1.e.0", 2, Side.Buy, 110m, 0.6m));
        (order.Phase, order.AveragePrice, order.IsDone).ShouldBe((OrderPhase.Filled, 106m, true));
    }

    [Fact]
    public void A_fill_after_the_cancel_counts()
    {
        OrderState order = Sent.Apply(Facts.Cancelled("d1.e.0")).Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.4m));
        (order.Phase, order.Filled).ShouldBe((OrderPhase.Cancelled, Quantity.From(0.4m)));
        order.Apply(Facts.Filled("d1.e.0", 2, Side.Buy, 100m, 0.6m)).Phase.ShouldBe(OrderPhase.Filled);
    }

    [Fact]
    public void Filling_more_than_was_ordered_breaks_an_invariant()
    {
        OrderState order = Sent.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.7m));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Filled("d1.e.0", 2, Side.Buy, 100m, 0.30000001m)))
            .Message.ShouldContain("0.7 + 0.30000001 of 1 (trade 2)");
    }

    [Fact]
    public void Facts_that_contradict_the_order_break_an_invariant()
    {
        OrderState order = Sent.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.1m));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.2m)));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 101m, 0.1m)));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.1m, fee: 0.01m)));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Filled("d1.e.0", 2, Side.Sell, 100m, 0.2m)));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Filled("d1.e.0", 3, Side.Buy, 0m, 0.2m)));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Filled("d1.e.0", 4, Side.Buy, 100m, -0.1m)));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Accepted("d2.e.0")));
        Should.Throw<InvariantViolation>(() => OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 0m)));
    }

    [Fact]
    public void Of_two_different_reports_of_the_same_thing_the_earlier_counts()
    {
        OrderAccepted early = Facts.Accepted("d1.e.0", at: 1);
        OrderAccepted late = early with { At = Facts.At(5), VenueOrderId = "another" };
        Sent.Apply(late).Apply(early).VenueOrderId.ShouldBe("vd1.e.0");
        Sent.Apply(early).Apply(late).VenueOrderId.ShouldBe("vd1.e.0");
    }

    [Fact]
    public void Only_listed_steps_are_possible()
    {
        OrderState intended = OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 1m));
        Should.Throw<InvariantViolation>(() => intended.LoseTrack());
        Should.Throw<InvariantViolation>(() => intended.FindAbsent());
        Should.Throw<InvariantViolation>(() => Sent.Submit());
        Should.Throw<InvariantViolation>(() => Sent.FindAbsent());
        Sent.LoseTrack().FindAbsent().Phase.ShouldBe(OrderPhase.Absent);
    }

    [Fact]
    public void Evidence_resolves_an_unknown_order()
    {
        OrderState unknown = Sent.LoseTrack();
        (unknown.Phase, unknown.IsLive).ShouldBe((OrderPhase.Unknown, true));
        unknown.Apply(Facts.Accepted("d1.e.0")).Phase.ShouldBe(OrderPhase.Working);
        unknown.Apply(new OrderRefused(new("d1.e.0"), Facts.Symbol, Facts.At(3), "NOTIONAL", "Too small.")).Phase
            .ShouldBe(OrderPhase.Refused);
    }

    [Fact]
    public void A_late_fact_revives_an_order_thought_absent_or_refused()
    {
        OrderState absent = Sent.LoseTrack().FindAbsent();
        absent.Apply(Facts.Accepted("d1.e.0")).Phase.ShouldBe(OrderPhase.Working);
        absent.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 1m)).Phase.ShouldBe(OrderPhase.Filled);
        OrderState refused = Sent.Apply(new OrderRefused(new("d1.e.0"), Facts.Symbol, Facts.At(3), "LOT_SIZE", "Off the grid."));
        refused.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.5m)).Phase.ShouldBe(OrderPhase.PartiallyFilled);
    }

    private static OrderState Fold(OrderState order, IEnumerable<OrderFact> facts) =>
        facts.Aggregate(order, (state, fact) => state.Apply(fact));

    private static string Text(OrderState order) =>
        JsonSerializer.Serialize(new
        {
            Phase = order.Phase.ToString(),
            order.Filled,
            order.Notional,
            order.Fees,
            order.VenueOrderId,
            Fills = order.Fills.Values.ToArray(),
            order.Accepted,
            order.Cancelled,
            order.Expired,
            order.Refused,
            order.CancelRefused,
        });
}
