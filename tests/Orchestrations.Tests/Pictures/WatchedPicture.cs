using System.Text.Json;

namespace Parley.Orchestrations.Tests;

/// <summary>A picture of Bitcoin, as a desk keeps it, with everything that can be seen of it from outside.</summary>
internal sealed class WatchedPicture
{
    public static readonly Symbol Other = new("ETHUSDT");

    private Timestamp now;

    public WatchedPicture(DeskOptions? options = null) =>
        Picture = new InstrumentPicture(Snapshots.Bitcoin, options ?? Options, Bars.Add, Issues.Add);

    public static DeskOptions Options { get; } = new()
    {
        Instruments = [Snapshots.Bitcoin, Snapshots.Bitcoin with { Symbol = Other, BaseAsset = "ETH" }],
        Timeframes = [Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.OneHour],
        Trigger = Timeframe.OneMinute,
        Settings = new DecisionSettings("parley", new Dictionary<string, string>(), new(), new()),
        InitialCash = 10_000,
        Profile = "test",
        Source = "test",
        CodeVersion = "test",
    };

    public InstrumentPicture Picture { get; }

    /// <summary>Closed since the last event.</summary>
    public List<Bar> Bars { get; } = [];

    /// <summary>Found since the last event.</summary>
    public List<DataIssue> Issues { get; } = [];

    /// <summary>Whether the last event closed a trigger bar.</summary>
    public bool Triggered { get; private set; }

    public static WatchedPicture After(IEnumerable<PictureEvent> events)
    {
        var picture = new WatchedPicture();
        foreach (PictureEvent e in events) picture.Take(e);
        return picture;
    }

    /// <summary>A second one that goes on from what this one saved.</summary>
    public WatchedPicture Twin()
    {
        byte[] state = Picture.Save();
        var twin = new WatchedPicture { now = now };
        twin.Picture.Restore(state);
        twin.Picture.Save().ShouldBe(state);
        return twin;
    }

    public void Take(PictureEvent e)
    {
        Bars.Clear();
        Issues.Clear();
        now = Timestamp.Max(now, e.At);
        e.Apply(Picture);
        Triggered = Picture.Advance(now + TimeSpan.FromMilliseconds(-200));
    }

    /// <summary>All that cannot be had for little.</summary>
    public void ShouldLookLike(WatchedPicture other)
    {
        Look().AsSpan().SequenceEqual(other.Look()).ShouldBeTrue();
        ShouldHaveTheBookOf(other.Picture.Book);
    }

    /// <summary>What the last event did, and the top of the book.</summary>
    public void ShouldHaveDoneAs(WatchedPicture other)
    {
        Bars.SequenceEqual(other.Bars).ShouldBeTrue();
        Issues.SequenceEqual(other.Issues).ShouldBeTrue();
        Triggered.ShouldBe(other.Triggered);
        (OrderBook ours, OrderBook theirs) = (Picture.Book, other.Picture.Book);
        (ours.Status, ours.LastUpdateId, ours.UpdatedAt, ours.BidCount, ours.AskCount, ours.BestBid, ours.BestAsk)
            .ShouldBe((theirs.Status, theirs.LastUpdateId, theirs.UpdatedAt, theirs.BidCount, theirs.AskCount, theirs.BestBid, theirs.BestAsk));
        ours.BreakReason.ShouldBe(theirs.BreakReason);
        (Picture.LastPrice, Picture.BookSeen, Picture.BookSummary).ShouldBe((other.Picture.LastPrice, other.Picture.BookSeen, other.Picture.BookSummary));
    }

    private byte[] Look() =>
        JsonSerializer.SerializeToUtf8Bytes(Picture.Freeze(now, Snapshots.Flat), DecisionJson.Canonical.Snapshot);

    private void ShouldHaveTheBookOf(OrderBook other)
    {
        OrderBook book = Picture.Book;
        foreach (Side side in new[] { Side.Buy, Side.Sell })
        {
            var ours = new BookLevel[side == Side.Buy ? book.BidCount : book.AskCount];
            var theirs = new BookLevel[side == Side.Buy ? other.BidCount : other.AskCount];
            (side == Side.Buy ? book.CopyBids(ours) : book.CopyAsks(ours)).ShouldBe(ours.Length);
            (side == Side.Buy ? other.CopyBids(theirs) : other.CopyAsks(theirs)).ShouldBe(theirs.Length);
            ours.AsSpan().SequenceEqual(theirs).ShouldBeTrue();
            for (int i = 0; i < ours.Length; i += 37)
            {
                BitConverter.DoubleToInt64Bits(book.NotionalTo(side, ours[i].Price))
                    .ShouldBe(BitConverter.DoubleToInt64Bits(other.NotionalTo(side, ours[i].Price)));
            }
        }
    }
}
