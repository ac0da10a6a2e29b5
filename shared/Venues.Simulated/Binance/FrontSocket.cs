namespace Parley.Venues.Simulated.Binance;

/// <summary>What a socket is good for, by the path it was opened on.</summary>
internal enum SocketKind
{
    SpotStreams,
    SpotApi,

    /// <summary>Futures book data: depth and book ticker.</summary>
    FuturesPublic,

    /// <summary>Futures trades, candles, marks.</summary>
    FuturesMarket,

    /// <summary>Futures account events.</summary>
    FuturesPrivate,
}

/// <summary>One open WebSocket: its subscriptions and what is to be sent on it.</summary>
internal sealed class FrontSocket(long id, SocketKind kind, bool isCombined)
{
    private byte[] buffer = new byte[1_024];
    private int[] ends = new int[16];
    private int count;
    private int next;

    public long Id { get; } = id;

    public SocketKind Kind { get; } = kind;

    /// <summary>Messages are wrapped in their stream's name.</summary>
    public bool IsCombined { get; } = isCombined;

    public bool IsFutures => Kind >= SocketKind.FuturesPublic;

    public List<string> Streams { get; } = [];

    /// <summary>Number of the user data subscription of a WebSocket API session; null without one.</summary>
    public int? UserSubscription { get; set; }

    /// <summary>Listen key of a private futures stream; null without one.</summary>
    public string? ListenKey { get; set; }

    /// <summary>Set once the venue has closed it; what is still to be taken may be.</summary>
    public bool IsClosed { get; set; }

    public void Send(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, ReadOnlySpan<byte> tail)
    {
        if (IsClosed) return;
        int start = count == 0 ? 0 : ends[count - 1];
        int end = start + head.Length + body.Length + tail.Length;
        if (buffer.Length < end) Array.Resize(ref buffer, Math.Max(end, buffer.Length * 2));
        head.CopyTo(buffer.AsSpan(start));
        body.CopyTo(buffer.AsSpan(start + head.Length));
        tail.CopyTo(buffer.AsSpan(start + head.Length + body.Length));
        if (count == ends.Length) Array.Resize(ref ends, count * 2);
        ends[count++] = end;
    }

    public bool TryTake(out ReadOnlySpan<byte> message)
    {
        if (next == count)
        {
            next = count = 0;
            message = default;
            return false;
        }

        int start = next == 0 ? 0 : ends[next - 1];
        message = buffer.AsSpan(start, ends[next] - start);
        next++;
        return true;
    }
}
