using System.Text;
using Parley.Network;

namespace Parley.Venues.Binance;

/// <summary>One socket of a route: its subscriptions leave in few frames, and slowly.</summary>
internal sealed class FeedSocket(FeedRoute route, WireRouter router) : ISocketTaker
{
    // Spot takes five frames a second, pings of ours among them.
    private static readonly TimeSpan FrameSpacing = TimeSpan.FromMilliseconds(250);
    private const int StreamsPerFrame = 100;

    private readonly Queue<(string Method, FeedTopic[] Topics)> unsaid = new();
    private readonly HashSet<FeedTopic> heard = [];
    private long number;
    private int frames;
    private TimeSpan saidAt = TimeSpan.MinValue;

    public bool IsOpen { get; private set; }

    /// <summary>When it was asked to open.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>When the next one is opened to take over.</summary>
    public TimeSpan Until { get; set; }

    public bool HasHeardAll => heard.Count == route.Topics.Count;

    public void Open(TimeSpan now)
    {
        Since = now;
        number = router.Open(route.Address, this);
    }

    public void Close() => router.Close(number);

    public void Hear(FeedTopic topic)
    {
        if (heard.Count < route.Topics.Count) heard.Add(topic);
    }

    public void Ask(string method, IEnumerable<FeedTopic> topics)
    {
        foreach (FeedTopic[] some in topics.Chunk(StreamsPerFrame)) unsaid.Enqueue((method, some));
    }

    public void Tick(TimeSpan now)
    {
        if (!IsOpen || unsaid.Count == 0 || (saidAt != TimeSpan.MinValue && now - saidAt < FrameSpacing)) return;
        saidAt = now;
        (string method, FeedTopic[] topics) = unsaid.Dequeue();
        string names = string.Join(",", topics.Select(t => $"\"{t.Stream}\""));
        router.Say(number, Encoding.ASCII.GetBytes($"{{\"method\":\"{method}\",\"params\":[{names}],\"id\":{++frames}}}"));
        if (method == "SUBSCRIBE") route.Subscribed(this, topics, now);
    }

    void ISocketTaker.OnOpen(long socket)
    {
        IsOpen = true;
        Ask("SUBSCRIBE", route.Topics);
        route.OnOpen(this);
    }

    void ISocketTaker.OnMessage(long socket, ReadOnlySpan<byte> message) => route.OnMessage(this, message);

    void ISocketTaker.OnClosed(long socket, string reason)
    {
        IsOpen = false;
        route.OnClosed(this, reason);
    }
}
