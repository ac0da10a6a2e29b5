using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class DataQualityStateTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Start = Timestamp.Parse("2024-01-01T00:00:00Z");

    [Fact]
    public void A_restored_monitor_finds_the_same_issues() =>
        Prop.ForAll<int>(GoesOn).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static bool GoesOn(int seed)
    {
        Random random = new(seed);
        List<DataIssue> expected = [];
        List<DataIssue> actual = [];
        OrderBook book = new(Btc);
        DataQualityMonitor whole = new(Btc, null, expected.Add);
        DataQualityMonitor relay = new(Btc, null, actual.Add);
        Timestamp at = Start;
        long tradeId = 100;
        for (int i = 0; i < 400; i++)
        {
            if (random.Next(15) == 0)
            {
                relay = new(Btc, null, actual.Add);
                Saved.Into(Saved.Of((ref s) => whole.Sync(ref s, book)), (ref s) => relay.Sync(ref s, book));
            }

            at += TimeSpan.FromSeconds(random.Next(100) == 0 ? 400 : random.Next(30) == 0 ? 12 : random.NextDouble());
            Timestamp received = at + TimeSpan.FromSeconds(random.Next(40) == 0 ? 9 : 0.02);
            decimal price = random.Next(20) == 0 ? 130 : 100 + random.Next(5) * 0.1m;
            switch (random.Next(5))
            {
                case 0:
                    Quote quote = new(Btc, random.Next(10) == 0 ? i - 1 : i, at, received, Price.From(price), default, Price.From(price + random.Next(8) - 0.5m), default);
                    relay.Accept(quote).ShouldBe(whole.Accept(quote));
                    break;
                case 1:
                    Timeframe timeframe = random.Next(2) == 0 ? Timeframe.OneMinute : Timeframe.FiveMinutes;
                    Price level = Price.From(random.Next(9) == 0 ? 300 : price);
                    Bar bar = new(Btc, timeframe, at.FloorTo(timeframe), level, level, level, level, 1, 1, 1, AfterGap: false);
                    relay.Accept(bar).ShouldBe(whole.Accept(bar));
                    break;
                case 2:
                    BookChange change = Change(random, book, at);
                    whole.ObserveBook(book, change, at, received);
                    relay.ObserveBook(book, change, at, received);
                    break;
                default:
                    tradeId += random.Next(8) switch { 0 => 4, 1 => -2, 2 => 0, _ => 1 };
                    Trade trade = new(Btc, tradeId, at, received, Price.From(price), Quantity.From(1), Side.Buy,
                        random.Next(20) == 0 ? TradeOrigin.OffBook : TradeOrigin.Market);
                    relay.Accept(trade).ShouldBe(whole.Accept(trade));
                    break;
            }

            relay.ActiveAt(at).ShouldBe(whole.ActiveAt(at));
            actual.ShouldBe(expected);
        }

        foreach (DataIssueKind kind in Enum.GetValues<DataIssueKind>()) relay.CountOf(kind).ShouldBe(whole.CountOf(kind));
        return true;
    }

    private static BookChange Change(Random random, OrderBook book, Timestamp at)
    {
        BookLevel[] bids = [new(Price.From(100), Quantity.From(1))];
        BookLevel[] asks = [new(Price.From(100.2m), Quantity.From(1))];
        if (random.Next(4) == 0)
            return book.ApplySnapshot(new DepthSnapshot(Btc, at, at, book.LastUpdateId + 1, bids, asks)) ? BookChange.Applied : BookChange.Ignored;
        long first = book.LastUpdateId + (random.Next(6) == 0 ? 5 : 1);
        return book.Apply(new DepthUpdate(Btc, at, at, first, first, -1, bids, []));
    }
}
