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
}

/// <summary>A run began: on what, with which configuration and code.</summary>
/// <param name="Run">Running number in this ledger, from 1.</param>
/// <param name="CodeVersion">Version of the program that decides.</param>
public sealed record RunStart(
    int Run, string Profile, string Source, string CodeVersion, string ConfigHash, DecisionSettings Settings, decimal InitialCash);

/// <summary>A run ended in order.</summary>
public sealed record RunEnd(
    int Run, long Frames, long Bars, long Decisions, long Orders, long Fills, decimal FinalEquity);

/// <summary>The trading mode changed.</summary>
public sealed record ModeChange(TradingMode From, TradingMode To, string Reason);

/// <summary>Something a human should know.</summary>
public sealed record DeskAlert(string Rule, string Message);

/// <summary>A cancel went out.</summary>
public sealed record CancelSent(Symbol Symbol, ClientOrderId Id);

/// <summary>Orders that were decided elsewhere came, and were judged here.</summary>
public sealed record DecidedElsewhere(OrderIntents Intents, IntentFate Fate, string Reason);
