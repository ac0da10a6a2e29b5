using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class OrderBookStateTests(ITestOutputHelper output)
{
    private static readonly Symbol Btc = new("BTCUSDT");

    [Fact]
    public void A_restored_book_goes_on_level_for_level_through_breaks_and_waiting() =>
        Prop.ForAll<int, bool>(GoesOn).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void A_book_restored_over_another_forgets_the_other()
    {
        OrderBook book = Fresh(levels: 3);
        OrderBook other = Fresh(levels: 200);
        other.Apply(Update(new Random(1), 5_000, 5_001, 4_999, width: 9));
        other.Status.ShouldBe(BookStatus.Broken);
        Restore(book, other);
        ShouldBeSame(other, book);
        other.BidCount.ShouldBe(3);
    }

    [Fact]
    public void A_damaged_book_is_refused()
    {
        byte[] bytes = Saved.Of(Fresh(levels: 20).Sync);
        for (int length = 0; length < bytes.Length; length++)
            Should.Throw<StateException>(() => Saved.Into(bytes[..length], new OrderBook(Btc).Sync));
    }

    [Fact]
    public void A_thousand_levels_a_side_take_little()
    {
        byte[] bytes = Saved.Of(Fresh(levels: 1_000).Sync);
        output.WriteLine($"{bytes.Length} bytes of a book of 1,000 levels a side");
        bytes.Length.ShouldBeLessThan(12_000);
    }

    private static bool GoesOn(int seed, bool futures)
    {
        Random random = new(seed);
        OrderBook whole = new(Btc);
        OrderBook relay = new(Btc);
        int width = random.Next(2) == 0 ? 20 : 3_000;
        long last = 1_000;
        for (int i = 0; i < 120; i++)
        {
            if (random.Next(12) == 0) relay = Restore(whole, new OrderBook(Btc));
            int draw = random.Next(100);
            if (draw < 6)
            {
                // Now and then one that lies before the updates waiting, or is absurd.
                long id = last - random.Next(3);
                (BookLevel[] bids, BookLevel[] asks) = (Levels(random, 9_999, -width), Levels(random, draw == 0 ? 9_990 : 10_001, width));
                whole.ApplySnapshot(new(Btc, new(i), default, id, bids, asks)).ShouldBe(relay.ApplySnapshot(new(Btc, new(i), default, id, bids, asks)));
            }
            else
            {
                long first = last + (draw < 9 ? 3 : 1);
                DepthUpdate update = Update(random, first, first + random.Next(3), futures ? first - 1 : -1, width);
                whole.Apply(update).ShouldBe(relay.Apply(update));
                last = update.LastId;
            }

            ShouldBeSame(whole, relay);
        }

        return true;
    }

    private static OrderBook Restore(OrderBook from, OrderBook to)
    {
        Saved.Into(Saved.Of(from.Sync), to.Sync);
        return to;
    }

    private static OrderBook Fresh(int levels)
    {
        OrderBook book = new(Btc);
        Random random = new(levels);
        BookLevel[] bids = new BookLevel[levels];
        BookLevel[] asks = new BookLevel[levels];
        for (int i = 0; i < levels; i++)
        {
            bids[i] = new(Price.From(60_000 - 0.1m * (i + 1)), Quantity.From(random.Next(1, 20_000) * 0.001m));
            asks[i] = new(Price.From(60_000 + 0.1m * i), Quantity.From(random.Next(1, 20_000) * 0.001m));
        }

        book.ApplySnapshot(new DepthSnapshot(Btc, new Timestamp(7), default, 5, bids, asks)).ShouldBeTrue();
        return book;
    }

    private static DepthUpdate Update(Random random, long first, long last, long previous, int width) =>
        new(Btc, new Timestamp(last), new Timestamp(last + 1), first, last, previous, Levels(random, 9_999, -width), Levels(random, 10_001, width));

    private static BookLevel[] Levels(Random random, int from, int width)
    {
        var levels = new BookLevel[random.Next(0, Math.Abs(width) / 2)];
        for (int i = 0; i < levels.Length; i++)
            levels[i] = new(Price.FromRaw(from + Math.Sign(width) * random.Next(Math.Abs(width))), Quantity.FromRaw(random.Next(4) * 10L));
        return levels;
    }

    private static void ShouldBeSame(OrderBook expected, OrderBook actual)
    {
        (actual.Status, actual.LastUpdateId, actual.UpdatedAt, actual.BidCount, actual.AskCount)
            .ShouldBe((expected.Status, expected.LastUpdateId, expected.UpdatedAt, expected.BidCount, expected.AskCount));
        actual.BreakReason.ShouldBe(expected.BreakReason);
        for (int i = 0; i < expected.BidCount; i += 1 + i / 20) actual.BidAt(i).ShouldBe(expected.BidAt(i));
        for (int i = 0; i < expected.AskCount; i += 1 + i / 20) actual.AskAt(i).ShouldBe(expected.AskAt(i));
        foreach (int price in new[] { 7_500, 9_990, 10_005, 11_500 })
        {
            actual.NotionalTo(Side.Buy, Price.FromRaw(price)).ShouldBe(expected.NotionalTo(Side.Buy, Price.FromRaw(price)));
            actual.NotionalTo(Side.Sell, Price.FromRaw(price)).ShouldBe(expected.NotionalTo(Side.Sell, Price.FromRaw(price)));
        }
    }
}
