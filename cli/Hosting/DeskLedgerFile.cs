using Parley.Cli.Output;
using Parley.Execution;
using Parley.Hosting;
using Parley.Stores;

namespace Parley.Cli.Hosting;

/// <summary>The ledger of a data directory: one file, one run after the other.</summary>
public sealed class DeskLedgerFile : IDisposable
{
    public const string FileName = "ledger.jsonl";
    private readonly FileJournal _journal;

    /// <summary>The records there were on opening, and those written since.</summary>
    public IEnumerable<LedgerRecord> Records() => LedgerRecord.ReadAll(_journal);

    private DeskLedgerFile(FileJournal journal, Ledger ledger, int nextRun, IReadOnlyList<string> found) =>
        (_journal, Ledger, NextRun, Found) = (journal, ledger, nextRun, found);

    public Ledger Ledger { get; }

    /// <summary>Number of the run that may start now.</summary>
    public int NextRun { get; }

    /// <summary>What was found on opening, in sentences; empty for a new ledger.</summary>
    public IReadOnlyList<string> Found { get; }

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, FileName);

    /// <summary>Opens the ledger for writing and recovers it from whatever ended the last run.</summary>
    /// <exception cref="CliException">It is damaged, or another desk is writing it.</exception>
    public static DeskLedgerFile Open(string dataDirectory, bool venueLasts = false)
    {
        FileJournal journal;
        try
        {
            journal = FileJournal.Open(PathIn(dataDirectory));
        }
        catch (JournalException e)
        {
            throw new CliException(ExitCode.Error, e.Message);
        }

        try
        {
            RecoveredLedger recovered = LedgerRecovery.Open(journal);
            if (recovered.Found.Records == 0 && recovered.TornKeptAt is null) return new(journal, recovered.Ledger, 1, []);
            LastRun? last = LastRun.Of(LedgerRecord.ReadAll(journal));
            string[] found = last is { IsFinished: false } ? [recovered.Message, last.Describe(venueLasts)] : [recovered.Message];
            return new(journal, recovered.Ledger, (last?.Number ?? 0) + 1, found);
        }
        catch (LedgerException e)
        {
            journal.Dispose();
            throw new CliException(ExitCode.Error, e.Message);
        }
    }

    /// <summary>Reads the records of a data directory's ledger, which a desk may be writing.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public static IEnumerable<LedgerRecord> Read(string dataDirectory)
    {
        string path = PathIn(dataDirectory);
        if (!File.Exists(path))
            throw new CliException(ExitCode.NotFound, $"there is no ledger in {dataDirectory}; run `parley demo` first or name the directory with --data-dir.");
        return LedgerRecord.Of(FileJournal.Read(path));
    }

    public void Dispose() => _journal.Dispose();
}
