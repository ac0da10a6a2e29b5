using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class OrderBookTests
{
    private static readonly Symbol Btc = new("BTCUSDT");

    [Fact]
    public void Updates_before_the_snapshot_are_kept_and_applied_after_it()
    {
        OrderBook book = new(Btc);
        Spot(book, 1, 5, bids: [(99, 1)]).ShouldBe(BookChange.Buffered);
        Spot(book, 6, 9, bids: [(98, 2)]).ShouldBe(BookChange.Buffered);
        Snapshot(book, 6, bids: [(99, 5)], asks: [(101, 5)]).ShouldBeTrue();
        book.LastUpdateId.ShouldBe(9);
        book.BidCount.ShouldBe(2);
        book.BidAt(0).ShouldBe(Level(99, 5), "the update that ended before the snapshot is not applied again");
        book.BidAt(1).ShouldBe(Level(98, 2));
    }

    [Fact]
    [Trait("Fault", "F-052")]
    [Trait("Invariant", "I-28")]
    public void Spot_gap_breaks_the_book_until_the_next_snapshot()
    {
        OrderBook book = LiveSpot(last: 10);
        Spot(book, 11, 12, bids: [(99, 3)]).ShouldBe(BookChange.Applied);
        Spot(book, 14, 15, bids: [(99, 4)]).ShouldBe(BookChange.ChainBroken);
        book.Status.ShouldBe(BookStatus.Broken);
        book.BreakReason.ShouldNotBeNull().ShouldContain("12");
        book.BidCount.ShouldBe(0);
        book.TryBest(out _, out _).ShouldBeFalse();
        Spot(book, 16, 17, bids: [(99, 6)]).ShouldBe(BookChange.Buffered);
        Snapshot(book, 15, bids: [(99, 5)], asks: [(101, 5)]).ShouldBeTrue();
        book.Status.ShouldBe(BookStatus.Live);
        book.BreakReason.ShouldBeNull();
        book.BidAt(0).ShouldBe(Level(99, 6));
    }

    [Fact]
    public void Spot_update_may_overlap_the_snapshot_but_not_another_update()
    {
        OrderBook book = LiveSpot(last: 10);
        Spot(book, 8, 12, bids: [(99, 3)]).ShouldBe(BookChange.Applied);
        Spot(book, 12, 13, bids: [(99, 4)]).ShouldBe(BookChange.ChainBroken);
    }

    [Fact]
    public void Old_updates_are_ignored()
    {
        OrderBook book = LiveSpot(last: 10);
        Spot(book, 9, 10, bids: [(99, 3)]).ShouldBe(BookChange.Ignored);
        book.BidAt(0).ShouldBe(Level(99, 5));
    }

    [Fact]
    [Trait("Fault", "F-053")]
    [Trait("Invariant", "I-28")]
    public void Futures_update_must_name_the_one_before()
    {
        OrderBook book = LiveSpot(last: 100);
        Futures(book, 95, 110, previous: 90, bids: [(99, 3)]).ShouldBe(BookChange.Applied);
        Futures(book, 130, 140, previous: 110, bids: [(99, 4)]).ShouldBe(BookChange.Applied, "numbers of futures are not consecutive");
        Futures(book, 150, 160, previous: 145, bids: [(99, 4)]).ShouldBe(BookChange.ChainBroken);
        book.BreakReason.ShouldNotBeNull().ShouldContain("145");
    }

    [Fact]
    public void Futures_first_update_must_reach_back_to_the_snapshot()
    {
        OrderBook book = LiveSpot(last: 100);
        Futures(book, 90, 99, previous: 85, bids: [(99, 9)]).ShouldBe(BookChange.Ignored);
        Futures(book, 105, 110, previous: 103, bids: [(99, 3)]).ShouldBe(BookChange.ChainBroken);
    }

    [Fact]
    public void Futures_snapshot_may_fall_between_two_updates()
    {
        OrderBook book = LiveSpot(last: 100);
        Futures(book, 105, 110, previous: 98, bids: [(99, 3)]).ShouldBe(BookChange.Applied);
    }

    [Fact]
    [Trait("Fault", "F-054")]
    public void Snapshot_older_than_what_was_kept_does_not_make_a_book()
    {
        OrderBook book = new(Btc);
        Spot(book, 20, 25, bids: [(99, 1)]);
        Snapshot(book, 10, bids: [(99, 5)], asks: [(101, 5)]).ShouldBeFalse();
        book.Status.ShouldBe(BookStatus.Broken);
        Snapshot(book, 22, bids: [(99, 5)], asks: [(101, 5)]).ShouldBeTrue("the update was kept for a younger snapshot");
        book.LastUpdateId.ShouldBe(25);
    }

    [Fact]
    public void Snapshot_older_than_a_live_book_changes_nothing()
    {
        OrderBook book = LiveSpot(last: 10);
        Spot(book, 11, 12, bids: [(99, 7)]);
        Snapshot(book, 11, bids: [(50, 1)], asks: [(60, 1)]).ShouldBeTrue();
        book.BidAt(0).ShouldBe(Level(99, 7));
        Spot(book, 13, 13, bids: [(98, 7)]).ShouldBe(BookChange.Applied);
    }

    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    [Trait("Fault", "F-055")]
    [Trait("Invariant", "I-28")]
    public void Locked_or_crossed_best_prices_break_the_book(int bid)
    {
        OrderBook book = LiveSpot(last: 10);
        Spot(book, 11, 11, bids: [(bid, 1)]).ShouldBe(BookChange.ChainBroken);
        book.BreakReason.ShouldNotBeNull().ShouldContain("not below best ask 101");
    }

    [Fact]
    public void Zero_quantity_removes_a_level_and_removing_what_is_not_there_is_fine()
    {
        OrderBook book = LiveSpot(last: 10);
        Spot(book, 11, 11, bids: [(99, 0), (42, 0)]).ShouldBe(BookChange.Applied);
        book.BidCount.ShouldBe(0);
        book.BestBid.ShouldBeNull();
        book.TryBest(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Levels_are_copied_best_first()
    {
        OrderBook book = new(Btc);
        Snapshot(book, 1, bids: [(97, 1), (99, 3), (98, 2)], asks: [(103, 3), (101, 1), (102, 2)]);
        BookLevel[] two = new BookLevel[2];
        book.CopyBids(two).ShouldBe(2);
        two.ShouldBe([Level(99, 3), Level(98, 2)]);
        BookLevel[] five = new BookLevel[5];
        book.CopyAsks(five).ShouldBe(3);
        five[..3].ShouldBe([Level(101, 1), Level(102, 2), Level(103, 3)]);
        book.QuantityAt(Side.Sell, Price.From(102)).ShouldBe(Quantity.From(2));
        book.QuantityAt(Side.Buy, Price.From(102)).ShouldBe(Quantity.Zero);
        Should.Throw<ArgumentOutOfRangeException>(() => book.BidAt(3));
        Should.Throw<ArgumentOutOfRangeException>(() => book.BidAt(-1));
    }

    [Fact]
    public void Another_symbols_update_is_a_programming_error()
    {
        OrderBook book = new(new Symbol("ETHUSDT"));
        Should.Throw<ArgumentException>(() => Spot(book, 1, 1, bids: []));
    }

    [Fact]
    public void Kept_updates_are_bounded_and_losing_one_shows()
    {
        OrderBook book = new(Btc);
        for (int id = 1; id <= 3_000; id++) Spot(book, id, id, bids: [(99, id)]);
        Snapshot(book, 100, bids: [(98, 1)], asks: [(101, 1)]).ShouldBeFalse();
        Snapshot(book, 2_500, bids: [(98, 1)], asks: [(101, 1)]).ShouldBeTrue();
        book.BidAt(0).ShouldBe(Level(99, 3_000));
    }

    private static OrderBook LiveSpot(long last)
    {
        OrderBook book = new(Btc);
        Snapshot(book, last, bids: [(99, 5)], asks: [(101, 5)]).ShouldBeTrue();
        return book;
    }

    private static BookChange Spot(OrderBook book, long first, long last, (int Price, int Quantity)[] bids) =>
        Futures(book, first, last, previous: -1, bids);

    private static BookChange Futures(OrderBook book, long first, long last, long previous, (int Price, int Quantity)[] bids) =>
        book.Apply(new DepthUpdate(Btc, new Timestamp(last), new Timestamp(last), first, last, previous, Levels(bids), []));

    private static bool Snapshot(OrderBook book, long last, (int Price, int Quantity)[] bids, (int Price, int Quantity)[] asks) =>
        book.ApplySnapshot(new DepthSnapshot(Btc, new Timestamp(last), new Timestamp(last), last, Levels(bids), Levels(asks)));

    private static BookLevel[] Levels((int Price, int Quantity)[] levels) =>
        Array.ConvertAll(levels, l => Level(l.Price, l.Quantity));

    private static BookLevel Level(int price, int quantity) => new(Price.From(price), Quantity.From(quantity));
}
