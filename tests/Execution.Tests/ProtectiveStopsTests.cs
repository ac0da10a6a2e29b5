using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class ProtectiveStopsTests
{
    private static readonly Price At58 = Price.From(58_000m);

    [Fact]
    public void An_unprotected_position_gets_a_stop_of_its_size_on_the_other_side()
    {
        StopPlan plan = Plan(0.5m, At58, []);
        plan.Cancel.ShouldBeEmpty();
        plan.Place.ShouldBe(new(
            new("d1.s.0"), Facts.Symbol, Side.Sell, OrderType.StopMarket, Quantity.From(0.5m), null, At58,
            TimeInForce.GoodTillCancelled, ReduceOnly: true));
        Plan(-0.5m, Price.From(62_000m), []).Place.ShouldNotBeNull().Side.ShouldBe(Side.Buy);
    }

    [Fact]
    public void The_right_stop_is_left_alone()
    {
        StopPlan plan = Plan(0.5m, At58, [Working(Stop(0, 0.5m))]);
        (plan.Place, plan.Cancel.Count).ShouldBe((null, 0));
        plan = Plan(0.5m, null, [Working(Stop(0, 0.5m))]);
        (plan.Place, plan.Cancel.Count).ShouldBe((null, 0));
        plan = Plan(0.5m, At58, [OrderState.Of(Stop(0, 0.5m)).Submit()]);
        (plan.Place, plan.Cancel.Count).ShouldBe((null, 0));
    }

    [Fact]
    public void A_changed_size_or_price_replaces_the_stop_under_the_next_id_once_the_new_one_rests()
    {
        OrderState old = Working(Stop(0, 0.5m));
        StopPlan larger = Plan(0.7m, At58, [old]);
        (larger.Place.ShouldNotBeNull().Id, larger.Place.Quantity).ShouldBe((new ClientOrderId("d1.s.1"), Quantity.From(0.7m)));
        larger.Cancel.ShouldBeEmpty("until the new one rests the old one protects");
        OrderState next = OrderState.Of(larger.Place).Submit();
        Plan(0.7m, At58, [old, next]).ShouldSatisfyAllConditions(p => p.Place.ShouldBeNull(), p => p.Cancel.ShouldBeEmpty());
        Plan(0.7m, At58, [old, next.Apply(Accept(larger.Place))]).Cancel.ShouldBe([old.Id]);
        StopPlan lost = Plan(0.7m, At58, [old, next.LoseTrack()]);
        lost.Place.ShouldNotBeNull().Id.ShouldBe(new("d1.s.2"), "what became of the second nobody knows");
        lost.Cancel.ShouldBe([next.Id], "the first still rests");
        StopPlan trailed = Plan(0.5m, Price.From(59_000m), [old]);
        trailed.Place.ShouldNotBeNull().Stop.ShouldBe(Price.From(59_000m));
        trailed.Cancel.ShouldBeEmpty();
        Plan(0.7m, null, [old]).Place.ShouldNotBeNull().Stop.ShouldBe(At58);
    }

    [Fact]
    public void On_spot_the_old_stop_ends_before_the_next_because_it_locks_the_coins()
    {
        Instrument spot = Facts.Perpetual with { Kind = InstrumentKind.Spot };
        OrderState old = Working(Stop(0, 0.5m));
        StopPlan plan = Next(old);
        (plan.Place, plan.Cancel.Single()).ShouldBe((null, old.Id));
        Next(old.RequestCancel()).ShouldSatisfyAllConditions(p => p.Place.ShouldBeNull(), p => p.Cancel.ShouldBeEmpty());
        Next(old.RequestCancel().Apply(Facts.Cancelled(old.Id.Value))).Place.ShouldNotBeNull().Quantity.ShouldBe(Quantity.From(0.7m));

        StopPlan Next(OrderState before) => ProtectiveStops.Reconcile(spot, Quantity.From(0.7m), At58, "d1", [before]);
    }

    [Fact]
    public void A_stop_that_is_filling_still_fits_the_shrinking_position()
    {
        OrderState filling = Working(Stop(0, 0.5m)).Apply(Facts.Filled("d1.s.0", 1, Side.Sell, 57_999m, 0.2m));
        StopPlan plan = Plan(0.3m, At58, [filling]);
        (plan.Place, plan.Cancel.Count).ShouldBe((null, 0));
    }

    [Fact]
    public void A_flat_account_keeps_no_stop()
    {
        OrderState orphan = Working(Stop(0, 0.5m));
        Plan(0m, At58, [orphan]).ShouldSatisfyAllConditions(
            plan => plan.Place.ShouldBeNull(), plan => plan.Cancel.ShouldBe([orphan.Id]));
        Plan(0.0005m, null, [orphan]).Cancel.ShouldBe([orphan.Id]);
        Plan(0m, null, [orphan.RequestCancel()]).Cancel.ShouldBeEmpty();
    }

    [Fact]
    public void A_stop_with_unknown_outcome_protects_nothing()
    {
        OrderState lost = OrderState.Of(Stop(0, 0.5m)).Submit().LoseTrack();
        StopPlan plan = Plan(0.5m, At58, [lost]);
        plan.Place.ShouldNotBeNull().Id.ShouldBe(new("d1.s.1"));
        plan.Cancel.ShouldBe([lost.Id]);
    }

    [Fact]
    public void An_open_position_without_any_stop_price_breaks_an_invariant()
    {
        Should.Throw<InvariantViolation>(() => Plan(0.5m, null, [])).Message.ShouldStartWith("I-14");
        OrderState wrongSide = Working(Stop(0, 0.5m));
        Should.Throw<InvariantViolation>(() => Plan(-0.5m, null, [wrongSide]));
    }

    [Fact]
    public void Other_orders_and_other_instruments_are_not_touched()
    {
        PlaceOrder other = Stop(0, 0.5m) with { Id = new("d9.s.0"), Symbol = new("ETHUSDT") };
        OrderState elsewhere = OrderState.Of(other).Submit();
        OrderState entry = OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 0.5m)).Submit();
        Plan(0m, At58, [elsewhere, entry]).Cancel.ShouldBeEmpty();
    }

    /// <summary>
    /// A world in which positions change, prices trail and stops already rest in any state: after the plans are carried out
    /// and the venue has answered, exactly one right stop is live, or none when flat, and nothing more is to be done.
    /// </summary>
    [Fact]
    public void Whatever_rests_at_the_venue_the_plans_lead_to_exactly_one_right_stop() => Cases.Check(10_000, random =>
    {
        Dictionary<ClientOrderId, OrderState> orders = [];
        for (int i = random.Next(5); i > 0; i--)
        {
            OrderState order = Draw(random, i);
            orders[order.Id] = order;
        }

        Quantity position = Quantity.From(random.Next(-3, 4) * 0.1m);
        Price stop = Price.From(random.Next(58, 60) * 1_000m);
        Instrument instrument = Facts.Perpetual with { Kind = (InstrumentKind)random.Next(2) };
        // What rests at first protects until the one that is right does; on spot there are never two new ones.
        for (int step = 0; step < 3; step++)
        {
            StopPlan plan = ProtectiveStops.Reconcile(instrument, position, stop, "d1", orders.Values);
            if (plan.Place is { } place)
            {
                orders.ContainsKey(place.Id).ShouldBeFalse("an id is used once");
                place.ReduceOnly.ShouldBeTrue();
                if (instrument.Kind == InstrumentKind.Spot) orders.Values.Any(o => o.IsLive).ShouldBeFalse("it locks the coins");
                orders[place.Id] = OrderState.Of(place).Submit().Apply(Accept(place));
            }

            foreach (ClientOrderId id in plan.Cancel)
            {
                bool protects = Protects(orders[id], position);
                orders[id] = orders[id].RequestCancel();
                if (protects && instrument.Kind == InstrumentKind.Perpetual && !position.IsZero)
                    orders.Values.Any(o => o.CancelsSent == 0 && Protects(o, position)).ShouldBeTrue("the position is never left bare");
            }

            foreach (OrderState asked in orders.Values.Where(o => o.CancelsSent > 0).ToList())
                orders[asked.Id] = asked.Apply(Facts.Cancelled(asked.Id.Value));
        }

        List<OrderState> live = [.. orders.Values.Where(o => o.IsLive && o.IsProtectiveStop)];
        if (position.IsZero)
        {
            live.ShouldBeEmpty();
        }
        else
        {
            OrderState only = live.ShouldHaveSingleItem();
            (only.Remaining, only.Order.Stop).ShouldBe((position.Abs(), stop));
            only.Order.Side.ShouldBe(position.IsPositive ? Side.Sell : Side.Buy);
        }

        StopPlan again = ProtectiveStops.Reconcile(instrument, position, stop, "d1", orders.Values);
        (again.Place, again.Cancel.Count).ShouldBe((null, 0));
    });

    private static bool Protects(OrderState order, Quantity position) =>
        order.Phase is OrderPhase.Working or OrderPhase.PartiallyFilled && order.Order.Side == (position.IsPositive ? Side.Sell : Side.Buy);

    private static StopPlan Plan(decimal position, Price? stop, IEnumerable<OrderState> orders) =>
        ProtectiveStops.Reconcile(Facts.Perpetual, Quantity.From(position), stop, "d1", orders);

    private static PlaceOrder Stop(int attempt, decimal quantity) =>
        Legs.ProtectiveStop("d1", attempt, Facts.Symbol, Side.Sell, Quantity.From(quantity), At58);

    private static OrderState Working(PlaceOrder order) => OrderState.Of(order).Submit().Apply(Accept(order));

    private static OrderAccepted Accept(PlaceOrder order) => new(order.Id, Facts.Symbol, Facts.At(1), "v" + order.Id);

    private static OrderState Draw(Random random, int attempt)
    {
        PlaceOrder order = Legs.ProtectiveStop(
            random.Next(2) == 0 ? "d1" : "d0", attempt - 1, Facts.Symbol, (Side)random.Next(2),
            Quantity.From(random.Next(1, 4) * 0.1m), Price.From(random.Next(58, 60) * 1_000m));
        OrderState state = OrderState.Of(order).Submit();
        state = random.Next(5) switch
        {
            0 => state.LoseTrack(),
            1 => state.Apply(Accept(order)).Apply(Facts.Cancelled(order.Id.Value)),
            2 => state.Apply(Accept(order)).RequestCancel(),
            _ => state.Apply(Accept(order)),
        };
        return state;
    }
}
