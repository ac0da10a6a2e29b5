using Parley.Domain;
using Parley.Ports;

namespace Parley.Simulation;

/// <summary>A table in the cloud as one machine reaches it: slow at times, conflicting at times, its answers lost at times.</summary>
internal sealed class LeaseTable(World world, ITable inner, Prng chance, TimeProvider clock) : ITable
{
    public async Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation)
    {
        await TravelAsync(cancellation);
        return await inner.FindAsync(partition, key, cancellation);
    }

    public async Task<bool> WriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation)
    {
        await TravelAsync(cancellation);
        bool faulty = world.IsStormy && chance.NextDouble() < world.Scenario.LeaseConflicts;
        if (!faulty) return await inner.WriteAsync(writes, cancellation);
        world.Probes.Seen(Probe.LeaseConflict);
        if (chance.NextInt(2) == 0) throw new IOException("The table did not answer.");
        await inner.WriteAsync(writes, cancellation);
        throw new IOException("The table's answer was lost.");
    }

    public IAsyncEnumerable<Row> ReadAsync(string partition, string from, string to, CancellationToken cancellation) =>
        inner.ReadAsync(partition, from, to, cancellation);

    private Task TravelAsync(CancellationToken cancellation)
    {
        LinkTerms link = world.IsStormy ? world.Scenario.Link : LinkTerms.Good;
        TimeSpan delay = link.Latency + TimeSpan.FromTicks((long)(link.Tail.Ticks * chance.NextExponential()));
        return Task.Delay(delay, clock, cancellation);
    }
}
