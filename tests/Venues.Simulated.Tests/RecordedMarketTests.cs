using System.Runtime.CompilerServices;
using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Venues.Simulated.Tests;

/// <summary>A session of a simple trader on a recorded spot market.</summary>
public sealed class RecordedMarketTests
{
    [Fact]
    public void Orders_replayed_on_a_recorded_market_fill_at_its_prices_and_add_up()
    {
        string path = SharedData("hftbacktest/spot_btcusdt_20240808.gz");
        (AccountLedger ledger, SimulatedVenue venue, Trader trader) = Replay(path);

        ledger.Fills.ShouldBeGreaterThan(20);
        trader.MakerFills.ShouldBeGreaterThan(0);
        trader.TakerFills.ShouldBeGreaterThan(0);
        trader.Mispriced.ShouldBeEmpty();
        Dictionary<Symbol, Price> marks = new() { [Bench.Btc] = Price.From(60_000m) };
        venue.EquityAt(marks).ShouldBe(ledger.EquityAt(marks));
        venue.PositionOf(Bench.Btc).Value.ShouldBe(ledger.Positions[Bench.Btc]);

        Replay(path).Trader.Facts.ShouldBe(trader.Facts);
    }

    private static (AccountLedger Ledger, SimulatedVenue Venue, Trader Trader) Replay(string path)
    {
        SimulatedVenue venue = new(new()
        {
            Instruments = [Bench.Spot with { TickSize = Price.From(0.01m), StepSize = Quantity.From(0.00001m), QuantityMin = Quantity.From(0.00001m) }],
            InitialCash = 1_000_000m,
            MakerFeeBps = 10,
            TakerFeeBps = 10,
        });
        AccountLedger ledger = new(1_000_000m);
        Trader trader = new(venue, ledger);
        using IMarketSource source = MarketFiles.Open(path);
        while (source.Pump(trader))
        {
        }

        venue.AdvanceTo(venue.Now + TimeSpan.FromSeconds(1));
        trader.TakeFacts();
        return (ledger, venue, trader);
    }

    private static string SharedData(string relative)
    {
        string root = Environment.GetEnvironmentVariable("PARLEY_SHARED_DATA") is { Length: > 0 } given ? given : FromSource();
        string path = Path.Combine(root, relative);
        Assert.SkipUnless(File.Exists(path), $"Recorded market not found at {path}; set PARLEY_SHARED_DATA to the folder that holds it.");
        return path;
    }

    private static string FromSource([CallerFilePath] string source = "")
    {
        DirectoryInfo? at = new FileInfo(source).Directory;
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Serverless.sln"))) at = at.Parent;
        return Path.Combine(at?.Parent?.FullName ?? "..", "shared", "data");
    }

    /// <summary>Every 200 quotes: a market order one way, a bid and an offer at the touch, and the cancellation of the last pair.</summary>
    private sealed class Trader(SimulatedVenue venue, AccountLedger ledger) : IMarketSink
    {
        private readonly SortedDictionary<long, (decimal Low, decimal High)> seconds = [];
        private int quotes;
        private int orders;

        public List<VenueFact> Facts { get; } = [];

        public int MakerFills { get; private set; }

        public int TakerFills { get; private set; }

        public List<string> Mispriced { get; } = [];

        public void OnQuote(in Quote quote)
        {
            venue.OnQuote(quote);
            Saw(quote.VenueTime, quote.Bid.Value, quote.Ask.Value);
            TakeFacts();
            if (++quotes % 200 != 0) return;
            foreach (OpenOrder open in venue.OpenOrders) venue.Cancel(Bench.Btc, open.Order.Id);
            Send(Bench.Market($"m{orders++}", quotes % 400 == 0 ? Side.Sell : Side.Buy, 0.02m));
            Send(Bench.Limit($"b{orders++}", Side.Buy, 0.01m, quote.Bid.Value, TimeInForce.PostOnly));
            Send(Bench.Limit($"a{orders++}", Side.Sell, 0.01m, quote.Ask.Value, TimeInForce.PostOnly));
        }

        public void OnTrade(in Trade trade)
        {
            venue.OnTrade(trade);
            Saw(trade.VenueTime, trade.Price.Value, trade.Price.Value);
        }

        public void OnDepth(in DepthUpdate update) => venue.OnDepth(update);

        public void OnSnapshot(in DepthSnapshot snapshot) => venue.OnSnapshot(snapshot);

        public void OnMark(in MarkPrice mark) => venue.OnMark(mark);

        public void OnBar(in Bar bar) => venue.OnBar(bar);

        public void OnNews(NewsItem item) => venue.OnNews(item);

        public void TakeFacts()
        {
            while (venue.TryTake(out VenueFact fact))
            {
                Facts.Add(fact);
                ledger.Take(fact, TimeSpan.FromMilliseconds(20));
                if (fact is OrderFilled fill) Judge(fill);
            }
        }

        private void Send(PlaceOrder order)
        {
            ledger.Sent(order, venue.Now);
            venue.Place(order);
        }

        /// <summary>A fill must lie within what was seen in the seconds around it, give or take what 0.02 coins walk through.</summary>
        private void Judge(OrderFilled fill)
        {
            if (fill.IsMaker) MakerFills++;
            else TakerFills++;
            long second = fill.At.Milliseconds / 1_000;
            var near = seconds.Where(pair => Math.Abs(pair.Key - second) <= 1).Select(pair => pair.Value).ToList();
            if (fill.Price.Value < near.Min(range => range.Low) - 5 || fill.Price.Value > near.Max(range => range.High) + 5) Mispriced.Add(fill.ToString());
        }

        private void Saw(Timestamp at, decimal low, decimal high)
        {
            long second = at.Milliseconds / 1_000;
            (decimal Low, decimal High) seen = seconds.GetValueOrDefault(second, (low, high));
            seconds[second] = (Math.Min(seen.Low, low), Math.Max(seen.High, high));
        }
    }
}
