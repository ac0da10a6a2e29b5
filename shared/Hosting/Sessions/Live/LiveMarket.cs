using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Hosting;

/// <summary>
/// A market over the network. Pumping hands over what has arrived and waits a moment where nothing has; it ends when
/// disposed. For one thread.
/// </summary>
/// <param name="instruments">As the venue describes them.</param>
public abstract class LiveMarket(NetworkWire wire, IReadOnlyList<Instrument> instruments) : IMarketSource
{
    /// <summary>Longest wait for something to arrive: what is due by the clock must not wait longer.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(5);

    public IReadOnlyList<Instrument> Instruments { get; } = instruments;

    /// <summary>Closed bars from before, in order, for a desk to warm up with.</summary>
    public IReadOnlyList<Bar> History { get; init; } = [];

    public abstract string Name { get; }

    public abstract long FramesRead { get; }

    public double? Progress => null;

    /// <summary>Whether the last pump found nothing: the moment to see to what is due by the clock.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Never wait, so that nothing is late by the time a thread takes to wake; costs a whole processor.</summary>
    public bool Spins { get; init; }

    public bool Pump(IMarketSink sink)
    {
        IsIdle = !Poll(sink);
        if (IsIdle && !Spins) wire.Wait(WaitMax);
        return true;
    }

    public virtual void Dispose()
    {
        wire.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Hands over what has arrived and does what is due.</summary>
    /// <returns>False when there was nothing.</returns>
    protected abstract bool Poll(IMarketSink sink);
}
