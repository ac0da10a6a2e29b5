using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>Something the venue told us. Facts may arrive late, twice and in any order.</summary>
/// <param name="At">Venue time at which it happened.</param>
[JsonDerivedType(typeof(OrderAccepted), "accepted")]
[JsonDerivedType(typeof(OrderRefused), "refused")]
[JsonDerivedType(typeof(OrderFilled), "filled")]
[JsonDerivedType(typeof(OrderCancelled), "cancelled")]
[JsonDerivedType(typeof(OrderExpired), "expired")]
[JsonDerivedType(typeof(CancelRefused), "cancelRefused")]
[JsonDerivedType(typeof(FundingPaid), "funding")]
[JsonDerivedType(typeof(OutcomeUnknown), "unknown")]
[JsonDerivedType(typeof(OrderNotFound), "notFound")]
[JsonDerivedType(typeof(StockTaken), "stock")]
[JsonDerivedType(typeof(VenueCondition), "condition")]
[JsonDerivedType(typeof(AccountFlow), "flow")]
public abstract record VenueFact(Symbol Symbol, Timestamp At);

/// <summary>A fact about one order.</summary>
public abstract record OrderFact(ClientOrderId Id, Symbol Symbol, Timestamp At) : VenueFact(Symbol, At);

/// <summary>The venue took the order; it rests or is about to match.</summary>
public sealed record OrderAccepted(ClientOrderId Id, Symbol Symbol, Timestamp At, string VenueOrderId)
    : OrderFact(Id, Symbol, At);

/// <summary>Provably not executed: the venue said no, or the order provably never left.</summary>
/// <param name="Rule">Name of the venue's rule: <c>LOT_SIZE</c>, <c>NOTIONAL</c>, <c>POST_ONLY</c>, <c>INSUFFICIENT_BALANCE</c> …; <see cref="NotSent"/> when it never left.</param>
public sealed record OrderRefused(ClientOrderId Id, Symbol Symbol, Timestamp At, string Rule, string Reason)
    : OrderFact(Id, Symbol, At)
{
    /// <summary>The rule of an order that provably never left.</summary>
    public const string NotSent = "NOT_SENT";
}

/// <summary>The answer to the order was lost or said nothing definite: it may have executed, and may yet.</summary>
public sealed record OutcomeUnknown(ClientOrderId Id, Symbol Symbol, Timestamp At, string Reason) : OrderFact(Id, Symbol, At);

/// <summary>A lookup was answered, and the answer knows no such order. Weak evidence: lookups lag behind the matching.</summary>
/// <param name="At">Venue time at which the lookup was answered.</param>
public sealed record OrderNotFound(ClientOrderId Id, Symbol Symbol, Timestamp At) : OrderFact(Id, Symbol, At);

/// <summary>One execution.</summary>
/// <param name="TradeId">Unique per symbol: the key by which duplicates are recognised.</param>
/// <param name="Fee">In quote currency; negative is a rebate.</param>
public sealed record OrderFilled(
    ClientOrderId Id, Symbol Symbol, Timestamp At, long TradeId, Side Side, Price Price, Quantity Quantity, decimal Fee, bool IsMaker)
    : OrderFact(Id, Symbol, At)
{
    /// <summary>What was charged, where it was charged in another asset and <see cref="OrderFilled.Fee"/> is its worth.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AssetAmount? Charged { get; init; }
}

/// <summary>Taken off the book at our request.</summary>
public sealed record OrderCancelled(ClientOrderId Id, Symbol Symbol, Timestamp At) : OrderFact(Id, Symbol, At);

/// <summary>Taken off the book by the venue: the unfilled rest of a market or immediate-or-cancel order, or a reduce-only order with nothing left to reduce.</summary>
public sealed record OrderExpired(ClientOrderId Id, Symbol Symbol, Timestamp At, string Reason) : OrderFact(Id, Symbol, At);

/// <summary>Nothing to cancel: the order is done somehow, or never was.</summary>
public sealed record CancelRefused(ClientOrderId Id, Symbol Symbol, Timestamp At, string Reason) : OrderFact(Id, Symbol, At);

/// <summary>Funding settled on a perpetual position.</summary>
/// <param name="Amount">In quote currency; positive is received, negative is paid.</param>
public sealed record FundingPaid(Symbol Symbol, Timestamp At, decimal Amount) : VenueFact(Symbol, At);

/// <summary>A sum of one asset.</summary>
/// <param name="Asset">Upper case: <c>BNB</c>.</param>
public sealed record AssetAmount(string Asset, decimal Amount);

/// <summary>
/// What the venue holds for one instrument, read from all its books at once. The trades found while reading come before it
/// as facts of their own.
/// </summary>
/// <param name="At">Venue time at which the reading ended.</param>
/// <param name="Begun">Venue time at which the reading began: what happened before is in it.</param>
/// <param name="Position">Signed base quantity; on spot the coins of the account.</param>
/// <param name="Orders">Every open order, protective stops included.</param>
public sealed record StockTaken(Symbol Symbol, Timestamp At, Timestamp Begun, Quantity Position, IReadOnlyList<StockedOrder> Orders)
    : VenueFact(Symbol, At);

/// <summary>An open order as the venue lists it.</summary>
/// <param name="Order">Under the client order id the venue knows, ours or somebody else's.</param>
/// <param name="Filled">Base quantity executed so far.</param>
public sealed record StockedOrder(PlaceOrder Order, string VenueOrderId, Quantity Filled);

/// <summary>Something at the venue or on the way to it demands caution, or no longer does.</summary>
/// <param name="Symbol">The instrument; <see cref="Symbol.Account"/> for all of them.</param>
/// <param name="Name">Which condition: <c>user-stream</c>, <c>clock</c>, <c>halted-symbol</c>, <c>banned</c> … A later fact of the same name and symbol replaces it.</param>
/// <param name="Demands">The loosest mode allowed while it lasts; <see cref="TradingMode.Normal"/> ends it.</param>
public sealed record VenueCondition(Symbol Symbol, Timestamp At, string Name, TradingMode Demands, string Reason) : VenueFact(Symbol, At);

/// <summary>Money that came or went without a trade: deposit, withdrawal, transfer.</summary>
/// <param name="Symbol"><see cref="Symbol.Account"/>.</param>
/// <param name="Flow">Positive came in.</param>
public sealed record AccountFlow(Symbol Symbol, Timestamp At, AssetAmount Flow, string Kind) : VenueFact(Symbol, At);
