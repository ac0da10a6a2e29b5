using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Features.Tests;

/// <summary>Recorded trades, quotes and books of a real venue, through two days' ends.</summary>
public sealed class RecordingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("usdm_btcusdt_20240718.gz", "usdm_btcusdt_20240719.gz", "BTCUSDT")]
    [InlineData("usdm_ethusdt_20240718.gz", "usdm_ethusdt_20240719.gz", "ETHUSDT")]
    public void A_restored_engine_goes_on_bit_for_bit_on_recorded_trades_quotes_and_depth(string first, string second, string symbol)
    {
        var relay = new Relay(new Symbol(symbol));
        using IMarketSource source = MarketFiles.OpenAll([RecordedBars.PathOf("hftbacktest/" + first), RecordedBars.PathOf("hftbacktest/" + second)]);
        while (source.Pump(relay))
        {
        }

        relay.Restores.ShouldBeGreaterThan(50);
        relay.Trades.ShouldBeGreaterThan(5_000);
        relay.Quotes.ShouldBeGreaterThan(5_000);
        relay.Depths.ShouldBeGreaterThan(1_000);
        relay.RefilledMost.ShouldBeGreaterThan(1, "somebody hides quantity on a market like this");
        output.WriteLine(
            $"{relay.Restores} restores, {relay.Trades} trades, {relay.Quotes} quotes, {relay.Depths} book changes; "
            + $"refilled at {relay.Refills} moments, up to {relay.RefilledMost} times what was shown");
        foreach (Feature feature in relay.Flow())
        {
            output.WriteLine($"{feature.Name,-28} {feature.Value}");

            // There may be no node beyond the price; five minutes of thresholds are more than the shorter recording has.
            bool mayBeUnknown = feature.Name.StartsWith("profile_node", StringComparison.Ordinal)
                || feature.Name is "large_buy_volume_5m" or "large_sell_volume_5m" or "large_trades_5m";
            if (!mayBeUnknown) feature.Value.ShouldNotBeNull(feature.Name);
        }
    }

    /// <summary>Tells two engines the same; one of them is replaced now and then by what it saved.</summary>
    private sealed class Relay(Symbol symbol) : IMarketSink
    {
        private readonly FeatureEngine whole = new(symbol, [Timeframe.OneMinute]);
        private readonly OrderBook book = new(symbol);
        private readonly Lcg random = new(101);
        private FeatureEngine restored = new(symbol, [Timeframe.OneMinute]);
        private double[] ours = [];
        private double[] theirs = [];
        private int iceberg;
        private Timestamp now;

        public double RefilledMost { get; private set; }

        public int Refills { get; private set; }

        public int Restores { get; private set; }

        public int Trades { get; private set; }

        public int Quotes { get; private set; }

        public int Depths { get; private set; }

        public IReadOnlyList<Feature> Flow() => whole.Snapshot(now).Single(g => g.Name == FeatureCatalogue.FlowGroup).Features;

        public void OnTrade(in Trade trade)
        {
            Trades++;
            restored.OnTrade(trade).ShouldBe(whole.OnTrade(trade));
            Compare(trade.VenueTime);
        }

        public void OnQuote(in Quote quote)
        {
            Quotes++;
            restored.OnQuote(quote).ShouldBe(whole.OnQuote(quote));
            Compare(quote.VenueTime);
        }

        public void OnDepth(in DepthUpdate update)
        {
            Depths++;
            book.Apply(update);
            TellBook();
        }

        public void OnSnapshot(in DepthSnapshot snapshot)
        {
            book.ApplySnapshot(snapshot).ShouldBeTrue(book.BreakReason);
            TellBook();
        }

        public void OnMark(in MarkPrice mark)
        {
        }

        public void OnBar(in Bar bar)
        {
        }

        public void OnNews(NewsItem item)
        {
        }

        private static double Known(double value) => double.IsNaN(value) ? 0 : value;

        private void Prepare()
        {
            ours = new double[whole.Columns.Count];
            theirs = new double[whole.Columns.Count];
            iceberg = whole.Columns.TakeWhile(c => c.Definition.Name != "iceberg_bid").Count();
        }

        private void TellBook()
        {
            whole.OnBook(book, book.UpdatedAt);
            restored.OnBook(book, book.UpdatedAt);
            Compare(book.UpdatedAt);
        }

        private void Compare(Timestamp at)
        {
            now = Timestamp.Max(now, at);
            if (ours.Length == 0) Prepare();
            whole.CopyTo(now, ours);
            restored.CopyTo(now, theirs);
            double refilled = Math.Max(Known(ours[iceberg]), Known(ours[iceberg + 1]));
            RefilledMost = Math.Max(RefilledMost, refilled);
            if (refilled > 1) Refills++;
            Bits.Same(theirs, ours).ShouldBeTrue($"restored {Restores} times, at {now}");
            if (random.Below(700) != 0) return;
            byte[] state = whole.Save();
            restored.Save().ShouldBe(state);
            restored = FeatureEngine.Restore(state);
            Restores++;
        }
    }
}
