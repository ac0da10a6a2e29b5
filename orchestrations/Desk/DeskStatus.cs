using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>How often something happened in this run.</summary>
/// <param name="Refusals">Proposals the risk gate refused.</param>
public readonly record struct DeskCounters(
    long Bars, long Decisions, long Orders, long Fills, long Refusals, long DataIssues);

/// <summary>An open position at one moment.</summary>
/// <param name="Stop">Trigger of the protective stop at the venue; null when none rests.</param>
public sealed record PositionStatus(
    Symbol Symbol, Quantity Quantity, decimal AverageEntry, Price Mark, decimal Unrealised, Price? Stop);

/// <summary>An order that can still change.</summary>
public sealed record OpenOrderStatus(PlaceOrder Order, string Phase);

/// <summary>A desk at one moment; money in quote currency.</summary>
/// <param name="Now">Venue time.</param>
public sealed record DeskStatus(
    Timestamp Now,
    Timestamp StartedAt,
    TradingMode Mode,
    string ModeReason,
    AccountView Account,
    decimal Realised,
    decimal Unrealised,
    decimal Fees,
    decimal Funding,
    IReadOnlyList<PositionStatus> Positions,
    IReadOnlyList<OpenOrderStatus> OpenOrders,
    DeskCounters Counters,
    IReadOnlyList<DataIssue> ActiveIssues);
