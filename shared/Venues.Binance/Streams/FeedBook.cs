using System.Globalization;
using Parley.Domain;
using Parley.Network;
using Parley.Ports;

namespace Parley.Venues.Binance;

/// <summary>
/// Watches over one symbol's depth: keeps a book of its own to see whether the updates follow on each other, and fetches a
/// snapshot when there is none or the chain broke. Updates go on to the sink whether they fit or not: the desk's book sees
/// the same events and comes to the same end.
/// </summary>
internal sealed class FeedBook(
    Symbol symbol, FeedTopic topic, MarketFeedOptions options, WireRouter router, Backoff backoff, RateBudget? weights,
    IFeedAnswers feed) : IAnswerTaker
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);
    private const int TriesMax = 5;

    private readonly OrderBook book = new(symbol);
    private bool isAsking;
    private bool wants;
    private TimeSpan askAt;
    private int tries;

    public Symbol Symbol => symbol;

    /// <summary>Snapshots asked for so far.</summary>
    public int Asked { get; private set; }

    // What the venue charges for a snapshot of so many levels.
    private int Weight => options.Hosts.Product == BinanceProduct.Spot
        ? options.SnapshotLevels switch { <= 100 => 5, <= 500 => 25, _ => 50 }
        : options.SnapshotLevels switch { <= 50 => 2, <= 100 => 5, <= 500 => 10, _ => 20 };

    public void OnDepth(in DepthUpdate update, IMarketSink sink)
    {
        BookChange change = book.Apply(update);
        sink.OnDepth(update);
        if (change == BookChange.ChainBroken) Resync(book.BreakReason!);
        else if (change == BookChange.Buffered) wants = true;
        else if (change == BookChange.Applied && !book.TryBest(out _, out _)) Resync("a side of the book is empty");
    }

    public void OnSnapshot(in DepthSnapshot snapshot, IMarketSink sink)
    {
        if (!book.ApplySnapshot(snapshot))
        {
            Failed($"snapshot {snapshot.LastId}: {book.BreakReason}");
            return;
        }

        sink.OnSnapshot(snapshot);
        if (!book.TryBest(out _, out _))
        {
            Failed("a side of the book is empty");
            return;
        }

        tries = 0;
        wants = false;
        backoff.Reset();
        topic.Clear(TopicFaults.Broken);
    }

    /// <summary>Asks when there is something to ask for and it is time.</summary>
    public void Tick(TimeSpan now)
    {
        if (!wants || isAsking || now < askAt) return;
        if (weights?.TrySpend(RequestClass.Regular, Weight, orders: 0, feed.VenueNow) == false)
        {
            askAt = Later(TimeSpan.FromSeconds(1));
            return;
        }

        isAsking = true;
        Asked++;
        string path = options.Hosts.Product == BinanceProduct.Spot ? "/api/v3/depth" : "/fapi/v1/depth";
        string target = string.Create(CultureInfo.InvariantCulture, $"{path}?symbol={symbol.Value}&limit={options.SnapshotLevels}");
        router.Send(new WireRequest(WireMethod.Get, options.Hosts.Rest, target, null, null, Deadline), this);
    }

    public void OnAnswer(long id, in WireAnswer answer)
    {
        isAsking = false;
        weights?.Learn(answer.Headers, feed.VenueNow);
        if (answer.Status == 200)
        {
            feed.TakeSnapshot(this, answer.Body);
            return;
        }

        Failed($"the venue answered {answer.Status}");
        if (answer.Headers.TryGetValue("Retry-After", out string? text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
        {
            TimeSpan wait = TimeSpan.FromSeconds(Math.Min(seconds, 3 * 86_400));
            askAt = Later(wait);
            weights?.Block(feed.VenueNow + wait);
        }
    }

    public void OnLost(long id, bool neverLeft, string reason)
    {
        isAsking = false;
        Failed(reason);
    }

    public void Failed(string reason)
    {
        wants = true;
        topic.Set(TopicFaults.Broken, reason);
        // After a handful of tries in quick succession it goes on, slowly: the data stay marked stale meanwhile.
        askAt = Later(++tries < TriesMax ? backoff.Next() : Slow);
    }

    private void Resync(string reason)
    {
        wants = true;
        topic.Set(TopicFaults.Broken, reason);
    }

    private TimeSpan Later(TimeSpan wait) => TimeSpan.FromTicks(Math.Max(askAt.Ticks, (feed.Now + wait).Ticks));
}

/// <summary>Takes a snapshot's bytes where they can be handed on.</summary>
internal interface IFeedAnswers
{
    /// <summary>Monotonic.</summary>
    TimeSpan Now { get; }

    /// <summary>The venue's clock, as well as it is known without asking it.</summary>
    Timestamp VenueNow { get; }

    void TakeSnapshot(FeedBook book, ReadOnlySpan<byte> body);
}
