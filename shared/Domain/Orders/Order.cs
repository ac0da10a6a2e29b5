namespace Parley.Domain;

public enum OrderType
{
    Market,
    Limit,

    /// <summary>Becomes a market order when the last trade price reaches the stop price.</summary>
    StopMarket,

    /// <summary>Becomes a market order when the last trade price reaches the stop price from the other side than a stop: a sell when it rises to it, a buy when it falls to it.</summary>
    TakeProfitMarket,
}

public enum TimeInForce
{
    GoodTillCancelled,
    ImmediateOrCancel,

    /// <summary>Refused rather than matched at once: it only ever makes liquidity.</summary>
    PostOnly,
}

/// <summary>
/// Our name for an order, derived from decision, leg and attempt: the same intent has the same id on every host and every
/// replay. At most 36 characters of <c>[.A-Za-z0-9:/_-]</c>.
/// </summary>
public readonly record struct ClientOrderId(string Value)
{
    public static ClientOrderId For(string decisionId, string leg, int attempt) => new($"{decisionId}.{leg}.{attempt}");

    public override string ToString() => Value;
}

/// <summary>A command to the venue.</summary>
/// <param name="Limit">Set for <see cref="OrderType.Limit"/> only.</param>
/// <param name="Stop">Trigger price; set for <see cref="OrderType.StopMarket"/> and <see cref="OrderType.TakeProfitMarket"/> only.</param>
/// <param name="ReduceOnly">May only shrink the position; never opens or flips one.</param>
public sealed record PlaceOrder(
    ClientOrderId Id,
    Symbol Symbol,
    Side Side,
    OrderType Type,
    Quantity Quantity,
    Price? Limit,
    Price? Stop,
    TimeInForce TimeInForce,
    bool ReduceOnly);
