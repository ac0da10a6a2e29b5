using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>The trading mode that is demanded of the edge, and by whom.</summary>
public sealed record ControlState(TradingMode Mode, string Reason, string By, Timestamp At)
{
    public static ControlState Initial { get; } = new(TradingMode.Normal, "", "", default);
}

/// <summary>A wish for another mode.</summary>
public sealed record ModeDemand(TradingMode Mode, string Reason, string By, Timestamp At);

/// <summary>What somebody may do, least first.</summary>
public enum Authority
{
    None,

    /// <summary>Look.</summary>
    Reader,

    /// <summary>Look and tighten: programs and duty officers.</summary>
    Operator,

    /// <summary>A human who may also loosen.</summary>
    Principal,
}

/// <summary>How the edge stands, as it says itself every few seconds.</summary>
/// <param name="Epoch">Of the lease it holds.</param>
/// <param name="ReportedAt">By the edge's clock.</param>
/// <param name="MarketTime">Venue time it has reached.</param>
/// <param name="Positions">Signed base quantities, flat instruments left out.</param>
/// <param name="OpenOrders">Orders at the venue that can still fill, protective stops excluded.</param>
/// <param name="LedgerRoot">Hash of its last ledger record, number <paramref name="LedgerCount"/>.</param>
public sealed record EdgeReport(
    long Epoch,
    Timestamp ReportedAt,
    Timestamp MarketTime,
    TradingMode Mode,
    string ModeReason,
    decimal Equity,
    IReadOnlyList<EdgePosition> Positions,
    int OpenOrders,
    int UnknownOrders,
    string LedgerRoot,
    long LedgerCount)
{
    public bool IsFlat => Positions.Count == 0 && OpenOrders == 0;

    /// <summary>Nothing on its way whose outcome could change the positions.</summary>
    public bool IsQuiet => OpenOrders == 0 && UnknownOrders == 0;
}

/// <param name="Stop">Trigger of the protective stop at the venue; null when none rests.</param>
public sealed record EdgePosition(Symbol Symbol, Quantity Quantity, decimal AverageEntry, Price? Stop);
