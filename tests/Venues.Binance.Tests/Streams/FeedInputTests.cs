using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests.Streams;

/// <summary>What comes in from outside: recorded samples and frames that were tampered with.</summary>
public sealed partial class FeedInputTests
{
    [Theory]
    [InlineData("binance_net/Subscriptions/Spot/ExchangeData", 2)]
    [InlineData("binance_net/Subscriptions/UsdFutures", 3)]
    [InlineData("binance_net/Socket/Spot/ExchangeData", 0)]
    [InlineData("binance_net/Socket/UsdFutures/ExchangeData", 0)]
    public void Every_market_sample_is_read(string folder, int least)
    {
        string path = Folder(folder);
        var reader = new VenueMessageReader();
        var stage = new FeedStage(BinanceProduct.Spot);
        string[] files = Directory.GetFiles(path, "*.txt");
        files.Length.ShouldBeGreaterThan(3);
        foreach (string file in files)
        {
            foreach (string message in Messages(File.ReadAllText(file)))
            {
                MessageOutcome outcome = reader.Read(Encoding.UTF8.GetBytes(message), default, stage);
                outcome.ShouldNotBe(MessageOutcome.Malformed, $"{Path.GetFileName(file)}: {reader.Fault} in {message}");
            }
        }

        // Those the desk uses are not passed over.
        stage.Events.Count.ShouldBeGreaterThanOrEqualTo(least);
    }

    [Theory]
    [InlineData("cryptofeed/BINANCE.ws.1.0", 200)]
    [InlineData("cryptofeed/BINANCE_FUTURES.ws.1.0", 1_000)]
    public void Every_recorded_frame_is_read(string file, int least)
    {
        var reader = new VenueMessageReader();
        var stage = new FeedStage(BinanceProduct.Spot);
        int read = 0;
        foreach (string line in File.ReadLines(Folder(file)))
        {
            int at = line.IndexOf(": {", StringComparison.Ordinal);
            if (at < 0) continue;
            reader.Read(Encoding.UTF8.GetBytes(line[(at + 2)..]), default, stage).ShouldNotBe(MessageOutcome.Malformed, reader.Fault);
            read++;
        }

        read.ShouldBeGreaterThan(least);
        stage.Events.Count.ShouldBeGreaterThan(least / 2);
    }

    [Theory]
    [InlineData("cryptofeed/BINANCE.http.0.0")]
    [InlineData("cryptofeed/BINANCE_FUTURES.http.0.0")]
    public void Every_recorded_snapshot_is_read(string file)
    {
        var reader = new VenueMessageReader();
        var stage = new FeedStage(BinanceProduct.Spot);
        foreach (string line in File.ReadLines(Folder(file)).Where(l => l.Contains("lastUpdateId", StringComparison.Ordinal)))
        {
            string body = line[line.IndexOf(": {", StringComparison.Ordinal)..][2..];
            reader.ReadSnapshot(FeedStage.Btc, Encoding.UTF8.GetBytes(body), new Timestamp(1), stage).ShouldBe(MessageOutcome.Delivered, reader.Fault);
        }

        stage.Events.Count.ShouldBe(4);
    }

