using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>A rule an order would break.</summary>
/// <param name="Rule">The venue's name of it.</param>
public sealed record RuleBreach(string Rule, string Reason);

/// <summary>What is known of the account when an order is checked.</summary>
/// <param name="Basis">The price the venue measures by, as well as it is known; null where nobody knows one: the venue then judges alone.</param>
/// <param name="OpenOrders">On this instrument, both books.</param>
/// <param name="OpenAlgoOrders">Conditional ones of these.</param>
/// <param name="BaseHeld">Coins of the account with those open buys would bring; null where not known.</param>
public readonly record struct CheckContext(Price? Basis, int OpenOrders, int OpenAlgoOrders, decimal? BaseHeld);

/// <summary>Says before sending what the venue would refuse.</summary>
public static class OrderCheck
{
    /// <returns>The first rule broken, or null.</returns>
    public static RuleBreach? Find(PlaceOrder order, SymbolRules rules, in CheckContext context)
    {
        if (!rules.IsTrading) return new("MARKET_CLOSED", $"{order.Symbol} is {rules.Status}.");
        return Shape(order) ?? Prices(order, rules, context) ?? Lots(order, rules) ?? Notional(order, rules, context)
            ?? Counts(order, rules, context);
    }

    private static RuleBreach? Shape(PlaceOrder order)
    {
        if (order.Id.Value is not { Length: > 0 and <= 36 })
            return new("CLIENT_ORDER_ID", "A client order id has 1 to 36 characters.");
        if (order.Type == OrderType.Limit != order.Limit.HasValue)
            return new("PRICE_FILTER", "A limit order has a limit price, and no other order.");
        if (OrderRequestWriter.IsConditional(order.Type) != order.Stop.HasValue)
            return new("PRICE_FILTER", "A stop or take-profit order has a trigger price, and no other order.");
        return null;
    }

    private static RuleBreach? Prices(PlaceOrder order, SymbolRules rules, in CheckContext context)
    {
        if ((order.Limit ?? order.Stop) is not { } price) return null;
        if (!price.IsPositive) return new("PRICE_FILTER", "A price is above zero.");
        if (!price.IsMultipleOf(rules.Instrument.TickSize))
            return new("PRICE_FILTER", $"{price} is no multiple of {rules.Instrument.TickSize}.");
        if (rules.PriceMin.IsPositive && price < rules.PriceMin) return new("PRICE_FILTER", $"{price} is below {rules.PriceMin}.");
        if (rules.PriceMax.IsPositive && price > rules.PriceMax) return new("PRICE_FILTER", $"{price} is above {rules.PriceMax}.");
        return order.Limit.HasValue && context.Basis is { IsPositive: true } basis ? Band(order.Side, price, basis, rules) : null;
    }

    private static RuleBreach? Band(Side side, Price price, Price basis, SymbolRules rules)
    {
        bool futures = rules.Instrument.Kind == InstrumentKind.Perpetual;
        string rule = futures ? "PERCENT_PRICE" : "PERCENT_PRICE_BY_SIDE";
        decimal up = side == Side.Buy ? rules.Band.BuyUp : rules.Band.SellUp;
        decimal down = side == Side.Buy ? rules.Band.BuyDown : rules.Band.SellDown;
        if (up > 0 && price.Value > basis.Value * up) return new(rule, $"{price} is above {up} times {basis}.");
        if (down > 0 && price.Value < basis.Value * down) return new(rule, $"{price} is below {down} times {basis}.");
        return null;
    }

    private static RuleBreach? Lots(PlaceOrder order, SymbolRules rules)
    {
        if (!order.Quantity.IsPositive) return new("LOT_SIZE", "A quantity is above zero.");
        return Lot(order.Quantity, rules.Lot, "LOT_SIZE")
            ?? (order.Type == OrderType.Limit ? null : Lot(order.Quantity, rules.MarketLot, "MARKET_LOT_SIZE"));
    }

    private static RuleBreach? Lot(Quantity quantity, LotRule lot, string rule)
    {
        if (quantity < lot.Min) return new(rule, $"{quantity} is below {lot.Min}.");
        if (lot.Max.IsPositive && quantity > lot.Max) return new(rule, $"{quantity} is above {lot.Max}.");
        return quantity.IsMultipleOf(lot.Step) ? null : new(rule, $"{quantity} is no multiple of {lot.Step}.");
    }

    private static RuleBreach? Notional(PlaceOrder order, SymbolRules rules, in CheckContext context)
    {
        bool market = order.Type == OrderType.Market;
        if ((order.Limit ?? order.Stop ?? context.Basis) is not { IsPositive: true } price) return null;
        decimal notional = price * order.Quantity;
        bool reducing = order.ReduceOnly && rules.Instrument.Kind == InstrumentKind.Perpetual;
        if (!reducing && (!market || rules.NotionalMinForMarket) && notional < rules.Instrument.NotionalMin)
            return new("NOTIONAL", $"{notional} is below {rules.Instrument.NotionalMin}.");
        if (rules.NotionalMax > 0 && (!market || rules.NotionalMaxForMarket) && notional > rules.NotionalMax)
            return new("NOTIONAL", $"{notional} is above {rules.NotionalMax}.");
        return null;
    }

    private static RuleBreach? Counts(PlaceOrder order, SymbolRules rules, in CheckContext context)
    {
        if (order.Type != OrderType.Market && rules.MaxOrders > 0 && context.OpenOrders >= rules.MaxOrders)
            return new("MAX_NUM_ORDERS", $"{context.OpenOrders} orders are open.");
        if (OrderRequestWriter.IsConditional(order.Type) && rules.MaxAlgoOrders > 0 && context.OpenAlgoOrders >= rules.MaxAlgoOrders)
            return new("MAX_NUM_ALGO_ORDERS", $"{context.OpenAlgoOrders} conditional orders are open.");
        if (order.Side == Side.Buy && rules.MaxPosition > 0 && context.BaseHeld + order.Quantity.Value > rules.MaxPosition)
            return new("MAX_POSITION", $"{context.BaseHeld} held and bid for, with {order.Quantity} more above {rules.MaxPosition}.");
        return null;
    }
}
