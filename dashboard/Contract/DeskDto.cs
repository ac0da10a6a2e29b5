using Parley.Domain;

namespace Parley.Dashboard;

/// <summary>The desk at one moment.</summary>
/// <param name="ModeReason">Why the desk is in this mode, in words.</param>
/// <param name="Now">The desk's own clock: venue time in a replay.</param>
/// <param name="Finished">True once the desk has stopped for good and this picture is its last.</param>
/// <param name="Speed">In words: <c>real time</c>, <c>20×</c>, <c>max</c>.</param>
/// <param name="Source">Where the market comes from, in words.</param>
/// <param name="Timeframes">Those <see cref="IDeskView.Bars"/> can serve, shortest first.</param>
public sealed record DeskDto(
    string Name,
    string Profile,
    IReadOnlyList<string> Symbols,
    TradingMode Mode,
    string ModeReason,
    DateTimeOffset Now,
    DateTimeOffset StartedAt,
    bool Finished,
    string Speed,
    string Source,
    IReadOnlyList<string> Timeframes,
    AccountDto Account,
    LimitsDto Limits,
    IReadOnlyList<PositionDto> Positions,
    IReadOnlyList<OpenOrderDto> OpenOrders,
    CountersDto Counters,
    IReadOnlyList<FeedDto> Feeds);

/// <summary>Money in quote currency.</summary>
/// <param name="Realised">Profit of closed trades before fees and funding.</param>
/// <param name="Fees">Paid; a positive number is a cost.</param>
/// <param name="Funding">Received less paid.</param>
/// <param name="Drawdown">Fraction of <paramref name="EquityPeak"/> lost since; 0 at the peak.</param>
/// <param name="DayLoss">Fraction lost since the start of the UTC day; 0 when up.</param>
/// <param name="WeekLoss">Fraction lost since Monday 00:00 UTC; 0 when up.</param>
public sealed record AccountDto(
    decimal Equity,
    decimal Cash,
    decimal StartingBalance,
    decimal Realised,
    decimal Unrealised,
    decimal Fees,
    decimal Funding,
    decimal EquityPeak,
    double Drawdown,
    double DayLoss,
    double WeekLoss);

/// <summary>The limits the account is held against: losses as fractions of equity, leverage as a multiple of it.</summary>
public sealed record LimitsDto(double DailyLoss, double WeeklyLoss, double Drawdown, double Leverage);

/// <param name="Quantity">Signed base quantity: negative is short.</param>
/// <param name="Stop">Trigger of the protective stop resting at the venue; null when none rests.</param>
public sealed record PositionDto(
    string Symbol, decimal Quantity, decimal AverageEntry, decimal Mark, decimal Unrealised, decimal? Stop);

/// <param name="Type"><c>market</c>, <c>limit</c> or <c>stopMarket</c>.</param>
/// <param name="Phase">Where in its life the order is, in the order journal's words.</param>
public sealed record OpenOrderDto(
    string Id,
    string Symbol,
    Side Side,
    OrderType Type,
    decimal Quantity,
    decimal? Limit,
    decimal? Stop,
    bool ReduceOnly,
    string Phase);

/// <summary>How often something happened since the desk started.</summary>
public sealed record CountersDto(
    long Frames, long Bars, long Decisions, long Orders, long Fills, long Refusals, long DataIssues);

/// <summary>One kind of incoming message and how old its latest one is.</summary>
public sealed record FeedDto(string Topic, double AgeSeconds, FeedState State);

public enum FeedState
{
    Ok,

    /// <summary>Messages come, but their time stamps do not advance.</summary>
    Stale,

    /// <summary>The connection is open and nothing comes.</summary>
    Mute,

    /// <summary>The sequence chain broke; unusable until the next snapshot.</summary>
    Broken,
}
