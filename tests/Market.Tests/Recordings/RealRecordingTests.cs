using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class RealRecordingTests
{
    [Theory]
    [InlineData("spot_btcusdt_20230405.dat.gz", "BTCUSDT", 15_088, 3_144, 8_015, 3_929, 0, 0)]
    [InlineData("spot_btcusdt_20240808.gz", "BTCUSDT", 41_249, 9_757, 28_040, 3_451, 1, 0)]
    [InlineData("usdm_btcusdt_20230404.dat.gz", "BTCUSDT", 13_384, 2_197, 6_765, 4_322, 1, 99)]
    [InlineData("usdm_btcusdt_20230405.dat.gz", "BTCUSDT", 60_381, 10_738, -1, -1, 0, 415)]
    [InlineData("usdm_btcusdt_20240718.gz", "BTCUSDT", 11_414, 974, 7_113, 3_326, 1, 0)]
    [InlineData("usdm_btcusdt_20240719.gz", "BTCUSDT", 60_570, 9_727, 45_147, 5_696, 0, 0)]
    [InlineData("usdm_ethusdt_20240718.gz", "ETHUSDT", 14_003, 1_640, 9_089, 3_273, 1, 0)]
    [InlineData("usdm_ethusdt_20240719.gz", "ETHUSDT", 55_910, 12_015, 38_239, 5_656, 0, 0)]
    public void Every_frame_of_a_recording_is_read(
        string name, string symbol, int frames, int trades, int quotes, int depths, int snapshots, int marks)
    {
        using IMarketFile file = MarketFiles.Open(RealData.Recording(name));
        file.Kind.ShouldBe(MarketFileKind.Recording);
        file.Symbol.ShouldBe(new Symbol(symbol));
        EventLog log = EventLog.Of(file);
        file.FramesRead.ShouldBe(frames);
        file.FramesSkipped.ShouldBe(0);
        file.Symbol.ShouldBe(new Symbol(symbol));
        file.Progress.ShouldBe(1);
        log.Trades.Count.ShouldBe(trades);
        if (quotes >= 0) log.Quotes.Count.ShouldBe(quotes);
        if (depths >= 0) log.Depths.ShouldBe(depths);
        log.Snapshots.ShouldBe(snapshots);
        log.Marks.ShouldBe(marks);
        log.Lines.Count.ShouldBe(frames);
        for (int i = 1; i < log.Trades.Count; i++) log.Trades[i].TradeId.ShouldBe(log.Trades[i - 1].TradeId + 1);
    }

    [Theory]
    [InlineData("spot_btcusdt_20240808.gz", null)]
    [InlineData("usdm_btcusdt_20230404.dat.gz", "usdm_btcusdt_20230405.dat.gz")]
    [InlineData("usdm_btcusdt_20240718.gz", "usdm_btcusdt_20240719.gz")]
    [InlineData("usdm_ethusdt_20240718.gz", "usdm_ethusdt_20240719.gz")]
    public void One_book_stays_live_to_the_end(string first, string? second)
    {
        string[] paths = second is null ? [RealData.Recording(first)] : [RealData.Recording(first), RealData.Recording(second)];
        using IMarketSource source = MarketFiles.OpenAll(paths);
        BookSink sink = new(new Symbol(first.Contains("eth", StringComparison.Ordinal) ? "ETHUSDT" : "BTCUSDT"));
        while (source.Pump(sink))
        {
            // A book older than the best quote can differ from it, but may never be crossed.
            if (sink.Book.TryBest(out BookLevel bid, out BookLevel ask)) (bid.Price < ask.Price).ShouldBeTrue();
        }

        sink.Book.Status.ShouldBe(BookStatus.Live);
        sink.Breaks.ShouldBe(0);
        sink.Applied.ShouldBeGreaterThan(3_000);
        sink.Book.BidCount.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Order_book_and_best_quotes_of_the_same_number_agree()
    {
        using IMarketSource source = MarketFiles.OpenAll(
            [RealData.Recording("usdm_btcusdt_20240718.gz"), RealData.Recording("usdm_btcusdt_20240719.gz")]);
        QuoteComparison comparison = new();
        while (source.Pump(comparison))
        {
        }

        comparison.Compared.ShouldBeGreaterThan(100);
        comparison.Different.ShouldBe(0);
    }

    [Fact]
    public void Recording_without_a_snapshot_never_shows_a_book()
    {
        using IMarketFile file = MarketFiles.Open(RealData.Recording("spot_btcusdt_20230405.dat.gz"));
        BookSink sink = new(new Symbol("BTCUSDT"));
        while (file.Pump(sink))
        {
        }

        sink.Book.Status.ShouldBe(BookStatus.AwaitingSnapshot);
        sink.Applied.ShouldBe(0);
    }

    [Fact]
    public void Insurance_fund_print_is_marked_as_off_the_book()
    {
        using IMarketFile file = MarketFiles.Open(RealData.Recording("usdm_btcusdt_20230405.dat.gz"));
        Trade odd = EventLog.Of(file).Trades.Where(t => t.Origin == TradeOrigin.OffBook).ShouldHaveSingleItem();
        odd.Price.ShouldBe(Price.From(28722.50m));
        odd.Quantity.ShouldBe(Quantity.From(0.001m));
        odd.Aggressor.ShouldBe(Side.Sell);
        odd.VenueTime.ShouldBe(Timestamp.FromMilliseconds(1680652874400));
        odd.ReceivedAt.ShouldBe(Timestamp.FromMicroseconds(1680652874408176));
    }

    [Fact]
    public void Spot_quotes_take_the_latest_venue_time_seen()
    {
        using IMarketFile file = MarketFiles.Open(RealData.Recording("spot_btcusdt_20240808.gz"));
        EventLog log = EventLog.Of(file);
        log.Quotes[0].VenueTime.ShouldBe(Timestamp.FromMilliseconds(1723161255308));
        for (int i = 1; i < log.Quotes.Count; i++) (log.Quotes[i].VenueTime >= log.Quotes[i - 1].VenueTime).ShouldBeTrue();
    }

    [Theory]
    [InlineData("cryptofeed/BINANCE.ws.1.0", 265)]
    [InlineData("cryptofeed/BINANCE_FUTURES.ws.1.0", 1_535)]
    public void Recordings_of_several_symbols_with_second_stamps_are_read(string name, int frames)
    {
        using IMarketFile file = MarketFiles.Open(RealData.Require(name));
        EventLog log = EventLog.Of(file);
        file.FramesRead.ShouldBe(frames);
        (log.Lines.Count + file.FramesSkipped).ShouldBe(frames);
        file.FramesSkipped.ShouldBeGreaterThan(0, "klines are no events of ours");
        file.Symbol.ShouldBeNull();
        log.Depths.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Wanted_symbol_filters_a_recording_of_several()
    {
        string path = RealData.Require("cryptofeed/BINANCE_FUTURES.ws.1.0");
        using IMarketFile file = MarketFiles.Open(path, new MarketFileOptions(new Symbol("SUSHIUSDT")));
        EventLog log = EventLog.Of(file);
        log.Quotes.ShouldNotBeEmpty();
        log.Quotes.ShouldAllBe(q => q.Symbol == new Symbol("SUSHIUSDT"));
    }

    [Fact]
    public void Reading_allocates_nothing_per_frame_once_warm()
    {
        using IMarketSource source = MarketFiles.OpenAll(
            [RealData.Recording("usdm_btcusdt_20240718.gz"), RealData.Recording("usdm_btcusdt_20240719.gz")]);
        BookSink sink = new(new Symbol("BTCUSDT"));
        for (int i = 0; i < 30_000; i++) source.Pump(sink);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 40_000; i++) source.Pump(sink);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        sink.Book.Status.ShouldBe(BookStatus.Live);
        allocated.ShouldBeLessThan(40_000, "less than a byte per frame: only the book itself still grows");
    }

    /// <summary>Compares a live book with each quote whose number is exactly the book's.</summary>
    private sealed class QuoteComparison : IMarketSink
    {
        private readonly OrderBook book = new(new Symbol("BTCUSDT"));
        private readonly Dictionary<long, Quote> quotes = [];

        public int Compared { get; private set; }

        public int Different { get; private set; }

        public void OnTrade(in Trade trade)
        {
        }

        public void OnQuote(in Quote quote)
        {
            quotes[quote.UpdateId] = quote;
            if (quotes.Count > 50_000) quotes.Clear();
        }

        public void OnDepth(in DepthUpdate update)
        {
            book.Apply(update);
            if (!book.TryBest(out BookLevel bid, out BookLevel ask)) return;
            if (!quotes.TryGetValue(book.LastUpdateId, out Quote quote)) return;
            Compared++;
            bool same = bid.Price == quote.Bid && ask.Price == quote.Ask
                && bid.Quantity == quote.BidQuantity && ask.Quantity == quote.AskQuantity;
            if (!same) Different++;
        }

        public void OnSnapshot(in DepthSnapshot snapshot) => book.ApplySnapshot(snapshot);

        public void OnMark(in MarkPrice mark)
        {
        }

        public void OnBar(in Bar bar)
        {
        }

        public void OnNews(NewsItem item)
        {
        }
    }
}
