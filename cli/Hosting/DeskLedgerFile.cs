using System.Text.Json;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Stores;

namespace Parley.Cli.Hosting;

/// <summary>The ledger of a data directory: one file, one run after the other.</summary>
public sealed class DeskLedgerFile : IDisposable
{
    public const string FileName = "ledger.jsonl";
    private readonly FileJournal _journal;

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
    public static DeskLedgerFile Open(string dataDirectory)
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
            string[] found = last is { IsFinished: false } ? [recovered.Message, last.ToString()] : [recovered.Message];
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

/// <summary>The last run in a ledger, folded from its records.</summary>
public sealed class LastRun
{
    private readonly OrderRegister _orders = new();
    private Portfolio _portfolio = new(0);
    private long _decisions;

    private LastRun(int number) => Number = number;

    public int Number { get; }

    public bool IsFinished { get; private set; }

    /// <summary>Null when the ledger holds no run.</summary>
    public static LastRun? Of(IEnumerable<LedgerRecord> records)
    {
        LastRun? last = null;
        foreach (LedgerRecord record in records)
        {
            if (record.Kind == LedgerKinds.RunStart)
            {
                RunStart start = record.Data.Deserialize(DecisionJson.Canonical.RunStart)!;
                last = new LastRun(start.Run) { _portfolio = new Portfolio(start.InitialCash) };
            }
            else
            {
                last?.Fold(record);
            }
        }

        return last;
    }

    public override string ToString()
    {
        string positions = string.Join(", ", _portfolio.Positions.Where(p => !p.Quantity.IsZero).Select(p => $"{p.Quantity} {p.Symbol}"));
        string orders = string.Join(", ", _orders.Live.Select(o => $"{o.Id} {o.Phase}"));
        return $"Run {Number} was interrupted after {_decisions} decisions"
            + $"; it held {(positions.Length == 0 ? "no position" : positions)} and {(orders.Length == 0 ? "no live order" : $"the live orders {orders}")}."
            + " The simulated venue it traded on ended with it; the new run starts flat.";
    }

    private void Fold(LedgerRecord record)
    {
        switch (record.Kind)
        {
            case LedgerKinds.Decision:
                _decisions++;
                break;
            case LedgerKinds.Intent:
                PlaceOrder order = record.Data.Deserialize(DecisionJson.Canonical.PlaceOrder)!;
                if (_orders.Intend(order)) _orders.Submit(order.Id, record.At);
                break;
            case LedgerKinds.Fact:
                VenueFact fact = record.Data.Deserialize(DecisionJson.Canonical.VenueFact)!;
                if (fact is OrderFact about) _orders.Apply(about);
                _portfolio.Apply(fact);
                break;
            case LedgerKinds.RunEnd:
                IsFinished = true;
                break;
        }
    }
}