    [Fact]
    [Trait("Fault", "F-029")]
    [Trait("Invariant", "I-42")]
    public void No_frame_however_damaged_makes_the_feed_throw() =>
        Prop.ForAll<DoNotSize<ulong>>(seed =>
        {
            var chance = new Prng(seed.Item);
            FeedStage stage = MarketFeedTests.Running(chance.NextInt(2) == 0 ? BinanceProduct.Spot : BinanceProduct.UsdFutures);
            for (int i = 0; i < 20; i++)
            {
                byte[] frame = Encoding.UTF8.GetBytes(chance.NextInt(6) switch
                {
                    0 => stage.Trade(200 + i),
                    1 => stage.AggregateTrade(200 + i),
                    2 => FeedStage.Quote(200 + i),
                    3 => stage.Depth(11 + i, 11 + i, chance.NextInt(2) == 0 ? null : 10 + i),
                    4 => stage.Mark(),
                    _ => """{"result":null,"id":1}""",
                });
                stage.Wire.Bring(stage.Wire.Opened[chance.NextInt(stage.Wire.Opened.Count)].Socket, Damage(frame, chance));
                stage.Pass(0.05);
                if (stage.Wire.Sent.Count > 1 && chance.NextInt(3) == 0)
                {
                    byte[] body = Damage("""{"lastUpdateId":15,"bids":[["100.0","1.0"]],"asks":[["101.0","1.0"]]}"""u8.ToArray(), chance);
                    stage.Wire.Answer(stage.Wire.Sent[^1].Id, chance.NextInt(4) == 0 ? 500 : 200, Encoding.UTF8.GetString(body));
                }
            }

            return stage.Feed.Fault is null || (stage.Feed.Fault.Length < 300 && !stage.Feed.Fault.Contains('\n'));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void A_damaged_frame_is_counted_with_its_reason()
    {
        FeedStage stage = MarketFeedTests.Running(BinanceProduct.Spot);
        stage.Bring("{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\"");
        stage.Bring("""{"error":{"code":2,"msg":"Invalid request"},"id":1}""");
        stage.Feed.Malformed.ShouldBe(2);
        stage.Feed.Fault.ShouldBe("the venue refused a subscription");
    }

    [Fact]
    public void Events_pass_without_an_allocation()
    {
        FeedStage stage = MarketFeedTests.Running(BinanceProduct.Spot);
        var silent = new NoSink();
        long socket = stage.Wire.Opened[0].Socket;
        byte[][] frames = [.. Enumerable.Range(0, 4_000).Select(i => Encoding.UTF8.GetBytes(i % 2 == 0 ? stage.Trade(1_000 + i) : FeedStage.Quote(1_000 + i)))];
        foreach (byte[] frame in frames) stage.Wire.Bring(socket, frame);
        long before = GC.GetAllocatedBytesForCurrentThread();
        stage.Feed.Pump(silent);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        silent.Events.ShouldBe(4_000);
        (allocated / 4_000.0).ShouldBeLessThan(1);
    }

    private static byte[] Damage(byte[] frame, Prng chance)
    {
        for (int hits = chance.NextInt(4); hits > 0; hits--)
        {
            int at = chance.NextInt(frame.Length);
            frame = chance.NextInt(4) switch
            {
                0 => frame[..at],
                1 => [.. frame[..at], .. frame[Math.Min(frame.Length, at + 1 + chance.NextInt(5))..]],
                2 => [.. frame[..at], (byte)"{}[]\",:0-9.e\\\u0000"[chance.NextInt(13)], .. frame[at..]],
                _ => [.. frame[..at], (byte)chance.NextInt(256), .. frame[(at + 1)..]],
            };
            if (frame.Length == 0) return "{"u8.ToArray();
        }

        return frame;
    }

    // What is sent and answered stands behind > and <, what is pushed in plain lines. The documentation these were taken from
    // writes 123456789 where a time belongs.
    private static IEnumerable<string> Messages(string text)
    {
        text = string.Join('\n', text.Split('\n').Where(l => l.Length == 0 || l[0] is not ('<' or '>')));
        text = Placeholder().Replace(text, "1638747660000");
        int depth = 0;
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '{' or '[' && depth++ == 0) start = i;
            else if (text[i] is '}' or ']' && --depth == 0) yield return text[start..(i + 1)];
        }
    }

    private static string Folder(string name, [CallerFilePath] string source = "")
    {
        string root = Environment.GetEnvironmentVariable("PARLEY_SHARED_DATA") is { Length: > 0 } given
            ? given
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "..", "..", "shared", "data"));
        string path = Path.Combine(root, name);
        Assert.SkipUnless(Path.Exists(path), $"Real market data not found at {path}; set PARLEY_SHARED_DATA to the folder that holds it.");
        return path;
    }

    [GeneratedRegex(@"(?<=""[ET]"":\s*)1234567\d\d\b", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Placeholder();

    private sealed class NoSink : IMarketSink
    {
        public int Events { get; private set; }

        public void OnTrade(in Trade trade) => Events++;

        public void OnQuote(in Quote quote) => Events++;

        public void OnDepth(in DepthUpdate update) => Events++;

        public void OnSnapshot(in DepthSnapshot snapshot) => Events++;

        public void OnMark(in MarkPrice mark) => Events++;

        public void OnBar(in Bar bar) => Events++;

        public void OnNews(NewsItem item) => Events++;
    }
}
