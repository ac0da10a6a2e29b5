using Parley.Ports;

namespace Parley.Execution;

/// <summary>A ledger that was opened, and what was found on opening it.</summary>
/// <param name="Found">The report before anything was cut.</param>
/// <param name="TornKeptAt">Where the half record from a crash is kept; null when there was none.</param>
public sealed record RecoveredLedger(Ledger Ledger, LedgerReport Found, string? TornKeptAt) : IDisposable
{
    /// <summary>One sentence for the user.</summary>
    public string Message => TornKeptAt is null
        ? $"The ledger holds {Found.Records} whole records; nothing was lost."
        : $"The ledger holds {Found.Records} whole records; the last writer stopped inside record {Found.Records + 1}, "
            + $"whose bytes are kept in {TornKeptAt}.";

    public void Dispose() => Ledger.Dispose();
}

/// <summary>
/// Opens a ledger after any kind of end. Half a record at the end, which a crash leaves and nobody was told of, is cut off
/// and kept. Anything else wrong is never cut: it is an error that names the record.
/// </summary>
public static class LedgerRecovery
{
    /// <param name="journal">Belongs to the ledger from here on; disposed when it cannot be opened.</param>
    /// <exception cref="LedgerException">The ledger is damaged before its end.</exception>
    public static RecoveredLedger Open(IRecoverableJournal journal)
    {
        LedgerReport found = LedgerVerifier.Verify(journal, expectedRoot: null);
        if (found is { Fault: not null, IsTorn: false })
        {
            journal.Dispose();
            throw new LedgerException($"Ledger {journal.Name} is damaged and will not be written. {found}");
        }

        string? kept = found.IsTorn ? journal.Cut(found.Bytes) : null;
        return new(Ledger.Continue(journal, found), found, kept);
    }
}
