using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class MarketRecorderTests
{
    private static readonly Symbol[] Symbols = [new("BTCUSDT"), new("ETHUSDT"), new("1000SHIBUSDT"), new("币安USDT")];

    [Fact]
    public void Every_event_reads_back_exactly() =>
        Prop.ForAll<int>(seed =>
        {
            EventLog original = new();
            using MemoryStream target = new();
            using (MarketRecorder recorder = new(target)) Play(new Random(seed), 40, original, recorder);
            using TempFile temp = new("x.gz", target.ToArray());
            using IMarketFile file = MarketFiles.Open(temp.Path);
            EventLog.Of(file).Lines.ShouldBe(original.Lines);
            file.FramesRead.ShouldBe(40);
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void Real_recording_reads_back_the_same_from_our_own_format()
    {
        using IMarketFile source = MarketFiles.Open(RealData.Recording("usdm_btcusdt_20230404.dat.gz"));
        EventLog original = new();
        using MemoryStream target = new();
        using (MarketRecorder recorder = new(target))
        {
            while (source.Pump(original))
            {
            }

            using IMarketFile again = MarketFiles.Open(source.Name);
            while (again.Pump(recorder))
            {
            }

            recorder.EventsWritten.ShouldBe(13_384);
        }

        using TempFile temp = new("own.gz", target.ToArray());
        using IMarketFile copy = MarketFiles.Open(temp.Path);
        EventLog.Of(copy).Lines.ShouldBe(original.Lines);
        copy.Symbol.ShouldBe(new Symbol("BTCUSDT"));
    }

    [Fact]
    public void Whatever_a_killed_recorder_left_reads_up_to_its_last_whole_record()
    {
        EventLog original = new();
        using MemoryStream target = new();
        using (MarketRecorder recorder = new(target)) Play(new Random(1), 3_000, original, recorder);
        byte[] whole = target.ToArray();
        Random cuts = new(2);
        for (int i = 0; i < 25; i++)
        {
            using TempFile temp = new("torn.gz", whole[..cuts.Next(whole.Length / 10, whole.Length - 1)]);
            using IMarketFile file = MarketFiles.Open(temp.Path, new MarketFileOptions { AllowTornTail = true });
            List<string> lines = EventLog.Of(file).Lines;
            lines.ShouldBe(original.Lines[..lines.Count]);
            lines.Count.ShouldBeGreaterThan(0);
            file.Note.ShouldNotBeNull().ShouldContain($"{lines.Count} whole records were read");
            using IMarketFile strict = MarketFiles.Open(temp.Path);
            Should.Throw<MarketDataException>(() => EventLog.Of(strict)).Message.ShouldStartWith($"{temp.Path}:");
        }
    }

    [Fact]
    public void Flushed_events_survive_although_the_recorder_never_closes()
    {
        EventLog original = new();
        using MemoryStream target = new();
        using MarketRecorder recorder = new(target);
        Play(new Random(5), 7, original, recorder);
        recorder.Flush();
        using TempFile temp = new("live.gz", target.ToArray());
        using IMarketFile file = MarketFiles.Open(temp.Path, new MarketFileOptions { AllowTornTail = true });
        EventLog.Of(file).Lines.ShouldBe(original.Lines);
    }

    [Fact]
    public void Symbol_that_is_not_one_word_cannot_be_recorded()
    {
        using MarketRecorder recorder = new(new MemoryStream());
        Should.Throw<ArgumentException>(() => recorder.OnMark(
            new MarkPrice(new Symbol("BTC USDT"), default, default, Price.From(1), 0, default)));
    }

    [Theory]
    [InlineData("T BTCUSDT 1 1721347022504000000 1721347022504000000 5 1 B", "field origin is missing")]
    [InlineData("T BTCUSDT 1 1721347022504000000 1721347022504000000 5 1 B M x", "more fields than expected: 'x'")]
    [InlineData("T BTCUSDT 1 1721347022504000000 1721347022504000000 -5 1 B M", "field price: '-5' is not a positive price")]
    [InlineData("T BTCUSDT 1 17 1721347022504000000 5 1 B M", "field venue time: '17' is not a moment")]
    [InlineData("T BTCUSDT 1 1721347022504000000 1721347010504000000 5 1 B M", "time goes backwards")]
    [InlineData("D BTCUSDT 1721347022504000000 1721347022504000000 1 2 -1 2 0 5 1", "field price is missing")]
    [InlineData("D BTCUSDT 1721347022504000000 1721347022504000000 1 2 -1 99999999999 0", "field bids: '99999999999' is not a whole number in range")]
    [InlineData("Z BTCUSDT 1", "'Z' is no kind of event")]
    [InlineData("N {\"Id\":\"x\"}", "the news item is incomplete")]
    [InlineData("N {\"Id\":", "the news item is malformed")]
    [InlineData("", "field symbol is missing")]
    public void Bad_record_is_an_error_with_its_line(string record, string reason)
    {
        using TempFile temp = new(
            "own.txt", $"parley-recording 1\nT BTCUSDT 1 1721347022504000000 1721347022504000000 5 1 B M\n{record}\n");
        using IMarketFile file = MarketFiles.Open(temp.Path);
        EventLog log = new();
        file.Pump(log).ShouldBeTrue();
        string message = Should.Throw<MarketDataException>(() => file.Pump(log)).Message;
        message.ShouldStartWith($"{temp.Path}:3: ");
        message.ShouldContain(reason);
    }

    private static void Play(Random random, int events, params IMarketSink[] sinks)
    {
        Timestamp at = Timestamp.Parse("2024-07-18T23:57:02.504Z");
        for (int i = 0; i < events; i++)
        {
            at = new Timestamp(at.Nanoseconds + random.NextInt64(0, 1_000_000_000));
            int seed = random.Next();
            foreach (IMarketSink sink in sinks) Play(new Random(seed), at, sink);
        }
    }

    private static void Play(Random random, Timestamp at, IMarketSink sink)
    {
        Symbol symbol = Symbols[random.Next(Symbols.Length)];
        Timestamp venue = new(at.Nanoseconds - random.Next());
        switch (random.Next(7))
        {
            case 0:
                sink.OnTrade(new Trade(symbol, random.NextInt64(), venue, at, AnyPrice(random), AnyQuantity(random),
                    (Side)random.Next(2), (TradeOrigin)random.Next(2)));
                break;
            case 1:
                sink.OnQuote(new Quote(symbol, random.NextInt64(), venue, at, AnyPrice(random), AnyQuantity(random), AnyPrice(random), AnyQuantity(random)));
                break;
            case 2:
                sink.OnDepth(new DepthUpdate(symbol, venue, at, random.NextInt64(), random.NextInt64(), random.Next(2) - 1, AnyLevels(random), AnyLevels(random)));
                break;
            case 3:
                sink.OnSnapshot(new DepthSnapshot(symbol, venue, at, random.NextInt64(), AnyLevels(random), AnyLevels(random)));
                break;
            case 4:
                sink.OnMark(new MarkPrice(symbol, venue, at, AnyPrice(random), AnyDouble(random), venue));
                break;
            case 5:
                sink.OnBar(new Bar(symbol, Timeframe.From(TimeSpan.FromSeconds(random.Next(1, 90_000))), venue, AnyPrice(random), AnyPrice(random),
                    AnyPrice(random), AnyPrice(random), AnyDouble(random), AnyDouble(random), random.Next(), random.Next(2) == 0));
                break;
            default:
                double? sentiment = random.Next(2) == 0 ? null : random.NextDouble();
                sink.OnNews(new NewsItem($"id\t{random.Next()}", ToTick(venue), ToTick(at), "a \"wire\"", "Two\nlines, ümläut \u2028 & <tags>", symbol, sentiment));
                break;
        }
    }

    // News stamps are written as ISO text, which ends at 100 ns.
    private static Timestamp ToTick(Timestamp moment) => new(moment.Nanoseconds / 100 * 100);

    private static Price AnyPrice(Random random) => Price.FromRaw(AnyRaw(random) + 1);

    private static Quantity AnyQuantity(Random random) => Quantity.FromRaw(AnyRaw(random));

    private static long AnyRaw(Random random) => random.Next(4) switch
    {
        0 => random.NextInt64(long.MaxValue - 1),
        1 => random.Next(1_000) * FixedPoint.Scale,
        2 => 0,
        _ => random.Next(),
    };

    private static double AnyDouble(Random random) => random.Next(6) switch
    {
        0 => double.NaN,
        1 => 0,
        2 => -random.NextDouble(),
        3 => double.Epsilon,
        _ => random.NextDouble() * Math.Pow(10, random.Next(-20, 20)),
    };

    private static BookLevel[] AnyLevels(Random random)
    {
        BookLevel[] levels = new BookLevel[random.Next(0, 6)];
        for (int i = 0; i < levels.Length; i++) levels[i] = new BookLevel(AnyPrice(random), AnyQuantity(random));
        return levels;
    }
}
