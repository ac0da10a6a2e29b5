using Parley.Domain;

namespace Parley.Dashboard;

public enum DecisionOutcome
{
    /// <summary>Opens a position.</summary>
    Enter,

    /// <summary>Closes one.</summary>
    Exit,

    /// <summary>Wants what the desk already has.</summary>
    Hold,

    /// <summary>Wanted to act; the risk gate said no.</summary>
    Refused,

    /// <summary>No usable opinion.</summary>
    Abstained,
}

/// <summary>One line of the decisions list.</summary>
/// <param name="Confidence">In [0, 1].</param>
/// <param name="Probability">Of the price being higher at the end of the horizon, as the agents together see it, in [0, 1].</param>
/// <param name="Quantity">What the gate allowed, in base currency; null when nothing was ordered.</param>
/// <param name="NetProfit">Of the closed trade this decision opened or closed, after fees; null while open or without one.</param>
/// <param name="Summary">One sentence for people.</param>
public sealed record DecisionSummaryDto(
    string Id,
    DateTimeOffset At,
    string Symbol,
    DecisionOutcome Outcome,
    Side? Side,
    double Confidence,
    double Probability,
    decimal? Quantity,
    decimal? NetProfit,
    string Summary);

/// <summary>One decision with everything it rests on.</summary>
/// <param name="Risk">Null when nothing was put to the gate.</param>
public sealed record DecisionDto(
    string Id,
    DateTimeOffset At,
    string Symbol,
    DecisionOutcome Outcome,
    Side? Side,
    double Confidence,
    double Probability,
    decimal? Quantity,
    decimal? NetProfit,
    string Summary,
    string SnapshotHash,
    string IntentHash,
    string ConfigHash,
    SnapshotDto Snapshot,
    IReadOnlyList<VerdictDto> Verdicts,
    SupervisorDto Supervisor,
    FusionDto Fusion,
    RiskDto? Risk,
    IReadOnlyList<IntentDto> Intents,
    IReadOnlyList<OrderDto> Orders);

/// <param name="Trigger">The timeframe whose bar close asked for the decision.</param>
public sealed record SnapshotDto(
    DateTimeOffset AsOf,
    decimal LastPrice,
    string Trigger,
    BookDto Book,
    IReadOnlyList<FeatureGroupDto> Features,
    SnapshotAccountDto Account,
    IReadOnlyList<NewsDto> News,
    IReadOnlyList<string> DataIssues);

/// <summary>Best levels first.</summary>
public sealed record BookDto(IReadOnlyList<BookLevelDto> Bids, IReadOnlyList<BookLevelDto> Asks);

public sealed record BookLevelDto(decimal Price, decimal Quantity);

public sealed record FeatureGroupDto(string Name, IReadOnlyList<FeatureDto> Features);

/// <param name="Value">Null means not known yet.</param>
/// <param name="Family">What kind of thing it tells: trend, momentum, book …; null for a fact the feature catalogue does not list.</param>
public sealed record FeatureDto(string Name, double? Value, string? Family = null);

/// <summary>The account as the decision saw it.</summary>
public sealed record SnapshotAccountDto(
    decimal Equity,
    decimal Cash,
    decimal Position,
    decimal AverageEntry,
    decimal EquityPeak,
    int OpenOrders,
    int UnknownOrders,
    TradingMode Mode);

/// <param name="Sentiment">In [−1, 1]; null when nobody scored it.</param>
public sealed record NewsDto(string Id, DateTimeOffset PublishedAt, string Source, string Headline, double? Sentiment);

/// <summary>What one agent argued.</summary>
/// <param name="Confidence">In [0, 1]; for the risk agent, how dangerous it is to act.</param>
/// <param name="Horizon">The timeframe an analyst speaks for; null for the other roles.</param>
public sealed record VerdictDto(
    string Agent,
    AgentRole Role,
    string? Horizon,
    AgentStance Stance,
    double Confidence,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<CitationDto> Citations,
    double? ElapsedMs);

public enum AgentRole
{
    Analyst,
    DevilsAdvocate,
    Risk,
}

public enum AgentStance
{
    Long,
    Short,
    Neutral,
    Abstain,
}

/// <summary>A fact of the snapshot that an agent rests on.</summary>
/// <param name="Field"><c>group.feature</c>, as <c>1m.rsi_14</c>; <c>lastPrice</c>; <c>account.equity</c> and its like; <c>news.ID</c>.</param>
public sealed record CitationDto(string Field, double? Value);

public sealed record SupervisorDto(SupervisorRuling Ruling, IReadOnlyList<string> Reasons);

public enum SupervisorRuling
{
    Approve,
    Modify,
    Reject,
}

/// <param name="Score">The sum of the contributions; positive speaks for long.</param>
/// <param name="Threshold">The desk goes long from this probability up, and short from one minus this down.</param>
public sealed record FusionDto(
    double Score, double Probability, double Threshold, IReadOnlyList<FusionWeightDto> Weights);

/// <param name="Contribution">Signed part of the score.</param>
public sealed record FusionWeightDto(string Agent, double Weight, double Contribution);

/// <param name="Quantity">What may be ordered; 0 when refused.</param>
public sealed record RiskDto(bool Allowed, decimal Quantity, IReadOnlyList<RiskCheckDto> Checks);

/// <param name="Measured">Null where a rule has no number.</param>
public sealed record RiskCheckDto(
    string Rule, RiskCheckOutcome Outcome, double? Measured, double? Limit, string Explanation);

public enum RiskCheckOutcome
{
    Passed,
    Reduced,
    Refused,
}

public sealed record IntentDto(
    string Id, Side Side, OrderType Type, decimal Quantity, decimal? Limit, decimal? Stop, bool ReduceOnly);

/// <summary>What became of an intent.</summary>
/// <param name="AveragePrice">Null while nothing filled.</param>
/// <param name="Reason">Why the venue refused, cancelled or expired it; null otherwise.</param>
public sealed record OrderDto(
    string Id, string Phase, decimal Filled, decimal? AveragePrice, string? Reason, IReadOnlyList<OrderFillDto> Fills);

/// <param name="Time">Unix seconds, venue time.</param>
public sealed record OrderFillDto(long Time, decimal Price, decimal Quantity, decimal Fee);
