using Parley.Domain;
using Parley.Network;

namespace Parley.Venues.Binance;

/// <summary>
/// The streams of one path and the socket that carries them: reconnected after a jittered wait, replaced before the venue
/// cuts it, and each stream watched by itself, because a socket that is open is not a feed that is alive.
/// </summary>
internal sealed class FeedRoute(
    Uri address, IReadOnlyList<FeedTopic> topics, MarketFeedOptions options, WireRouter router, ConnectBudget budget, Prng chance,
    BinanceMarketFeed feed)
{
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(15);

    private readonly Backoff backoff = new(chance);
    private FeedSocket? current;
    private FeedSocket? next;
    private TimeSpan openAt;

    public Uri Address => address;

    public IReadOnlyList<FeedTopic> Topics => topics;

    public int Connects { get; private set; }

    public void Tick(TimeSpan now)
    {
        if (current is null && now >= openAt) current = TryOpen(now);
        if (current is { IsOpen: true } && next is null && now >= current.Until && now >= openAt) next = TryOpen(now);
        current?.Tick(now);
        next?.Tick(now);
        if (next is { IsOpen: true } && (next.HasHeardAll || now - next.Since > options.Overlap)) TakeOver();
        if (current is { IsOpen: false } && now - current.Since > OpenTimeout) current.Close();
        foreach (FeedTopic topic in topics)
            if (topic.IsSilent(now, options.FirstMessage)) Rouse(topic, now);
    }

    public void OnOpen(FeedSocket socket)
    {
        TimeSpan jitter = options.RolloverJitter * (2 * chance.NextDouble() - 1);
        socket.Until = feed.Now + options.Rollover + jitter;
    }

    public void Subscribed(FeedSocket socket, FeedTopic[] asked, TimeSpan now)
    {
        if (socket != current) return;
        foreach (FeedTopic topic in asked)
            if (topic.AskedAt == TimeSpan.MinValue) topic.Asked(now);
    }

    public void OnMessage(FeedSocket socket, ReadOnlySpan<byte> message)
    {
        backoff.Reset();
        feed.Take(socket, message);
    }

    public void OnClosed(FeedSocket socket, string reason)
    {
        if (socket == next)
        {
            next = null;
            openAt = feed.Now + backoff.Next();
            return;
        }

        if (socket != current) return;
        current = next;
        next = null;
        if (current is { IsOpen: true }) return;
        openAt = feed.Now + backoff.Next();
        foreach (FeedTopic topic in topics)
        {
            topic.Forget();
            topic.Set(TopicFaults.Silent, reason);
        }
    }

    public void Close()
    {
        current?.Close();
        next?.Close();
    }

    private FeedSocket? TryOpen(TimeSpan now)
    {
        if (!budget.TryTake())
        {
            openAt = now + budget.Wait;
            return null;
        }

        Connects++;
        var socket = new FeedSocket(this, router);
        socket.Open(now);
        return socket;
    }

    private void TakeOver()
    {
        FeedSocket old = current!;
        (current, next) = (next, null);
        old.Close();
    }

    // First it is asked for once more; when that is of no use either, the socket goes.
    private void Rouse(FeedTopic topic, TimeSpan now)
    {
        topic.Set(TopicFaults.Silent, topic.HeardAt == TimeSpan.MinValue ? "not a word since it was subscribed to" : "gone silent");
        if (topic.Strikes > 0)
        {
            topic.Forget();
            current?.Close();
            return;
        }

        topic.AskAgain(now);
        current?.Ask("UNSUBSCRIBE", [topic]);
        current?.Ask("SUBSCRIBE", [topic]);
    }
}
