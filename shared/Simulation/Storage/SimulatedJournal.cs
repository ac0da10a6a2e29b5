using Parley.Domain;
using Parley.Ports;
using Parley.Stores;

namespace Parley.Simulation;

/// <summary>A process died in the middle of what it was doing.</summary>
internal sealed class CrashException : Exception
{
    public CrashException()
        : base("The process is killed here.")
    {
    }
}

/// <summary>
/// One process's handle on the ledger's journal: appends fail, with or without a trace, a crash may come in the middle of
/// one, and whoever was overtaken by another process may not write any more.
/// </summary>
internal sealed class SimulatedJournal(DurableLog log, StorageFaults faults) : IRecoverableJournal
{
    private readonly long owner = log.Open();

    public string Name => "simulated";

    public IEnumerable<ReadOnlyMemory<byte>> ReadAll()
    {
        ReadOnlyMemory<byte> content = log.Content;
        int start = 0;
        while (start < content.Length)
        {
            int length = content.Span[start..].IndexOf((byte)'\n');
            if (length < 0) throw new JournalException("The journal ends inside a record.");
            yield return content.Slice(start, length);
            start += length + 1;
        }
    }

    public void Append(ReadOnlySpan<byte> record, bool durable)
    {
        if (owner != log.Owner) throw new JournalException("Somebody else writes this journal by now.");
        switch (faults.Draw(durable))
        {
            case AppendFault.Nothing:
                Store(record, durable);
                break;
            case AppendFault.Fails:
                throw new JournalException("The journal could not be written.");
            case AppendFault.AnswerLost:
                Store(record, durable);
                throw new JournalException("Nobody knows whether the journal was written.");
            case AppendFault.CrashInside:
                log.Write(record[..(record.Length / 2)]);
                throw new CrashException();
        }
    }

    public Stream OpenRead() => new MemoryStream(log.Content.ToArray(), writable: false);

    public string Cut(long offset)
    {
        log.Truncate((int)offset);
        faults.Probes.Seen(Probe.TornTail);
        return $"torn-{offset}";
    }

    public void Dispose()
    {
        // The disk outlives its reader.
    }

    private void Store(ReadOnlySpan<byte> record, bool durable)
    {
        log.Write(record);
        log.Write("\n"u8);
        if (!durable) return;
        log.Sync();
        if (DurableLog.IntentOf(record) is { } id) log.Intents.Add(id);
    }
}

internal enum AppendFault
{
    Nothing,
    Fails,
    AnswerLost,
    CrashInside,
}

/// <summary>When an append goes wrong.</summary>
internal sealed class StorageFaults(World world, Prng chance)
{
    public Probes Probes => world.Probes;

    public AppendFault Draw(bool durable)
    {
        Scenario scenario = world.Scenario;
        if (!world.IsStormy) return AppendFault.Nothing;
        // A crash may hit any write; a network store loses only what it is asked to keep.
        if (scenario.CrashAtSend > 0 && chance.NextDouble() < scenario.CrashAtSend / 20) return AppendFault.CrashInside;
        if (!durable || scenario.AppendLoss + scenario.AppendAnswerLoss <= 0) return AppendFault.Nothing;
        double draw = chance.NextDouble();
        if (draw < scenario.AppendLoss)
        {
            Probes.Seen(Probe.JournalFailed);
            return AppendFault.Fails;
        }

        if (draw >= scenario.AppendLoss + scenario.AppendAnswerLoss) return AppendFault.Nothing;
        Probes.Seen(Probe.JournalAnswerLost);
        return AppendFault.AnswerLost;
    }
}
