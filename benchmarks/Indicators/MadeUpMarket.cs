using Parley.Domain;

namespace Parley.Benchmarks;

/// <summary>Seeded bars and trades in whole cents, and a book of a thousand levels a side.</summary>
internal static class MadeUpMarket
{
    public const int Events = 10_000;

    public static readonly Symbol Symbol = new("BTCUSDT");
    public static readonly Timestamp Start = Timestamp.FromMilliseconds(1_704_067_200_000);

    public static Bar[] Bars(int count = Events, Timeframe? timeframe = null)
    {
        Timeframe length = timeframe ?? Timeframe.FiveMinutes;
        var random = new Random(1);
        var bars = new Bar[count];
        long close = 6_000_000;
        for (int i = 0; i < count; i++)
        {
            long open = close;
            close = Math.Max(open + random.Next(-20_000, 20_001), 100_000);
            double volume = random.Next(1_000_000) / 1e4;
            bars[i] = new Bar(
                Symbol, length, new Timestamp(Start.Nanoseconds + i * length.Nanoseconds), Cents(open),
                Cents(Math.Max(open, close) + random.Next(5_000)), Cents(Math.Min(open, close) - random.Next(5_000)),
                Cents(close), volume, volume / 2, 0, AfterGap: false);
        }

        return bars;
    }

    /// <summary>Two hundred trades a second, as on a busy day.</summary>
    public static Trade[] Trades(int count = Events, Symbol? symbol = null)
    {
        var random = new Random(2);
        var trades = new Trade[count];
        for (int i = 0; i < count; i++)
        {
            var at = new Timestamp(Start.Nanoseconds + i * 5_000_000L);
            trades[i] = new Trade(
                symbol ?? Symbol, i, at, at, Cents(6_000_000 + random.Next(10_000)), Quantity.FromRaw(random.Next(1, 1_000_000_000)),
                (Side)random.Next(2), TradeOrigin.Market);
        }

        return trades;
    }

    /// <summary>Half of its thousand levels a side lie within 10 basis points.</summary>
    public static OrderBook Book()
    {
        var book = new OrderBook(Symbol);
        BookLevel[] bids = [.. Enumerable.Range(1, 1_000).Select(i => Level(-i))];
        BookLevel[] asks = [.. Enumerable.Range(1, 1_000).Select(i => Level(i))];
        book.ApplySnapshot(new DepthSnapshot(Symbol, Start, Start, 1, bids, asks));
        return book;
    }

    /// <summary>So many steps of 0.2 basis points above the market, or below it.</summary>
    public static BookLevel Level(int step) => new(Cents(6_000_000 + 12 * step), Quantity.From(1m));

    private static Price Cents(long cents) => Price.FromRaw(cents * (FixedPoint.Scale / 100));
}
