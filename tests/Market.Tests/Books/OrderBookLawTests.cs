using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class OrderBookLawTests
{
    private static readonly Symbol Btc = new("BTCUSDT");

    [Fact]
    [Trait("Invariant", "I-28")]
    public void Any_stream_of_updates_gives_the_same_book_as_a_sorted_dictionary() =>
        Prop.ForAll<int, bool>(SameAsDictionary).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    // Narrow books change the same levels again and again, wide ones grow to thousands.
    private static bool SameAsDictionary(int seed, bool futures)
    {
        Random random = new(seed);
        int width = random.Next(3) switch { 0 => 5, 1 => 200, _ => 5_000 };
        SortedDictionary<long, long> bids = [];
        SortedDictionary<long, long> asks = [];
        OrderBook book = new(Btc);
        BookLevel[] first = Levels(random, 10_000 - width, 9_999, width, bids);
        BookLevel[] second = Levels(random, 10_001, 10_000 + width, width, asks);
        book.ApplySnapshot(new DepthSnapshot(Btc, default, default, 1_000, first, second)).ShouldBeTrue();
        long last = 1_000;
        for (int i = 0; i < 100; i++)
        {
            long next = last + random.Next(1, 5);
            DepthUpdate update = new(
                Btc, new Timestamp(i), default, last + 1, next, futures ? last : -1,
                Levels(random, 10_000 - width, 9_999, width / 10 + 3, bids),
                Levels(random, 10_001, 10_000 + width, width / 10 + 3, asks));
            book.Apply(update).ShouldBe(BookChange.Applied);
            last = next;
            book.LastUpdateId.ShouldBe(last);
            if (width < 1_000 || i % 10 == 9) ShouldEqual(book, bids, asks);
        }

        return true;
    }

    private static BookLevel[] Levels(Random random, int from, int to, int countMax, SortedDictionary<long, long> side)
    {
        BookLevel[] levels = new BookLevel[random.Next(0, countMax)];
        for (int i = 0; i < levels.Length; i++)
        {
            long price = random.Next(from, to + 1);
            long quantity = random.Next(3) == 0 ? 0 : random.Next(1, 50);
            levels[i] = new BookLevel(Price.FromRaw(price), Quantity.FromRaw(quantity));
        }

        levels = levels.DistinctBy(l => l.Price).ToArray();
        foreach (BookLevel level in levels)
        {
            if (level.Quantity.IsZero) side.Remove(level.Price.Raw);
            else side[level.Price.Raw] = level.Quantity.Raw;
        }

        return levels;
    }

    private static void ShouldEqual(OrderBook book, SortedDictionary<long, long> bids, SortedDictionary<long, long> asks)
    {
        BookLevel[] levels = new BookLevel[book.BidCount];
        book.CopyBids(levels);
        levels.SequenceEqual(bids.Reverse().Select(Level)).ShouldBeTrue();
        levels = new BookLevel[book.AskCount];
        book.CopyAsks(levels);
        levels.SequenceEqual(asks.Select(Level)).ShouldBeTrue();
        if (levels.Length > 0) book.AskAt(levels.Length - 1).ShouldBe(levels[^1]);
        (book.BestBid?.Raw ?? 0).ShouldBe(bids.Count > 0 ? bids.Keys.Last() : 0);
        (book.BestAsk?.Raw ?? 0).ShouldBe(asks.Count > 0 ? asks.Keys.First() : 0);
        foreach (long limit in new[] { 1, bids.Keys.ElementAtOrDefault(bids.Count / 3), 9_990, 10_003, asks.Keys.ElementAtOrDefault(asks.Count / 2), 20_000 })
        {
            book.NotionalTo(Side.Buy, Price.FromRaw(limit)).ShouldBe(Notional(bids.Where(l => l.Key >= limit)));
            book.NotionalTo(Side.Sell, Price.FromRaw(limit)).ShouldBe(Notional(asks.Where(l => l.Key <= limit)));
        }
    }

    private static double Notional(IEnumerable<KeyValuePair<long, long>> levels) => levels.Sum(l => l.Key * l.Value) / 1e16;

    private static BookLevel Level(KeyValuePair<long, long> level) =>
        new(Price.FromRaw(level.Key), Quantity.FromRaw(level.Value));
}
