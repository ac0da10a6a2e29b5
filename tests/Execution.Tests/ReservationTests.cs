using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class ReservationTests
{
    [Fact]
    [Trait("Invariant", "I-02")]
    [Trait("Invariant", "I-21")]
    public void Whatever_fills_the_exposure_stays_within_what_was_reserved() => Cases.Check(10_000, random =>
    {
        Price price = Price.From(random.Next(100, 100_000));
        Quantity position = Quantity.From(random.Next(-2_000, 2_000) / 1000m);
        List<OrderState> orders = [];
        for (int i = random.Next(5); i >= 0; i--) orders.Add(Draw(i, price, random));
        decimal reserved = Reservations.WorstCase(position, price, orders, []);

        // Each of them fills as far as it likes, in any order, never worse than its limit or the slack.
        foreach (OrderState order in orders.OrderBy(_ => random.Next()))
        {
            if (!order.IsLive) continue;
            Quantity filled = Quantity.FromRaw(random.NextInt64(order.Remaining.Raw + 1));
            if (order.Order.ReduceOnly) filled = Quantity.Min(filled, Reducible(position, order.Order.Side));
            position += order.Order.Side == Side.Buy ? filled : -filled;
            Math.Abs(price * position).ShouldBeLessThanOrEqualTo(reserved);
        }
    });

    [Fact]
    public void Unknown_counts_as_filled_and_absent_as_gone()
    {
        OrderState sent = OrderState.Of(Facts.Market("d1.e.0", Side.Buy, 2m)).Submit();
        decimal Of(OrderState order) => Reservations.WorstCase(Quantity.Zero, Price.From(100), [order], []);
        Of(sent).ShouldBe(202m);
        Of(sent.LoseTrack()).ShouldBe(202m);
        Of(sent.LoseTrack().FindAbsent()).ShouldBe(0m);
        Of(sent.LoseTrack().FindAbsent().Apply(Facts.Accepted("d1.e.0"))).ShouldBe(202m, "a tombstone that comes back is reserved for again");
        Of(sent.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 1.5m))).ShouldBe(50.5m);
    }

    [Fact]
    [Trait("Fault", "F-025")]
    public void Orders_of_others_count()
    {
        PlaceOrder human = Facts.Market("web_1", Side.Sell, 3m);
        Reservations.WorstCase(Quantity.From(1), Price.From(100), [], [new(human, "1", Quantity.From(1))]).ShouldBe(101m);
        Reservations.WorstCase(Quantity.From(-1), Price.From(100), [], [new(human, "1", Quantity.From(1))]).ShouldBe(303m);
    }

    private static Quantity Reducible(Quantity position, Side side) =>
        position.IsPositive == (side == Side.Sell) ? position.Abs() : Quantity.Zero;

    private static OrderState Draw(int number, Price price, Random random)
    {
        Side side = (Side)random.Next(2);
        PlaceOrder order = Facts.Market($"d{number}.e.0", side, random.Next(1, 1_000) / 1000m) with { ReduceOnly = random.Next(4) == 0 };
        if (random.Next(2) == 0)
            order = order with { Type = OrderType.Limit, Limit = Price.From(decimal.Round(price.Value * random.Next(90, 110) / 100m, 2)) };
        OrderState state = OrderState.Of(order).Submit();
        return random.Next(5) switch
        {
            0 => state.LoseTrack(),
            1 => state.LoseTrack().FindAbsent(),
            2 => state.Apply(Facts.Accepted(order.Id.Value)),
            3 => state.Apply(Facts.Filled(order.Id.Value, 1, side, price.Value, order.Quantity.Value / 2)),
            _ => state,
        };
    }
}
