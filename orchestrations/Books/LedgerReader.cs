using System.Text.Json;
using Parley.Execution;
using Parley.Ports;

namespace Parley.Orchestrations;

/// <summary>Reads the edge's ledger from outside: checks its chain and works out the positions it stands for.</summary>
/// <param name="open">Opens the journal for reading; nothing is written.</param>
public sealed class LedgerReader(Func<IRecoverableJournal> open)
{
    /// <param name="upTo">Number of the last record to look at: the edge may have written on.</param>
    public Task<LedgerAccount> FoldAsync(long upTo, CancellationToken cancellation)
    {
        using IRecoverableJournal journal = open();
        List<ReadOnlyMemory<byte>> lines = [];
        foreach (ReadOnlyMemory<byte> line in journal.ReadAll())
        {
            cancellation.ThrowIfCancellationRequested();
            if (lines.Count == upTo) break;
            lines.Add(line);
        }

        LedgerReport report = Verify(lines);
        return Task.FromResult(new LedgerAccount(
            report.Root, report.Records, report.IsIntact ? Positions(lines) : [], report.Fault?.ToString().TrimEnd('.')));
    }

    private static LedgerReport Verify(List<ReadOnlyMemory<byte>> lines)
    {
        using MemoryStream bytes = new();
        foreach (ReadOnlyMemory<byte> line in lines)
        {
            bytes.Write(line.Span);
            bytes.WriteByte((byte)'\n');
        }

        bytes.Position = 0;
        return LedgerVerifier.Verify(bytes, expectedRoot: null);
    }

    // A run starts from an account of its own, unless it says that it goes on with what the one before it left.
    private static IReadOnlyList<EdgePosition> Positions(List<ReadOnlyMemory<byte>> lines)
    {
        Portfolio portfolio = new(0);
        foreach (LedgerRecord record in LedgerRecord.Of(lines))
        {
            if (record.Kind == LedgerKinds.RunStart && record.Data.Deserialize(DecisionJson.Canonical.RunStart) is not { Continues: true }) portfolio = new(0);
            if (record.Kind != LedgerKinds.Fact) continue;
            portfolio.Apply(record.Data.Deserialize(DecisionJson.Canonical.VenueFact) ?? throw new RecordException($"Ledger record {record.Number} holds no fact."));
        }

        return [.. portfolio.Positions.Where(p => !p.Quantity.IsZero).Select(p => new EdgePosition(p.Symbol, p.Quantity, p.AverageEntry, null))];
    }
}
