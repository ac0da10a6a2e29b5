using Parley.Domain;

namespace Parley.Dashboard;

/// <param name="Time">Unix seconds of the open.</param>
public sealed record BarDto(long Time, decimal Open, decimal High, decimal Low, decimal Close, double Volume);

/// <param name="Time">Unix seconds, venue time.</param>
/// <param name="Fee">In quote currency; negative is a rebate.</param>
/// <param name="DecisionId">The decision that asked for the order; null when a person or the venue did.</param>
public sealed record FillDto(
    long Time,
    string Symbol,
    Side Side,
    decimal Price,
    decimal Quantity,
    decimal Fee,
    string OrderId,
    string? DecisionId,
    FillPurpose Purpose);

public enum FillPurpose
{
    Entry,
    Stop,
    Exit,
}

/// <param name="Time">Unix seconds, desk time.</param>
/// <param name="Drawdown">Fraction below the peak, at least 0.</param>
public sealed record EquityDto(long Time, decimal Equity, double Drawdown);
