using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class AllocationTests
{
    private readonly Bar template = SyntheticBars.OfCloses([60_000m])[0] with { Timeframe = MarketScenario.Timeframes[0] };

    [Fact]
    public void Updating_and_reading_allocate_nothing_after_warm_up()
    {
        var engine = new FeatureEngine(SyntheticBars.Symbol, MarketScenario.Timeframes);
        OrderBook book = Book();
        double[] row = new double[engine.Columns.Count];
        byte[] state = new byte[128 * 1024];
        Run(engine, book, row, state, from: 0, to: 5_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(engine, book, row, state, from: 5_000, to: 20_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private void Run(FeatureEngine engine, OrderBook book, double[] row, byte[] state, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Timestamp now = new(SyntheticBars.Start.Nanoseconds + i * 100_000_000L);
            Price price = Price.FromRaw(template.Close.Raw + i % 977 * FixedPoint.Scale);
            engine.OnTrade(new Trade(
                template.Symbol, i, now, now, price, Quantity.FromRaw(FixedPoint.Scale), (Side)(i % 2), TradeOrigin.Market));
            engine.OnBook(book, now);
            engine.CopyTo(now, row);
            if (i % 100 != 0) continue;
            engine.OnBar(template with { OpenTime = now - template.Timeframe, Close = price, High = price });
            engine.Save(state);
        }
    }

    private static OrderBook Book()
    {
        var book = new OrderBook(SyntheticBars.Symbol);
        BookLevel[] bids = [.. Enumerable.Range(1, 50).Select(i => new BookLevel(Price.From(60_000 - i), Quantity.From(1m)))];
        BookLevel[] asks = [.. Enumerable.Range(1, 50).Select(i => new BookLevel(Price.From(60_000 + i), Quantity.From(1m)))];
        book.ApplySnapshot(new DepthSnapshot(SyntheticBars.Symbol, SyntheticBars.Start, SyntheticBars.Start, 1, bids, asks));
        return book;
    }
}
