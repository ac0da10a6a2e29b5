using Parley.Domain;

namespace Parley.Venues.Simulated;

/// <content>Rules that depend on the market and the account.</content>
internal sealed partial class InstrumentMatching
{
    private Refusal? FirstRefusal(PlaceOrder order) =>
        OrderRules.Filters(order, Instrument, Reference(order.Side))
        ?? WouldMatch(order)
        ?? WouldTrigger(order)
        ?? (order.ReduceOnly ? null : IsPerpetual ? Margin(order) : Balance(order));

    /// <summary>Price at which a market order would start.</summary>
    private Price? Reference(Side side) => liquidity.Best(side == Side.Buy ? Side.Sell : Side.Buy) ?? lastPrice;

    private Refusal? WouldMatch(PlaceOrder order)
    {
        if (order.TimeInForce != TimeInForce.PostOnly || order.Limit is not { } limit) return null;
        bool buys = order.Side == Side.Buy;
        if (liquidity.Best(buys ? Side.Sell : Side.Buy) is { } best)
        {
            return (buys ? limit >= best : limit <= best)
                ? new("POST_ONLY", $"A {order.Side} at {limit} would match the {(buys ? "ask" : "bid")} {best} at once.")
                : null;
        }

        return lastPrice is { } last && (buys ? limit > last : limit < last)
            ? new("POST_ONLY", $"A {order.Side} at {limit} would match at once: the last price is {last}.")
            : null;
    }

    private Refusal? WouldTrigger(PlaceOrder order)
    {
        if (order.Stop is not { } stop || lastPrice is not { } last) return null;
        bool risesToIt = (order.Side == Side.Buy) == (order.Type == OrderType.StopMarket);
        return (risesToIt ? last >= stop : last <= stop)
            ? new("WOULD_TRIGGER", $"The last price {last} already reaches a {order.Side} {(order.Type == OrderType.StopMarket ? "stop" : "take-profit")} at {stop}.")
            : null;
    }

    private Refusal? Balance(PlaceOrder order)
    {
        if (order.Side == Side.Sell)
        {
            decimal free = Holding.Quantity.Value - OpenQuantity(Side.Sell, null);
            return order.Quantity.Value > free
                ? new("INSUFFICIENT_BALANCE", $"Selling {order.Quantity} {Instrument.BaseAsset} needs more than the {free} that are free.")
                : null;
        }

        if (CostOf(order) is not { } cost) return null;
        decimal needed = cost + account.TakerFee(cost);
        return needed > account.FreeCash
            ? new("INSUFFICIENT_BALANCE", $"Buying {order.Quantity} {Instrument.BaseAsset} needs {needed} {Instrument.QuoteAsset} with fee; {account.FreeCash} are free.")
            : null;
    }

    private Refusal? Margin(PlaceOrder order)
    {
        decimal before = Exposure(null);
        decimal after = Exposure(order);
        if (after <= before) return null;
        decimal added = after - before;
        decimal needed = account.InitialMargin + added / account.LeverageMax + account.TakerFee(added);
        return needed > account.MarginBalance
            ? new("INSUFFICIENT_BALANCE", $"Exposure of {after} {Instrument.QuoteAsset} on {Instrument.Symbol} at leverage {account.LeverageMax} brings the margin needed to {needed} with fee; {account.MarginBalance} is there.")
            : null;
    }

    /// <summary>What a buy costs without fee; null when no price is known yet.</summary>
    private decimal? CostOf(PlaceOrder order)
    {
        if ((order.Limit ?? order.Stop) is { } price) return price * order.Quantity;
        int count = liquidity.Count(Side.Sell);
        if (count == 0) return lastPrice is { } last ? last * order.Quantity * (1 + barSlippageBps / 10_000) : null;
        decimal cost = 0;
        Quantity left = order.Quantity;
        for (int depth = 0; depth < count && left.IsPositive; depth++)
        {
            BookLevel level = liquidity.Level(Side.Sell, depth);
            Quantity taken = Quantity.Min(left, level.Quantity);
            cost += level.Price * taken;
            left -= taken;
        }

        return cost;
    }
}
