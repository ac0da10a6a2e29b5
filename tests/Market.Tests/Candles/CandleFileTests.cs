using System.Globalization;
using Parley.Domain;
using Parley.Ports;

namespace Parley.Market.Tests;

public sealed class CandleFileTests
{
    [Theory]
    [InlineData("mooneyes_freqtrade/BTC_USDT-5m.json", "BTCUSDT", "5m", 59_999, 0, 0)]
    [InlineData("mooneyes_freqtrade/BTC_USDT-1h-futures.json", "BTCUSDT", "1h", 26_316, 0, 0)]
    [InlineData("nostalgia_for_infinity/ETH_USDT-5m.json", "ETHUSDT", "5m", 65_742, 6, 177)]
    [InlineData("nostalgia_for_infinity/BTC_USDT-5m.json", "BTCUSDT", "5m", 65_741, 6, 177)]
    [InlineData("nautilus_trader/btc-perp-20211231-20220201_1m.csv", "BTCPERP", "1m", 45_031, 0, 0)]
    public void Real_candles_are_read_whole_and_gaps_are_marked(
        string path, string symbol, string timeframe, int rows, int gaps, long missing)
    {
        using IMarketFile file = MarketFiles.Open(RealData.Require(path));
        file.Symbol.ShouldBe(new Symbol(symbol));
        file.Timeframe.ShouldBe(Timeframe.Parse(timeframe));
        List<Bar> bars = EventLog.Of(file).Bars;
        bars.Count.ShouldBe(rows);
        bars.Count(b => b.AfterGap).ShouldBe(gaps);
        long lost = 0;
        for (int i = 1; i < bars.Count; i++)
            lost += (bars[i].OpenTime.Nanoseconds - bars[i - 1].CloseTime.Nanoseconds) / bars[i].Timeframe.Nanoseconds;
        lost.ShouldBe(missing);
    }

    [Fact]
    public void Funding_rates_in_candle_clothing_are_refused() =>
        Should.Throw<MarketDataException>(() => ReadAll(RealData.Require("mooneyes_freqtrade/BTC_USDT-8h-funding_rate.json")))
            .Message.ShouldContain("column open: -0.00001533 is not a positive price");

    [Fact]
    public void Exponents_and_float_tails_of_other_tools_are_read()
    {
        Bar bar = Json("[[1704067200000,2.853e-05,0.30000000000000004,2.85e-05,0.000028540000000000001,1e2],[1704067500000,1,1,1,1,1]]")[0];
        bar.Open.ShouldBe(Price.From(0.00002853m));
        bar.High.ShouldBe(Price.From(0.3m));
        bar.Close.ShouldBe(Price.From(0.00002854m));
        bar.Volume.ShouldBe(100);
    }

    [Fact]
    public void Volumes_are_the_nearest_doubles()
    {
        foreach (string text in (string[])["0.1", "2300413.7295", "35.92724000", "90071992.54740993", "123456789.123456789", "1829623.1938"])
        {
            Bar bar = Csv("timestamp,open,high,low,close,volume\n1704067200,1,1,1,1," + text + "\n1704067260,1,1,1,1,1\n")[0];
            bar.Volume.ShouldBe(double.Parse(text, CultureInfo.InvariantCulture), text);
        }
    }

    [Theory]
    [InlineData("2024-01-01 00:00:00")]
    [InlineData("2024-01-01T00:00:00Z")]
    [InlineData("2024-01-01T00:00:00.000+00:00")]
    [InlineData("2024-01-01T01:00:00+01:00")]
    [InlineData("2024-01-01")]
    [InlineData("1704067200")]
    [InlineData("1704067200000")]
    [InlineData("1704067200000000")]
    [InlineData("1704067200000000000")]
    [InlineData("\"2024-01-01 00:00:00\"")]
    public void Stamps_may_be_text_or_numbers(string stamp) =>
        Csv($"date,open,high,low,close,volume\n{stamp},1,1,1,1,1\n2024-01-01 00:01:00,1,1,1,1,1\n")[0].OpenTime
            .ShouldBe(Timestamp.FromMilliseconds(1704067200000));

    [Fact]
    public void Columns_may_come_in_any_order_with_others_between()
    {
        Bar bar = Csv("symbol,close,low,high,open,note,volume,date,x\nBTC,3,1,4,2,hi,7,2024-01-01 00:00:00,9\nBTC,3,1,4,2,,7,2024-01-01 00:05:00,\n")[0];
        (bar.Open, bar.High, bar.Low, bar.Close).ShouldBe((Price.From(2), Price.From(4), Price.From(1), Price.From(3)));
        bar.Volume.ShouldBe(7);
        bar.TakerBuyVolume.ShouldBe(double.NaN);
        bar.Timeframe.ShouldBe(Timeframe.FiveMinutes);
    }

