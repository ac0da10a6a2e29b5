using System.IO.Compression;
using System.Text;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class MarketFilesTests
{
    [Theory]
    [InlineData("BTCUSDT-1m-2024-01.csv", Formats.Klines, MarketFileKind.Candles, 3)]
    [InlineData("BTCUSDT-1m-2024-01.csv", Formats.KlineHeader + Formats.Klines, MarketFileKind.Candles, 3)]
    [InlineData("BTCUSDT-trades-2024-01-01.csv", Formats.Trades, MarketFileKind.Trades, 3)]
    [InlineData("BTCUSDT-trades-2024-01-01.csv", "id,price,qty,quote_qty,time,is_buyer_maker,is_best_match\n" + Formats.Trades, MarketFileKind.Trades, 3)]
    [InlineData("BTCUSDT-aggTrades-2024-01-01.csv", Formats.AggregateTrades, MarketFileKind.Trades, 2)]
    [InlineData("BTCUSDT-aggTrades-2024-01-01.csv", "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n" + Formats.AggregateTrades, MarketFileKind.Trades, 2)]
    [InlineData("BTC_USDT-5m.json", Formats.Freqtrade, MarketFileKind.Candles, 3)]
    [InlineData("btcusdt_1m.csv", Formats.Generic, MarketFileKind.Candles, 2)]
    public void Format_is_recognised_by_content(string name, string content, MarketFileKind kind, int rows)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(content);
        byte[] withMark = [0xEF, 0xBB, 0xBF, .. bytes];
        byte[] windows = Encoding.UTF8.GetBytes(content.Replace("\n", "\r\n", StringComparison.Ordinal));
        foreach (byte[] variant in (byte[][])[bytes, Formats.Gzip(bytes), Zip(bytes), withMark, windows])
        {
            using TempFile temp = new(name, variant);
            using IMarketFile file = MarketFiles.Open(temp.Path);
            file.Kind.ShouldBe(kind);
            file.Symbol.ShouldBe(new Symbol("BTCUSDT"));
            EventLog.Of(file).Lines.Count.ShouldBe(rows);
            file.FramesRead.ShouldBe(rows);
        }
    }

    [Fact]
    public void Millisecond_and_microsecond_stamps_are_told_apart_by_magnitude()
    {
        string micro = Formats.Klines
            .Replace("1704067200000,", "1704067200000000,", StringComparison.Ordinal).Replace("1704067259999,", "1704067259999999,", StringComparison.Ordinal)
            .Replace("1704067260000,", "1704067260000000,", StringComparison.Ordinal).Replace("1704067319999,", "1704067319999999,", StringComparison.Ordinal)
            .Replace("1704067320000,", "1704067320000000,", StringComparison.Ordinal).Replace("1704067379999,", "1704067379999999,", StringComparison.Ordinal);
        micro.ShouldNotBe(Formats.Klines);
        Read("x.csv", micro).Lines.ShouldBe(Read("x.csv", Formats.Klines).Lines);
    }

    [Fact]
    public void Kline_columns_land_where_they_belong()
    {
        Bar bar = Read("BTCUSDT-1m-2024-01.csv", Formats.Klines).Bars[0];
        bar.ShouldBe(new Bar(
            new Symbol("BTCUSDT"), Timeframe.OneMinute, Timestamp.FromMilliseconds(1704067200000), Price.From(42283.58m), Price.From(42298.62m),
            Price.From(42261.02m), Price.From(42298.61m), 35.92724, 23.18766, 1327, AfterGap: false));
    }

    [Fact]
    public void Aggregate_and_single_trades_of_seven_columns_are_told_apart()
    {
        Read("x.csv", Formats.Trades).Trades[1].ShouldBe(new Trade(
            new Symbol("X"), 3395000002, Timestamp.FromMilliseconds(1704067200020), Timestamp.FromMilliseconds(1704067200020),
            Price.From(42283.59m), Quantity.From(0.02m), Side.Buy, TradeOrigin.Market));
        Read("x.csv", Formats.AggregateTrades).Trades[1].TradeId.ShouldBe(2860000002);
    }

    [Theory]
    [InlineData("BTC_USDT-5m.json", "BTCUSDT", "5m")]
    [InlineData("BTC_USDT_USDT-1h-futures.json", "BTCUSDT", "1h")]
    [InlineData("ETHUSDT-15m-2024-01.csv", "ETHUSDT", "15m")]
    [InlineData("1000SHIB_USDT-1d.json.gz", "1000SHIBUSDT", "1d")]
    [InlineData("btc-perp-20211231-20220201_1m.csv", "BTCPERP", "1m")]
    public void File_name_gives_symbol_and_timeframe(string name, string symbol, string timeframe)
    {
        FileNameHints hints = FileNameHints.Of("/some/where/" + name);
        hints.Symbol.ShouldBe(new Symbol(symbol));
        hints.Timeframe.ShouldBe(Timeframe.Parse(timeframe));
    }

    [Fact]
    public void Options_help_where_content_and_name_say_nothing()
    {
        MarketFileOptions options = new(new Symbol("SOLUSDT"), Timeframe.FiveMinutes);
        using TempFile temp = new("data.json", Formats.Freqtrade);
        using IMarketFile file = MarketFiles.Open(temp.Path, options);
        file.Symbol.ShouldBe(new Symbol("SOLUSDT"));
        using IMarketFile inferred = MarketFiles.Open(temp.Path);
        inferred.Timeframe.ShouldBe(Timeframe.FiveMinutes, "from the first step");
        EventLog.Of(inferred).Bars.Count.ShouldBe(3);
    }

    [Fact]
    public void What_is_no_file_is_said()
    {
        Message("/no/such/file.csv").ShouldBe("/no/such/file.csv: file not found");
        string folder = Path.GetTempPath();
        Message(folder).ShouldBe($"{folder}: is a directory; name a file in it");
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData(" \n\n", "the file is empty")]
    [InlineData("hello world\n", "the format is not recognised: 'hello world'")]
    [InlineData("{\"a\":1}", "the format is not recognised")]
    [InlineData("parley-recording 2\nT x\n", "is not a version this program reads")]
    [InlineData(Formats.KlineHeader, "the file holds no candles")]
    [InlineData("[]", "the file holds no candles")]
    [Trait("Fault", "F-062")]
    public void Useless_content_is_said(string content, string reason)
    {
        using TempFile temp = new("data", content);
        Message(temp.Path).ShouldContain(reason);
    }

    [Fact]
    [Trait("Fault", "F-062")]
    public void Truncated_gzip_fails_after_its_whole_lines()
    {
        byte[] whole = Formats.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(i =>
            $"{3395000001 + i},42283.5{i % 10},0.001,42.28,{1704067200013 + i},true,true\n"))));
        using TempFile temp = new("BTCUSDT-trades.csv.gz", whole[..(whole.Length / 2)]);
        using IMarketFile file = MarketFiles.Open(temp.Path);
        EventLog log = new();
        string message = Should.Throw<MarketDataException>(() =>
        {
            while (file.Pump(log))
            {
            }
        }).Message;
        log.Trades.Count.ShouldBeGreaterThan(1_000);
        message.ShouldBe($"{temp.Path}:{log.Trades.Count + 1}: the gzip data is cut short or damaged");
    }

    [Fact]
    public void Archive_with_several_files_is_refused()
    {
        using MemoryStream target = new();
        using (ZipArchive archive = new(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("a.csv");
            archive.CreateEntry("b.csv");
        }

        using TempFile temp = new("x.zip", target.ToArray());
        Message(temp.Path).ShouldContain("holds 2 files");
    }

    private static string Message(string path) => Should.Throw<MarketDataException>(() =>
    {
        using IMarketFile file = MarketFiles.Open(path);
        EventLog.Of(file);
    }).Message;

    private static EventLog Read(string name, string content)
    {
        using TempFile temp = new(name, content);
        using IMarketFile file = MarketFiles.Open(temp.Path);
        return EventLog.Of(file);
    }

    private static byte[] Zip(byte[] content)
    {
        using MemoryStream target = new();
        using (ZipArchive archive = new(target, ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("data.csv").Open();
            entry.Write(content);
        }

        return target.ToArray();
    }
}
