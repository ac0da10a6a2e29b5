using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class BarBuilderStateTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Timestamp Midnight = Timestamp.Parse("2024-01-01T00:00:00Z");
    private static readonly Timeframe[] Timeframes = [Timeframe.OneMinute, Timeframe.FiveMinutes, Timeframe.Parse("3m")];

    [Fact]
    public void A_restored_builder_closes_the_same_bars() =>
        Prop.ForAll<int>(GoesOn).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private static bool GoesOn(int seed)
    {
        Random random = new(seed);
        List<Bar> expected = [];
        List<Bar> actual = [];
        BarBuilder whole = new(Btc, Timeframes, (in bar) => expected.Add(bar));
        BarBuilder relay = new(Btc, Timeframes, (in bar) => actual.Add(bar));
        Timestamp at = Midnight;
        int trades = random.Next(3) == 0 ? 0 : 60;
        for (int i = 0; i < 150; i++)
        {
            if (random.Next(10) == 0)
            {
                relay = new(Btc, Timeframes, (in bar) => actual.Add(bar));
                Saved.Into(Saved.Of(whole.Sync), relay.Sync);
            }

            // Candles first, as history comes, some missing, some again; then trades, some late, some off the book.
            at += TimeSpan.FromSeconds(random.Next(10) == 0 ? 200 : random.Next(70));
            long price = random.Next(90, 111);
            if (i < 150 - trades)
            {
                Timestamp open = at.FloorTo(Timeframe.OneMinute);
                Bar bar = new(Btc, Timeframe.OneMinute, open, Price.From(price), Price.From(price + 2), Price.From(price - 2), Price.From(price + 1),
                    random.NextDouble(), random.Next(5) == 0 ? double.NaN : 0.1, 3, random.Next(20) == 0);
                whole.OnBar(bar);
                relay.OnBar(bar);
            }
            else
            {
                Timestamp venueTime = random.Next(8) == 0 ? at + TimeSpan.FromMinutes(-3) : at;
                Trade trade = new(Btc, i, venueTime, at, Price.From(price), Quantity.From(random.Next(1, 9) / 8m),
                    (Side)random.Next(2), random.Next(6) == 0 ? TradeOrigin.OffBook : TradeOrigin.Market);
                whole.OnTrade(trade);
                relay.OnTrade(trade);
            }

            actual.ShouldBe(expected);
            (relay.LateCount, relay.OffBookCount).ShouldBe((whole.LateCount, whole.OffBookCount));
        }

        whole.AdvanceTo(at + Timeframe.OneHour);
        relay.AdvanceTo(at + Timeframe.OneHour);
        expected.Count.ShouldBeGreaterThan(10);
        return actual.SequenceEqual(expected);
    }
}
