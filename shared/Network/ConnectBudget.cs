namespace Parley.Network;

/// <summary>Keeps the connects of one address below what the venue allows: so many in any window of time.</summary>
/// <remarks>Binance: 300 connects in 5 minutes per address (WebSocket streams, limits).</remarks>
public sealed class ConnectBudget(TimeProvider clock, int connectsMax, TimeSpan window)
{
    private readonly Queue<long> taken = new();

    public ConnectBudget(TimeProvider clock)
        : this(clock, 300, TimeSpan.FromMinutes(5))
    {
    }

    /// <summary>Takes one connect, if there is one.</summary>
    public bool TryTake()
    {
        Forget();
        if (taken.Count >= connectsMax) return false;
        taken.Enqueue(clock.GetTimestamp());
        return true;
    }

    /// <summary>How long until there is one; zero when there is.</summary>
    public TimeSpan Wait
    {
        get
        {
            Forget();
            return taken.Count < connectsMax ? TimeSpan.Zero : window - clock.GetElapsedTime(taken.Peek());
        }
    }

    private void Forget()
    {
        while (taken.TryPeek(out long oldest) && clock.GetElapsedTime(oldest) >= window) taken.Dequeue();
    }
}
