using System.Globalization;
using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>An accepted order and what is left of it.</summary>
internal sealed class RestingOrder(PlaceOrder order, long number, Timestamp acceptedAt)
{
    private QueuePosition queue;

    public PlaceOrder Order { get; } = order;

    /// <summary>Time priority: lower came earlier.</summary>
    public long Number { get; } = number;

    public string VenueOrderId => Number.ToString(CultureInfo.InvariantCulture);

    public Timestamp AcceptedAt { get; } = acceptedAt;

    public Quantity Remaining { get; set; } = order.Quantity;

    /// <summary>Filled, cancelled or expired: to be dropped from the list.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether it will match as soon as there is something to match with.</summary>
    public bool IsWaiting { get; set; }

    /// <summary>A stop that was reached: from then on a market order.</summary>
    public bool IsTriggered { get; set; }

    public ref QueuePosition Queue => ref queue;

    public bool IsBuy => Order.Side == Side.Buy;

    /// <summary>Side of the book it matches with.</summary>
    public Side Opposite => IsBuy ? Side.Sell : Side.Buy;

    /// <summary>A limit order in the book, as opposed to one that has not met the market yet.</summary>
    public bool Rests => Order.Type == OrderType.Limit && !IsWaiting && !IsDone;

    /// <summary>A stop or a take-profit whose price was not reached yet.</summary>
    public bool IsWaitingStop => Order.Type is OrderType.StopMarket or OrderType.TakeProfitMarket && !IsTriggered && !IsDone;

    /// <summary>Whether it triggers when the price rises, as opposed to when it falls.</summary>
    public bool IsReachedFromBelow => IsBuy == (Order.Type == OrderType.StopMarket);

    /// <summary>Whether a price reaches the stop.</summary>
    public bool IsReachedBy(Price price) => IsReachedFromBelow ? price >= Order.Stop : price <= Order.Stop;

    /// <summary>Whether a price is better for us than the limit, not just equal to it.</summary>
    public bool IsThrough(Price price) => IsBuy ? price < Order.Limit : price > Order.Limit;

    /// <summary>Whether the limit, if there is one, allows a price.</summary>
    public bool Allows(Price price) => Order.Limit is not { } limit || (IsBuy ? price <= limit : price >= limit);

    /// <summary>What the venue sets aside for: the limit, or the stop.</summary>
    public Price? ReservedPrice => Order.Limit ?? Order.Stop;

    public OpenOrder ToOpenOrder() => new(Order, VenueOrderId, Order.Quantity - Remaining, AcceptedAt);
}
