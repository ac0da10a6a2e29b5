namespace Parley.Network;

internal enum ArrivalKind
{
    Answer,
    Lost,
    Open,
    Message,

    /// <summary>No message in this block follows: it can be used again.</summary>
    Spent,
    Closed,
}

/// <summary>Something that happened on the wire, on its way to the thread that polls.</summary>
/// <param name="Id">The caller's number of the request or the socket.</param>
/// <param name="Holder">By kind: <see cref="HttpAnswer"/>, <see cref="Loss"/>, <see cref="Block"/>, or a reason.</param>
/// <param name="Start">Where in the block a message begins.</param>
/// <param name="Length">Of the message, in bytes.</param>
internal readonly record struct Arrival(ArrivalKind Kind, long Id, object? Holder, int Start, int Length);

/// <summary>A request without an answer.</summary>
internal sealed record Loss(bool NeverLeft, string Reason);

/// <summary>
/// Brings arrivals from any number of threads to one, in order. The reader takes all there is at once, so a writer rarely
/// meets it. Its length is bounded by its writers: each socket by its blocks, each request by its one end.
/// </summary>
internal sealed class Inbox : IDisposable
{
    private readonly AutoResetEvent arrived = new(initialState: false);
    private volatile bool isAwaited;
    private readonly Lock gate = new();
    private Arrival[] filling = new Arrival[1_024];
    private Arrival[] draining = new Arrival[1_024];
    private volatile int filled;
    private int drained;
    private int at;

    public void Add(in Arrival arrival)
    {
        lock (gate)
        {
            int count = filled;
            if (count == filling.Length) Array.Resize(ref filling, count * 2);
            filling[count] = arrival;
            filled = count + 1;
        }

        Interlocked.MemoryBarrier();
        if (isAwaited) arrived.Set();
    }

    /// <summary>For the one reader: waits until something is there, but no longer than given.</summary>
    public void Wait(TimeSpan longest)
    {
        if (at != drained) return;
        isAwaited = true;
        // What came before this was seen is not announced: the flag must be out before the look.
        Interlocked.MemoryBarrier();
        if (filled == 0) arrived.WaitOne(longest);
        isAwaited = false;
    }

    public void Dispose() => arrived.Dispose();

    /// <summary>For the one reader.</summary>
    public bool TryTake(out Arrival arrival)
    {
        if (at == drained && !Refill())
        {
            arrival = default;
            return false;
        }

        arrival = draining[at];
        draining[at] = default;
        at = unchecked(at + 1);
        return true;
    }

    private bool Refill()
    {
        if (filled == 0) return false;
        lock (gate)
        {
            (filling, draining) = (draining, filling);
            drained = filled;
            filled = 0;
        }

        at = 0;
        return true;
    }
}
