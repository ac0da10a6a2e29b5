using Parley.Domain;

namespace Parley.Execution;

/// <summary>The legs a decision's orders are named after, and how each leg is made.</summary>
public static class Legs
{
    /// <summary>Market order that opens the position.</summary>
    public const string Entry = "e";

    /// <summary>Stop that rests at the venue and closes the position at a loss.</summary>
    public const string Stop = "s";

    /// <summary>Market order that closes the position by decision.</summary>
    public const string Exit = "x";

    private const int IdLengthMax = 36;

    /// <summary>The stop's leg. Its side is the side that closes the position.</summary>
    public static PlaceOrder ProtectiveStop(
        string decisionId, int attempt, Symbol symbol, Side side, Quantity quantity, Price stop) =>
        new(Id(decisionId, Stop, attempt), symbol, side, OrderType.StopMarket, quantity, Limit: null, stop,
            TimeInForce.GoodTillCancelled, ReduceOnly: true);

    internal static PlaceOrder Market(
        string decisionId, string leg, int attempt, Symbol symbol, Side side, Quantity quantity, bool reduceOnly) =>
        new(Id(decisionId, leg, attempt), symbol, side, OrderType.Market, quantity, Limit: null, Stop: null,
            TimeInForce.ImmediateOrCancel, reduceOnly);

    internal static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    private static ClientOrderId Id(string decisionId, string leg, int attempt)
    {
        ClientOrderId id = ClientOrderId.For(decisionId, leg, attempt);
        bool fits = decisionId.Length > 0 && id.Value.Length <= IdLengthMax
            && id.Value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/' or '_' or '-');
        return fits
            ? id
            : throw new ArgumentException(
                $"'{id}' is no client order id: at most {IdLengthMax} characters of .A-Za-z0-9:/_- are allowed.", nameof(decisionId));
    }
}
