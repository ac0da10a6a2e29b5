using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>What measurements are told apart by; the values are the words the ledger uses.</summary>
public static class MetricTags
{
    public const string Symbol = "symbol";
    public const string Action = "action";
    public const string Rule = "rule";
    public const string Kind = "kind";
    public const string Agent = "agent";
    public const string Fate = "fate";

    internal static KeyValuePair<string, object?> Of(Symbol symbol) => new(Symbol, symbol.Value);
}
