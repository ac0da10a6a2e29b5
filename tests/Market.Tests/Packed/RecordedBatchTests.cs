using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class RecordedBatchTests
{
    public static TheoryData<string> RecordingNames() => [.. RealData.Recordings];

    [Theory]
    [MemberData(nameof(RecordingNames))]
    public void A_recorded_market_comes_back_event_by_event(string name)
    {
        using IMarketFile file = MarketFiles.Open(RealData.Recording(name));
        TickBatchWriter writer = new(InstrumentOf(name), epoch: 1);
        ExactLog sent = new();
        InstrumentSinkAround log = new(sent);
        Tee both = new(writer, log);
        (long bytes, long events, int until) = (0, 0, 1);
        bool more = true;
        while (more)
        {
            more = file.Pump(both);
            // Batches of all lengths, from one event to full ones.
            bool due = writer.Count >= until || writer.IsFull || !more;
            while (due && !writer.IsEmpty)
            {
                byte[] batch = writer.Take();
                ExactLog received = new();
                int count = TickBatch.Replay(batch, default, received);
                for (int i = 0; i < count; i++)
                    if (received.Lines[i] != sent.Lines[i]) received.Lines[i].ShouldBe(sent.Lines[i]);
                received.Lines.Count.ShouldBe(count);
                sent.Lines.RemoveRange(0, count);
                bytes += batch.Length;
                events += count;
                until = until % 20_000 + 97;
            }
        }

        sent.Lines.ShouldBeEmpty();
        events.ShouldBeGreaterThan(10_000);
        ((double)bytes / events).ShouldBeLessThan(40, "bytes an event");
    }

    private static Instrument InstrumentOf(string name)
    {
        bool spot = name.StartsWith("spot", StringComparison.Ordinal);
        bool eth = name.Contains("eth", StringComparison.Ordinal);
        return new Instrument(
            new Symbol(eth ? "ETHUSDT" : "BTCUSDT"), eth ? "ETH" : "BTC", "USDT", spot ? InstrumentKind.Spot : InstrumentKind.Perpetual,
            Price.From(spot || eth ? 0.01m : 0.1m), Quantity.From(spot ? 0.00001m : 0.001m), Quantity.From(0.001m), 5m);
    }

    private sealed class Tee(IMarketSink first, IMarketSink second) : IMarketSink
    {
        public void OnTrade(in Trade trade)
        {
            first.OnTrade(trade);
            second.OnTrade(trade);
        }

        public void OnQuote(in Quote quote)
        {
            first.OnQuote(quote);
            second.OnQuote(quote);
        }

        public void OnDepth(in DepthUpdate update)
        {
            first.OnDepth(update);
            second.OnDepth(update);
        }

        public void OnSnapshot(in DepthSnapshot snapshot)
        {
            first.OnSnapshot(snapshot);
            second.OnSnapshot(snapshot);
        }

        public void OnMark(in MarkPrice mark)
        {
            first.OnMark(mark);
            second.OnMark(mark);
        }

        public void OnBar(in Bar bar)
        {
            first.OnBar(bar);
            second.OnBar(bar);
        }

        public void OnNews(NewsItem item)
        {
            first.OnNews(item);
            second.OnNews(item);
        }
    }
}
