using System.Text.Json;
using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class OrderStateTests
{
    private static readonly OrderState Sent = OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 1m)).Submit();

    [Fact]
    [Trait("Fault", "F-005")]
    [Trait("Fault", "F-006")]
    [Trait("Invariant", "I-12")]
    [Trait("Invariant", "I-13")]
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
    [Trait("Fault", "F-008")]
    [Trait("Invariant", "I-11")]
    [Trait("Invariant", "I-18")]
    public void A_fill_after_the_cancel_counts()
    {
        OrderState order = Sent.Apply(Facts.Cancelled("d1.e.0")).Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.4m));
        (order.Phase, order.Filled).ShouldBe((OrderPhase.Cancelled, Quantity.From(0.4m)));
        order.Apply(Facts.Filled("d1.e.0", 2, Side.Buy, 100m, 0.6m)).Phase.ShouldBe(OrderPhase.Filled);
    }

    [Fact]
    [Trait("Fault", "F-009")]
    [Trait("Invariant", "I-10")]
    public void Filling_more_than_was_ordered_counts_and_is_a_fault()
    {
        OrderState order = Sent.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.7m));
        order.Fault.ShouldBeNull();
        order = order.Apply(Facts.Filled("d1.e.0", 2, Side.Buy, 100m, 0.30000001m));
        (order.Phase, order.Filled, order.Remaining).ShouldBe((OrderPhase.Filled, Quantity.From(1.00000001m), Quantity.Zero));
        order.Fault.ShouldBe("Order d1.e.0 is overfilled: 1.00000001 of 1.");
    }

    [Fact]
    [Trait("Fault", "F-007")]
    public void Facts_that_contradict_the_order_are_a_fault_and_no_crash()
    {
        OrderState order = Sent.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.1m));
        order.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.2m)).Fault.ShouldBe("Order d1.e.0: trade 1 came twice with different content.");
        order.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 101m, 0.1m)).Fault.ShouldNotBeNull();
        order.Apply(Facts.Filled("d1.e.0", 2, Side.Sell, 100m, 0.2m)).Fault!.ShouldContain("trade 2 is a Sell");
        order.Apply(Facts.Filled("d1.e.0", 3, Side.Buy, 0m, 0.2m)).Fault!.ShouldContain("fills 0.2 at 0");
        order.Apply(Facts.Filled("d1.e.0", 4, Side.Buy, 100m, -0.1m)).Filled.ShouldBe(Quantity.From(0.1m));
        Should.Throw<InvariantViolation>(() => order.Apply(Facts.Accepted("d2.e.0")));
        Should.Throw<InvariantViolation>(() => OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 0m)));
    }

    [Fact]
    public void A_fee_told_in_two_ways_is_no_contradiction_and_counts_the_same_in_any_order()
    {
        OrderFilled streamed = Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 0.1m, fee: 0.02m);
        OrderFilled lookedUp = streamed with { Fee = 0.01m };
        OrderState one = Sent.Apply(streamed).Apply(lookedUp);
        OrderState other = Sent.Apply(lookedUp).Apply(streamed);
        one.Fault.ShouldBeNull();
        one.Fees.ShouldBe(other.Fees);
        one.Apply(streamed).Apply(lookedUp).ShouldBeSameAs(one);
    }

    [Fact]
    [Trait("Invariant", "I-12")]
    [Trait("Invariant", "I-13")]
    public void Even_lies_give_the_same_state_in_any_order_with_any_repeats() => Cases.Check(10_000, random =>
    {
        (PlaceOrder order, List<OrderFact> facts) = Facts.DrawLife(random);
        foreach (OrderFilled fill in facts.OfType<OrderFilled>().ToArray())
        {
            if (random.Next(2) == 0) facts.Add(fill with { Quantity = fill.Quantity + Quantity.From(random.Next(1, 4) * 0.001m) });
            if (random.Next(3) == 0) facts.Add(fill with { Side = fill.Side == Side.Buy ? Side.Sell : Side.Buy });
            if (random.Next(3) == 0) facts.Add(fill with { TradeId = fill.TradeId + 1_000_000 });
            if (random.Next(3) == 0) facts.Add(fill with { Fee = fill.Fee + 0.0001m });
        }

        facts.Add(new OutcomeUnknown(order.Id, order.Symbol, Facts.At(random.Next(9)), "No answer."));
        facts.Add(new OrderNotFound(order.Id, order.Symbol, Facts.At(random.Next(9))));
        OrderState expected = Fold(OrderState.Of(order).Submit(), facts);
        OrderState shuffled = Fold(OrderState.Of(order).Submit(), Cases.ShuffledWithRepeats(facts, random));
        Text(shuffled).ShouldBe(Text(expected));
        shuffled.Fault.ShouldBe(expected.Fault);
        shuffled.Contradictions.ShouldBe(expected.Contradictions);
    });

    [Fact]
    [Trait("Fault", "F-013")]
    public void Not_found_and_unknown_change_nothing_after_a_definite_word()
    {
        var lost = new OutcomeUnknown(Sent.Id, Facts.Symbol, Facts.At(2), "No answer.");
        var notFound = new OrderNotFound(Sent.Id, Facts.Symbol, Facts.At(3));
        Sent.Apply(lost).Phase.ShouldBe(OrderPhase.Unknown);
        Sent.Apply(notFound).ShouldBeSameAs(Sent);
        OrderState working = Sent.Apply(Facts.Accepted("d1.e.0"));
        working.Apply(lost).Apply(notFound).Phase.ShouldBe(OrderPhase.Working);
        Sent.Apply(lost).FindAbsent().Apply(lost).Apply(notFound).Phase.ShouldBe(OrderPhase.Absent);
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
    [Trait("Invariant", "I-11")]
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
    [Trait("Invariant", "I-17")]
    public void Evidence_resolves_an_unknown_order()
    {
        OrderState unknown = Sent.LoseTrack();
        (unknown.Phase, unknown.IsLive).ShouldBe((OrderPhase.Unknown, true));
        unknown.Apply(Facts.Accepted("d1.e.0")).Phase.ShouldBe(OrderPhase.Working);
        unknown.Apply(new OrderRefused(new("d1.e.0"), Facts.Symbol, Facts.At(3), "NOTIONAL", "Too small.")).Phase
            .ShouldBe(OrderPhase.Refused);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    [Trait("Invariant", "I-11")]
    [Trait("Invariant", "I-18")]
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
