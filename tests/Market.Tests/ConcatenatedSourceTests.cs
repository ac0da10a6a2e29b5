using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class ConcatenatedSourceTests
{
    private const string First = "time,open,high,low,close,volume\n2024-01-01 00:00,1,1,1,1,1\n2024-01-01 00:01,1,1,1,1,1\n";
    private const string Second = "time,open,high,low,close,volume\n2024-01-01 00:02,1,1,1,1,1\n2024-01-01 00:03,1,1,1,1,1\n";
    private const string Later = "time,open,high,low,close,volume\n2024-01-01 00:05,1,1,1,1,1\n2024-01-01 00:06,1,1,1,1,1\n";

    [Fact]
    public void Files_follow_one_another_as_one()
    {
        EventLog log = Read(First, Second);
        log.Bars.Count.ShouldBe(4);
        log.Bars.ShouldAllBe(b => !b.AfterGap);
    }

    [Fact]
    public void Candles_missing_between_two_files_mark_the_next_one() =>
        Read(First, Later).Bars.Select(b => b.AfterGap).ShouldBe([false, false, true, false]);

    [Fact]
    public void Wrong_order_is_refused_before_anything_of_the_wrong_file_is_delivered()
    {
        using TempFile first = new("X-1m.csv", Second);
        using TempFile second = new("X-1m.csv", First);
        using IMarketSource source = MarketFiles.OpenAll([first.Path, second.Path]);
        EventLog log = new();
        string message = Should.Throw<MarketDataException>(() =>
        {
            while (source.Pump(log))
            {
            }
        }).Message;
        message.ShouldContain("the files are in the wrong order or overlap");
        message.ShouldStartWith(second.Path);
        log.Bars.Count.ShouldBe(2);
    }

    [Fact]
    public void Recordings_in_the_wrong_order_are_refused()
    {
        using IMarketSource source = MarketFiles.OpenAll(
            [RealData.Recording("usdm_btcusdt_20240719.gz"), RealData.Recording("usdm_btcusdt_20240718.gz")]);
        BookSink sink = new(new Symbol("BTCUSDT"));
        Should.Throw<MarketDataException>(() =>
        {
            while (source.Pump(sink))
            {
            }
        }).Message.ShouldContain("wrong order");
    }

    [Fact]
    public void Progress_and_frames_cover_all_files()
    {
        using TempFile first = new("X-1m.csv", First);
        using TempFile second = new("X-1m.csv", Second);
        using IMarketSource source = MarketFiles.OpenAll([first.Path, second.Path]);
        EventLog.Of(source);
        source.FramesRead.ShouldBe(4);
        source.Progress.ShouldBe(1);
        source.Name.ShouldBe($"{first.Path} + {second.Path}");
    }

    [Fact]
    public void One_bad_file_fails_at_the_start() =>
        Should.Throw<MarketDataException>(() => MarketFiles.OpenAll([RealData.Recording("usdm_btcusdt_20240718.gz"), "/no/such"]))
            .Message.ShouldBe("/no/such: file not found");

    private static EventLog Read(params string[] contents)
    {
        TempFile[] files = Array.ConvertAll(contents, c => new TempFile("X-1m.csv", c));
        try
        {
            using IMarketSource source = MarketFiles.OpenAll(Array.ConvertAll(files, f => f.Path));
            return EventLog.Of(source);
        }
        finally
        {
            foreach (TempFile file in files) file.Dispose();
        }
    }
}
