using Parley.Domain;

namespace Parley.Execution;

/// <summary>
/// What is reserved for orders that may still fill: everything submitting, unknown or open counts as filled, at a price
/// worse than the last one. Worked out from the orders each time, so that nothing is ever reserved twice or forgotten.
/// </summary>
public static class Reservations
{
    /// <summary>What a fill may be worse than the last price, fees included, as a fraction.</summary>
    public const decimal Slack = 0.01m;

    /// <summary>Largest gross notional an instrument can come to, in quote currency.</summary>
    /// <param name="position">Signed base quantity held.</param>
    /// <param name="price">The last price.</param>
    /// <param name="live">Orders of this instrument that can still fill, in any order. Those that only reduce may fill before the others, which then open more.</param>
    /// <param name="foreign">Orders of others on this instrument's books.</param>
    public static decimal WorstCase(Quantity position, Price price, IEnumerable<OrderState> live, IReadOnlyList<StockedOrder> foreign)
    {
        (Quantity furthest, Price worst, bool any) = Reach(position, price, live, foreign);
        return any ? furthest.Abs().Value * worst.Value * (1 + Slack) : Math.Abs(price * position);
    }

    /// <summary>The position furthest from flat that an instrument can come to, signed.</summary>
    /// <inheritdoc cref="WorstCase"/>
    public static Quantity Furthest(Quantity position, IEnumerable<OrderState> live, IReadOnlyList<StockedOrder> foreign) =>
        Reach(position, default, live, foreign).Furthest;

    private static (Quantity Furthest, Price Worst, bool Any) Reach(
        Quantity position, Price price, IEnumerable<OrderState> live, IReadOnlyList<StockedOrder> foreign)
    {
        Quantity buys = Quantity.Zero;
        Quantity sells = Quantity.Zero;
        Quantity reducing = Quantity.Zero;
        Price worst = price;
        foreach (OrderState order in live)
            if (order.IsLive) Add(order.Order, order.Remaining);
        foreach (StockedOrder order in foreign) Add(order.Order, order.Order.Quantity - order.Filled);
        if (buys.IsZero && sells.IsZero) return (position, price, false);
        Quantity rest = position.Abs() - Quantity.Min(position.Abs(), reducing);
        Quantity longest = (position.IsNegative ? -rest : position) + buys;
        Quantity shortest = (position.IsPositive ? rest : position) - sells;
        Quantity furthest = longest.Abs() > shortest.Abs() ? longest : shortest;
        return (position.Abs() > furthest.Abs() ? position : furthest, worst, true);

        void Add(PlaceOrder order, Quantity remaining)
        {
            if (!remaining.IsPositive) return;
            if (order.ReduceOnly)
            {
                if (position.IsPositive == (order.Side == Side.Sell)) reducing += remaining;
                return;
            }

            if (order.Side == Side.Buy) buys += remaining;
            else sells += remaining;
            if (order.Limit is { } limit && limit > worst) worst = limit;
            if (order.Stop is { } stop && stop > worst) worst = stop;
        }
    }
}