    [Theory]
    [InlineData("1704067260000,42,41,43,42,1", "column high: 41 is below low 43; are columns swapped?")]
    [InlineData("1704067260000,50,45,43,44,1", "column high: 45 is below open 50 or close 44")]
    [InlineData("1704067260000,42,45,43,44,1", "column low: 43 is above open 42 or close 44")]
    [InlineData("1704067260000,NaN,45,43,44,1", "column open: 'NaN' is not a number")]
    [InlineData("1704067260000,44,Infinity,43,44,1", "column high: 'Infinity' is not a number")]
    [InlineData("1704067260000,-44,45,43,44,1", "column open: -44 is not a positive price")]
    [InlineData("1704067260000,44,45,0,44,1", "column low: 0 is not a positive price")]
    [InlineData("1704067260000,44,45,43,44,-1", "column volume: -1 is negative")]
    [InlineData("1704067260000,44,45,43,44,nan", "column volume: 'nan' is not a number")]
    [InlineData("1704067260000,44,45,43", "column close is missing")]
    [InlineData("1704067260000,44,45,43,", "column close: '' is not a number")]
    [InlineData("1704067200000,44,45,43,44,1", "time goes backwards")]
    [InlineData("1704067140000,44,45,43,44,1", "time goes backwards")]
    [InlineData("1704067230000,44,45,43,44,1", "off the 1m grid")]
    [InlineData("170406726,44,45,43,44,1", "column time: '170406726' is not a moment between 2009 and 2100")]
    [InlineData("9904067260000,44,45,43,44,1", "column time: '9904067260000' is not a moment between 2009 and 2100")]
    [InlineData("1999-01-01 00:00:00,44,45,43,44,1", "column time: '1999-01-01 00:00:00' is not a moment")]
    [InlineData("hello,44,45,43,44,1", "column time: 'hello' is not a moment")]
    public void Bad_row_is_an_error_with_file_line_and_column(string row, string reason)
    {
        using TempFile temp = new("X-1m.csv", $"time,open,high,low,close,volume\n1704067200000,1,1,1,1,1\n{row}\n");
        using IMarketFile file = MarketFiles.Open(temp.Path);
        EventLog log = new();
        file.Pump(log).ShouldBeTrue();
        string message = Should.Throw<MarketDataException>(() => file.Pump(log)).Message;
        message.ShouldStartWith($"{temp.Path}:3: ");
        message.ShouldContain(reason);
        message.ShouldNotContain('\n');
    }

    [Theory]
    [InlineData("[1704067500000,44,45,43,NaN,1]]", "", "'NaN' is not a number")]
    [InlineData("[1704067500000,44,45,43,null,1]]", "column close", "'null' is not a number")]
    [InlineData("[1704067500000,44,45,43,1]]", "column volume", "is missing")]
    [InlineData("[1704067500000,44,45,43,44,1,2]]", "", "more than six numbers")]
    [InlineData("[1704067500000,44,45,43,44", "", "the JSON is cut off")]
    [InlineData("[1704067500000,44,45,43,44,1]", "", "the JSON is cut off")]
    [InlineData("{}]", "", "a list of six numbers is expected")]
    [InlineData("[1704067500000,44,41,43,44,1]]", "column high", "41 is below low 43")]
    public void Bad_json_candle_is_an_error_with_its_number(string second, string column, string reason)
    {
        using TempFile temp = new("X-5m.json", "[[1704067200000,44,45,43,44,1]," + second);
        string message = Should.Throw<MarketDataException>(() => ReadAll(temp.Path)).Message;
        message.ShouldStartWith($"{temp.Path}:2: ");
        message.ShouldContain(reason);
        message.ShouldContain(column);
    }

    [Fact]
    public void Missing_candles_mark_the_next_one()
    {
        List<Bar> bars = Csv("time,open,high,low,close,volume\n1704067200,1,1,1,1,1\n1704067260,1,1,1,1,1\n1704067440,1,1,1,1,1\n1704067500,1,1,1,1,1\n");
        bars.Select(b => b.AfterGap).ShouldBe([false, false, true, false]);
    }

    [Fact]
    public void Candles_longer_than_the_buffer_of_the_reader_stream_through()
    {
        string rows = string.Join(",\n", Enumerable.Range(0, 20_000).Select(i => $"[{1704067200000 + i * 300_000L}, 1, 2, 0.5, 1.5, {i}]"));
        List<Bar> bars = Json($"[{rows}]");
        bars.Count.ShouldBe(20_000);
        for (int i = 0; i < bars.Count; i++) bars[i].Volume.ShouldBe(i);
    }

    [Fact]
    public void Weeks_start_where_the_file_starts_them()
    {
        List<Bar> bars = Csv("time,open,high,low,close,volume\n2024-01-01,1,1,1,1,1\n2024-01-08,1,1,1,1,1\n2024-01-15,1,1,1,1,1\n");
        bars[2].Timeframe.ShouldBe(Timeframe.Parse("1w"));
        bars[2].AfterGap.ShouldBeFalse();
    }

    private static List<Bar> Csv(string text)
    {
        using TempFile temp = new("x.csv", text);
        return ReadAll(temp.Path);
    }

    private static List<Bar> Json(string text)
    {
        using TempFile temp = new("x.json", text);
        return ReadAll(temp.Path);
    }

    private static List<Bar> ReadAll(string path)
    {
        using IMarketFile file = MarketFiles.Open(path);
        return EventLog.Of(file).Bars;
    }
}
