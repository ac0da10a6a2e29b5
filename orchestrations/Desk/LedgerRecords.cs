using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>Names of the records in the ledger. They outlive code: never rename one.</summary>
public static class LedgerKinds
{
    public const string RunStart = "run-start";
    public const string RunEnd = "run-end";
    public const string Decision = "decision";
    public const string Elsewhere = "decided-elsewhere";
    public const string Intent = "intent";
    public const string Cancel = "cancel";
    public const string Fact = "fact";
    public const string Mode = "mode";
    public const string DataIssue = "data-issue";
    public const string Alert = "alert";
    public const string Condition = "condition";
    public const string StopPlan = "stop-plan";
    public const string Absent = "absent";
    public const string Holdings = "external-holdings";
}

/// <summary>A run began: on what, with which configuration and code.</summary>
/// <param name="Run">Running number in this ledger, from 1.</param>
/// <param name="CodeVersion">Version of the program that decides.</param>
public sealed record RunStart(
    int Run, string Profile, string Source, string CodeVersion, string ConfigHash, DecisionSettings Settings, decimal InitialCash)
{
    /// <summary>It goes on with what the run before it held and had at the venue; otherwise it began flat.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Continues { get; init; }
}

/// <summary>A run ended in order.</summary>
public sealed record RunEnd(
    int Run, long Frames, long Bars, long Decisions, long Orders, long Fills, decimal FinalEquity);

/// <summary>The trading mode changed.</summary>
public sealed record ModeChange(TradingMode From, TradingMode To, string Reason);

/// <summary>Something a human should know.</summary>
public sealed record DeskAlert(string Rule, string Message)
{
    /// <summary>Money may be at stake: a human is called.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCritical { get; init; }
}

/// <summary>A condition came into force, changed, or ended.</summary>
/// <param name="Demands">The loosest mode allowed; <see cref="TradingMode.Normal"/> when it ended.</param>
/// <param name="NeedsHuman">Only a human ends it.</param>
public sealed record ConditionChange(Symbol Symbol, string Name, TradingMode Demands, string Reason, bool NeedsHuman);

/// <summary>Where the protective stop of the position about to be opened belongs. Written before the entry leaves.</summary>
public sealed record StopPlanned(Symbol Symbol, Price Stop, string DecisionId);

/// <summary>An order that was unknown is proved absent, and by what.</summary>
/// <param name="NotFound">Venue times of the lookups that knew nothing of it.</param>
/// <param name="StockBegun">When the reading of the venue's holdings began that know nothing of it.</param>
public sealed record AbsenceProved(Symbol Symbol, ClientOrderId Id, IReadOnlyList<Timestamp> NotFound, Timestamp StockBegun);

/// <summary>Coins on a spot account that were there before the desk's first order.</summary>
/// <param name="Quantity">Base quantity.</param>
public sealed record ExternalHoldings(Symbol Symbol, Quantity Quantity);

/// <summary>A cancel went out.</summary>
public sealed record CancelSent(Symbol Symbol, ClientOrderId Id);

/// <summary>Orders that were decided elsewhere came, and were judged here.</summary>
public sealed record DecidedElsewhere(OrderIntents Intents, IntentFate Fate, string Reason);
