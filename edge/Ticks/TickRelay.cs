using Parley.Domain;
using Parley.Market;
using Parley.Orchestrations;

namespace Parley.Edge;

/// <summary>Packs what the desk sees into the outbox, and lets no event wait longer than the interval for others.</summary>
/// <param name="epoch">Of the lease.</param>
/// <param name="interval">Longest time an event waits.</param>
/// <param name="refused">Told in one line of an event that fits no batch.</param>
public sealed class TickRelay(
    IReadOnlyList<Instrument> instruments, long epoch, TickOutbox outbox, TimeSpan interval, TimeProvider clock, Action<string> refused)
    : TickPacker(
        instruments, epoch, new() { BytesMax = Math.Min(new TickBatchOptions().BytesMax, outbox.BodyMax) },
        (symbol, batch) => outbox.Add(symbol.Value, batch), refused)
{
    private long flushedAt = clock.GetTimestamp();

    /// <summary>Publishes what waits when the interval is over. Cheap: call it often.</summary>
    public void FlushWhenDue()
    {
        if (clock.GetElapsedTime(flushedAt) < interval) return;
        flushedAt = clock.GetTimestamp();
        Flush();
    }
}
