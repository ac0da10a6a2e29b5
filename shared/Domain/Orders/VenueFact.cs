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
public abstract record VenueFact(Symbol Symbol, Timestamp At);

/// <summary>A fact about one order.</summary>
public abstract record OrderFact(ClientOrderId Id, Symbol Symbol, Timestamp At) : VenueFact(Symbol, At);

/// <summary>The venue took the order; it rests or is about to match.</summary>
public sealed record OrderAccepted(ClientOrderId Id, Symbol Symbol, Timestamp At, string VenueOrderId)
    : OrderFact(Id, Symbol, At);

/// <summary>Provably not executed.</summary>
/// <param name="Rule">Name of the venue's rule: <c>LOT_SIZE</c>, <c>NOTIONAL</c>, <c>POST_ONLY</c>, <c>INSUFFICIENT_BALANCE</c> …</param>
public sealed record OrderRefused(ClientOrderId Id, Symbol Symbol, Timestamp At, string Rule, string Reason)
    : OrderFact(Id, Symbol, At);

/// <summary>One execution.</summary>
/// <param name="TradeId">Unique per symbol: the key by which duplicates are recognised.</param>
/// <param name="Fee">In quote currency; negative is a rebate.</param>
public sealed record OrderFilled(
    ClientOrderId Id, Symbol Symbol, Timestamp At, long TradeId, Side Side, Price Price, Quantity Quantity, decimal Fee, bool IsMaker)
    : OrderFact(Id, Symbol, At);

/// <summary>Taken off the book at our request.</summary>
public sealed record OrderCancelled(ClientOrderId Id, Symbol Symbol, Timestamp At) : OrderFact(Id, Symbol, At);

/// <summary>Taken off the book by the venue: the unfilled rest of a market or immediate-or-cancel order, or a reduce-only order with nothing left to reduce.</summary>
public sealed record OrderExpired(ClientOrderId Id, Symbol Symbol, Timestamp At, string Reason) : OrderFact(Id, Symbol, At);

/// <summary>Nothing to cancel: the order is done somehow, or never was.</summary>
public sealed record CancelRefused(ClientOrderId Id, Symbol Symbol, Timestamp At, string Reason) : OrderFact(Id, Symbol, At);

/// <summary>Funding settled on a perpetual position.</summary>
/// <param name="Amount">In quote currency; positive is received, negative is paid.</param>
public sealed record FundingPaid(Symbol Symbol, Timestamp At, decimal Amount) : VenueFact(Symbol, At);
