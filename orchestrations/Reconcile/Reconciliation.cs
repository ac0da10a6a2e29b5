using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>Edge against ledger. Pure.</summary>
public static class Reconciliation
{
    /// <summary>An edge that has not reported for this long counts as silent.</summary>
    public static TimeSpan SilenceMax { get; } = TimeSpan.FromSeconds(60);

    /// <param name="first">An earlier report.</param>
    /// <param name="second">A later one.</param>
    /// <param name="ledger">Folded up to the record the later report names; null without a report.</param>
    public static ReconcileResult Compare(EdgeReport? first, EdgeReport? second, LedgerAccount? ledger, Timestamp now)
    {
        if (second is null || ledger is null) return new(ReconcileVerdict.Silent, "The edge never reported.");
        if (ledger.Fault is { } fault) return new(ReconcileVerdict.Mismatch, $"The ledger is damaged: {fault}.");
        if (second.ReportedAt + SilenceMax < now) return new(ReconcileVerdict.Silent, $"The edge is silent since {second.ReportedAt}.");
        if (ledger.Count < second.LedgerCount)
            return new(ReconcileVerdict.Mismatch, $"The edge has written {second.LedgerCount} ledger records, {ledger.Count} are there.");
        if (ledger.Root != second.LedgerRoot)
            return new(ReconcileVerdict.Mismatch, $"Record {ledger.Count} of the ledger is not the one the edge wrote.");
        if (first is null || !first.IsQuiet || !second.IsQuiet || !Same(first.Positions, second.Positions) || first.ReportedAt == second.ReportedAt)
            return new(ReconcileVerdict.NotQuiet, "Orders are on their way; not compared.");

        string[] differences = [.. Differences(second.Positions, ledger.Positions)];
        return differences.Length == 0
            ? new(ReconcileVerdict.Clean, $"{second.Positions.Count} positions agree at ledger record {ledger.Count}.")
            : new(ReconcileVerdict.Mismatch, string.Join(" ", differences));
    }

    private static bool Same(IReadOnlyList<EdgePosition> left, IReadOnlyList<EdgePosition> right) => !Differences(left, right).Any();

    private static IEnumerable<string> Differences(IReadOnlyList<EdgePosition> edge, IReadOnlyList<EdgePosition> ledger)
    {
        foreach (Symbol symbol in edge.Concat(ledger).Select(p => p.Symbol).Distinct().OrderBy(s => s.Value, StringComparer.Ordinal))
        {
            Quantity held = edge.FirstOrDefault(p => p.Symbol == symbol)?.Quantity ?? Quantity.Zero;
            Quantity recorded = ledger.FirstOrDefault(p => p.Symbol == symbol)?.Quantity ?? Quantity.Zero;
            if (held != recorded) yield return $"{symbol}: the edge holds {held}, the ledger says {recorded}.";
        }
    }
}
