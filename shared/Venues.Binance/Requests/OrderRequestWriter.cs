using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Writes the body of an order: parameters in the venue's words, signed. Allocates nothing.</summary>
internal sealed class OrderRequestWriter(BinanceOptions options, RequestBuffer buffer)
{
    /// <summary>Whether the order belongs into the book of conditional orders, which futures keep apart.</summary>
    public static bool IsAlgo(BinanceProduct product, OrderType type) =>
        product == BinanceProduct.UsdFutures && IsConditional(type);

    /// <summary>Whether the order waits for a trigger price.</summary>
    public static bool IsConditional(OrderType type) => type is OrderType.StopMarket or OrderType.TakeProfitMarket;

    public static string Path(BinanceProduct product, OrderType type) =>
        product == BinanceProduct.Spot ? "/api/v3/order" : IsAlgo(product, type) ? "/fapi/v1/algoOrder" : "/fapi/v1/order";

    /// <param name="rules">What the symbol allows.</param>
    /// <param name="nowMs">Venue time.</param>
    public ReadOnlySpan<byte> Write(PlaceOrder order, SymbolRules rules, long nowMs)
    {
        buffer.Clear();
        buffer.Text("symbol"u8, order.Symbol.Value).Literal("side"u8, order.Side == Side.Buy ? "BUY"u8 : "SELL"u8);
        if (options.Access.Hosts.Product == BinanceProduct.Spot) WriteSpot(order, rules);
        else if (IsConditional(order.Type)) WriteAlgo(order);
        else WriteFutures(order);
        buffer.Literal("selfTradePreventionMode"u8, PreventionMode(rules));
        buffer.Sign(options.RecvWindow, nowMs);
        return buffer.Written;
    }

    private void WriteSpot(PlaceOrder order, SymbolRules rules)
    {
        buffer.Fixed("quantity"u8, order.Quantity.Raw);
        switch (order.Type)
        {
            case OrderType.Market:
                buffer.Literal("type"u8, "MARKET"u8);
                break;
            case OrderType.Limit when order.TimeInForce == TimeInForce.PostOnly:
                buffer.Literal("type"u8, "LIMIT_MAKER"u8).Fixed("price"u8, order.Limit!.Value.Raw);
                break;
            case OrderType.Limit:
                buffer.Literal("type"u8, "LIMIT"u8).Fixed("price"u8, order.Limit!.Value.Raw);
                WriteTimeInForce(order.TimeInForce);
                break;
            default:
                WriteSpotConditional(order, rules);
                break;
        }

        // The answer then names the trades the order has met, with their ids.
        buffer.Text("newClientOrderId"u8, order.Id.Value).Literal("newOrderRespType"u8, "FULL"u8);
    }

    private void WriteSpotConditional(PlaceOrder order, SymbolRules rules)
    {
        buffer.Fixed("stopPrice"u8, order.Stop!.Value.Raw);
        bool isStop = order.Type == OrderType.StopMarket;
        if (rules.AllowsType(isStop ? "STOP_LOSS" : "TAKE_PROFIT"))
        {
            buffer.Literal("type"u8, isStop ? "STOP_LOSS"u8 : "TAKE_PROFIT"u8);
            return;
        }

        buffer.Literal("type"u8, isStop ? "STOP_LOSS_LIMIT"u8 : "TAKE_PROFIT_LIMIT"u8).Literal("timeInForce"u8, "GTC"u8)
            .Fixed("price"u8, rules.StopLimit(order.Side, order.Stop.Value, options.StopLimitSlippage).Raw);
    }

    private void WriteFutures(PlaceOrder order)
    {
        buffer.Fixed("quantity"u8, order.Quantity.Raw);
        if (order.Type == OrderType.Market)
        {
            buffer.Literal("type"u8, "MARKET"u8);
        }
        else
        {
            buffer.Literal("type"u8, "LIMIT"u8).Fixed("price"u8, order.Limit!.Value.Raw);
            WriteTimeInForce(order.TimeInForce);
        }

        WriteReduceOnly(order);
        // Says how much was executed, so that missing trades are asked for at once.
        buffer.Text("newClientOrderId"u8, order.Id.Value).Literal("newOrderRespType"u8, "RESULT"u8);
    }

    private void WriteAlgo(PlaceOrder order)
    {
        buffer.Literal("algoType"u8, "CONDITIONAL"u8).Literal("type"u8, order.Type == OrderType.StopMarket ? "STOP_MARKET"u8 : "TAKE_PROFIT_MARKET"u8)
            .Fixed("quantity"u8, order.Quantity.Raw).Fixed("triggerPrice"u8, order.Stop!.Value.Raw)
            .Literal("workingType"u8, "MARK_PRICE"u8).Literal("priceProtect"u8, "TRUE"u8);
        WriteReduceOnly(order);
        buffer.Text("clientAlgoId"u8, order.Id.Value);
    }

    private void WriteReduceOnly(PlaceOrder order)
    {
        if (order.ReduceOnly) buffer.Literal("reduceOnly"u8, "true"u8);
    }

    private void WriteTimeInForce(TimeInForce timeInForce) => buffer.Literal("timeInForce"u8, timeInForce switch
    {
        TimeInForce.ImmediateOrCancel => "IOC"u8,
        TimeInForce.PostOnly => "GTX"u8,
        _ => "GTC"u8,
    });

    // A mode the symbol does not allow would be refused; NONE is said rather than left to the account's default.
    private ReadOnlySpan<byte> PreventionMode(SymbolRules rules) => options.SelfTradePrevention switch
    {
        SelfTradePrevention.ExpireMaker when rules.AllowsPrevention("EXPIRE_MAKER") => "EXPIRE_MAKER"u8,
        SelfTradePrevention.ExpireTaker when rules.AllowsPrevention("EXPIRE_TAKER") => "EXPIRE_TAKER"u8,
        SelfTradePrevention.ExpireBoth when rules.AllowsPrevention("EXPIRE_BOTH") => "EXPIRE_BOTH"u8,
        _ => "NONE"u8,
    };
}
