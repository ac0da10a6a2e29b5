using System.IO.Compression;
using System.Text;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class VenueRecordingFileTests
{
    private const string Trade1 = """{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":1,"p":"61837.63","q":"0.02","T":1723161255342,"m":true,"M":true}""";
    private const string Trade2 = """{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":2,"p":"61837.64","q":"0.02","T":1723161255343,"m":false,"M":true}""";
    private const string EthTrade = """{"e":"trade","E":1723161255343,"s":"ETHUSDT","t":2,"p":"2600.64","q":"0.02","T":1723161255343,"m":false,"M":true}""";
    private const string Snapshot = """{"lastUpdateId": 7, "bids": [["61837.63", "1"]], "asks": [["61837.64", "2"]]}""";
    private const string Aggregate12 = """{"e":"aggTrade","E":1723161255343,"s":"BTCUSDT","a":900,"p":"61837.63","q":"0.04","f":1,"l":2,"T":1723161255342,"m":true,"M":true}""";
    private const string Aggregate34 = """{"e":"aggTrade","E":1723161255343,"s":"BTCUSDT","a":901,"p":"61837.63","q":"0.04","f":3,"l":4,"T":1723161255342,"m":true,"M":true}""";
    private const string Trade3 = """{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3,"p":"61837.64","q":"0.02","T":1723161255343,"m":false,"M":true}""";

    [Theory]
    [InlineData("1723161254087")]
    [InlineData("1723161254087000")]
    [InlineData("1723161254087000000")]
    [InlineData("1723161254.087:")]
    public void Local_time_is_read_in_any_unit(string stamp)
    {
        Trade trade = Read($"{stamp} {Trade1}\n").Trades.ShouldHaveSingleItem();
        trade.ReceivedAt.ShouldBe(Timestamp.FromMilliseconds(1723161254087));
        trade.VenueTime.ShouldBe(Timestamp.FromMilliseconds(1723161255342));
        trade.Aggressor.ShouldBe(Side.Sell);
        trade.Origin.ShouldBe(TradeOrigin.Market);
    }

    [Fact]
    public void Plain_and_compressed_files_read_alike()
    {
        string text = Lines(Trade1, Trade2);
        Read(text).Lines.ShouldBe(Read(Gzip(text)).Lines);
    }

    [Fact]
    public void Snapshot_takes_the_only_symbol_of_the_recording_even_when_it_comes_first()
    {
        EventLog log = Read(Lines(Snapshot, Trade1));
        log.Lines[0].ShouldStartWith("snapshot BTCUSDT");
    }

    [Fact]
    public void Snapshot_without_symbol_among_several_symbols_is_skipped_and_noted()
    {
        using TempFile temp = new("x.txt", Lines(Trade1, EthTrade, Snapshot));
        using IMarketFile file = MarketFiles.Open(temp.Path);
        EventLog.Of(file).Snapshots.ShouldBe(0);
        file.FramesSkipped.ShouldBe(1);
        file.Note.ShouldNotBeNull().ShouldContain("name no symbol");
    }

    [Fact]
    public void Unknown_events_are_counted_and_skipped()
    {
        using TempFile temp = new("x.txt", Lines(Trade1, """{"e":"kline","s":"BTCUSDT"}""", """{"result":null,"id":1}""", Trade2));
        using IMarketFile file = MarketFiles.Open(temp.Path);
        EventLog.Of(file).Trades.Count.ShouldBe(2);
        file.FramesRead.ShouldBe(4);
        file.FramesSkipped.ShouldBe(2);
    }

    [Fact]
    public void Single_trades_win_over_aggregates_and_nothing_counts_twice()
    {
        long[] ids = Read(Lines(Aggregate12, Trade1, Trade2, Trade3, Aggregate34)).Trades.Select(t => t.TradeId).ToArray();
        ids.ShouldBe([900, 3], "the aggregate came first and covered trades 1 and 2; from then on single trades count");
        Read(Lines(Trade1, Aggregate12, Trade2)).Trades.Select(t => t.TradeId).ShouldBe([1, 2]);
        Read(Lines(Aggregate12, Aggregate34)).Trades.Select(t => t.TradeId).ShouldBe([900, 901]);
    }

    [Fact]
    public void Quote_with_an_empty_side_is_skipped()
    {
        const string Empty = """{"u":5,"s":"BTCUSDT","b":"0.00000000","B":"0.00000000","a":"1.00000000","A":"1.00000000"}""";
        Read(Lines(Trade1, Empty)).Quotes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"0","q":"1","T":1723161255342,"m":true}""", "positive price and quantity")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"NaN","q":"1","T":1723161255342,"m":true}""", "field p")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"5","q":"1","T":17,"m":true}""", "no moment from 2009")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCUSDT","t":1,"p":"5","q":"1","T":9723161255342,"m":true}""", "no moment from 2009")]
    [InlineData("""{"e":"depthUpdate","E":1723161255342,"s":"BTCUSDT","U":9,"u":2,"b":[],"a":[]}""", "field U: 9 is after u 2")]
    [InlineData("""{"e":"trade","E":1,"s":"BTCU""", "the JSON is cut off")]
    [InlineData("hello", "does not start with a local time followed by JSON")]
    public void Bad_frame_is_an_error_with_file_line_and_reason(string json, string reason)
    {
        using TempFile temp = new("bad.txt", Lines(Trade1) + $"1723161254087 {json}\n");
        using IMarketFile file = MarketFiles.Open(temp.Path);
        EventLog log = new();
        file.Pump(log).ShouldBeTrue();
        string message = Should.Throw<MarketDataException>(() => file.Pump(log)).Message;
        message.ShouldStartWith($"{temp.Path}:2: ");
        message.ShouldContain(reason);
        message.ShouldNotContain('\n');
    }

    [Fact]
    public void Time_may_step_back_a_little_but_not_by_more_than_a_second()
    {
        Read($"1723161254087 {Trade1}\n1723161253087 {Trade2}\n").Trades.Count.ShouldBe(2);
        Should.Throw<MarketDataException>(() => Read($"1723161254087 {Trade1}\n1723161253086 {Trade2}\n"))
            .Message.ShouldContain("time goes backwards");
    }

    [Fact]
    public void Absurd_local_time_is_refused()
    {
        Should.Throw<MarketDataException>(() => Read($"1723161254087 {Trade1}\n12 {Trade2}\n")).Message.ShouldContain("local time");
    }

    [Fact]
    public void Torn_tail_is_an_error_unless_allowed()
    {
        string torn = Lines(Trade1, Trade2) + "1723161254087 {\"e\":\"tra";
        Should.Throw<MarketDataException>(() => Read(torn)).Message.ShouldContain(":3: the JSON is cut off");
        using TempFile temp = new("torn.txt", torn);
        using IMarketFile file = MarketFiles.Open(temp.Path, new MarketFileOptions { AllowTornTail = true });
        EventLog.Of(file).Trades.Count.ShouldBe(2);
        file.Note.ShouldNotBeNull().ShouldContain("2 whole records");
    }

    private static string Lines(params string[] json) => string.Concat(json.Select(j => $"1723161254087 {j}\n"));

    private static EventLog Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static EventLog Read(byte[] bytes)
    {
        using TempFile temp = new("recording", bytes);
        using IMarketFile file = MarketFiles.Open(temp.Path);
        return EventLog.Of(file);
    }

    private static byte[] Gzip(string text)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }
}
