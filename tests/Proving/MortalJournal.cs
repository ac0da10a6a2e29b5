using System.Text.Json;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Proving;

/// <summary>A journal whose process may die before or after an append.</summary>
internal sealed class MortalJournal(IRecoverableJournal inner, Reaper reaper) : IRecoverableJournal
{
    public string Name => inner.Name;

    public IEnumerable<ReadOnlyMemory<byte>> ReadAll() => inner.ReadAll();

    public Stream OpenRead() => inner.OpenRead();

    public string Cut(long offset) => inner.Cut(offset);

    public void Append(ReadOnlySpan<byte> record, bool durable)
    {
        Step? step = StepOf(record.ToArray());
        if (step is { } before) reaper.Before(before);
        inner.Append(record, durable);
        if (step is { } after) reaper.After(after);
    }

    public void Dispose() => inner.Dispose();

    private static Step? StepOf(ReadOnlyMemory<byte> line)
    {
        LedgerRecord record = LedgerRecord.Of([line]).Single();
        return record.Kind switch
        {
            LedgerKinds.RunStart => Step.RunStart,
            LedgerKinds.StopPlan => Step.StopPlan,
            LedgerKinds.Cancel => Step.CancelRecord,
            LedgerKinds.Intent => MortalGateway.IntentOf(record.Data.Deserialize(DecisionJson.Canonical.PlaceOrder)!),
            LedgerKinds.Fact => record.Data.Deserialize(DecisionJson.Canonical.VenueFact) switch
            {
                Domain.OrderAccepted => Step.AcceptedFact,
                Domain.OrderFilled => Step.FilledFact,
                _ => null,
            },
            _ => null,
        };
    }
}
