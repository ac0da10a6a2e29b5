using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <summary>Why the venue does not take an order.</summary>
internal readonly record struct Refusal(string Rule, string Reason);

/// <summary>The venue's rules for new orders, each named as Binance names its filters where there is such a filter.</summary>
internal static class OrderRules
{
    /// <summary>Rules that need the order and its instrument only.</summary>
    /// <param name="reference">Price at which a market order would start; null when none is known.</param>
    public static Refusal? Filters(PlaceOrder order, Instrument instrument, Price? reference) =>
        Form(order)
        ?? OnTick(order.Limit, "limit", instrument)
        ?? OnTick(order.Stop, "stop", instrument)
        ?? LotSize(order, instrument)
        ?? Notional(order, instrument, order.Limit ?? order.Stop ?? reference);

    private static Refusal? Form(PlaceOrder order)
    {
        bool wellFormed = order.Type switch
        {
            OrderType.Market => order is { Limit: null, Stop: null } && order.TimeInForce != TimeInForce.PostOnly,
            OrderType.Limit => order is { Limit: not null, Stop: null },
            _ => order is { Limit: null, Stop: not null } && order.TimeInForce == TimeInForce.GoodTillCancelled,
        };
        return wellFormed
            ? null
            : new("ORDER_FORM", $"{order.Type} with limit {Text(order.Limit)}, stop {Text(order.Stop)} and {order.TimeInForce} is no order this venue knows.");
    }

    private static Refusal? OnTick(Price? price, string what, Instrument instrument)
    {
        if (price is not { } value || (value.IsPositive && value.IsMultipleOf(instrument.TickSize))) return null;
        return new("PRICE_FILTER", $"The {what} {value} is not a positive multiple of tick {instrument.TickSize} on {instrument.Symbol}.");
    }

    private static Refusal? LotSize(PlaceOrder order, Instrument instrument)
    {
        if (order.Quantity < instrument.QuantityMin)
            return new("LOT_SIZE", $"Quantity {order.Quantity} is below the minimum {instrument.QuantityMin} on {instrument.Symbol}.");
        if (order.Quantity.IsMultipleOf(instrument.StepSize)) return null;
        Quantity floor = order.Quantity.FloorTo(instrument.StepSize);
        return new("LOT_SIZE", $"Quantity {order.Quantity} is not a multiple of step {instrument.StepSize} on {instrument.Symbol}; nearest below is {floor}.");
    }

    private static Refusal? Notional(PlaceOrder order, Instrument instrument, Price? price)
    {
        if (order.ReduceOnly || price is not { } each) return null;
        decimal notional = each * order.Quantity;
        return notional >= instrument.NotionalMin
            ? null
            : new("NOTIONAL", $"{order.Quantity} at {each} is worth {notional}, less than the minimum {instrument.NotionalMin} on {instrument.Symbol}.");
    }

    private static string Text(Price? price) => price?.ToString() ?? "none";
}
