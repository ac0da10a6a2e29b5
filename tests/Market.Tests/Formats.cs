using System.IO.Compression;
using Parley.Domain;

namespace Parley.Market.Tests;

/// <summary>Small files of every format, written by hand after the publishers' descriptions.</summary>
internal static class Formats
{
    public const string KlineHeader =
        "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n";

    public const string Klines = """
        1704067200000,42283.58000000,42298.62000000,42261.02000000,42298.61000000,35.92724000,1704067259999,1519032.13770000,1327,23.18766000,980394.35990000,0
        1704067260000,42298.62000000,42320.00000000,42298.61000000,42320.00000000,21.16779000,1704067319999,895580.10430000,1348,13.12180000,555159.77810000,0
        1704067320000,42319.99000000,42331.54000000,42319.99000000,42325.50000000,21.60391000,1704067379999,914371.18960000,1019,8.03950000,340258.42290000,0

        """;

    public const string Trades = """
        3395000001,42283.58000000,0.00100000,42.28358000,1704067200013,true,true
        3395000002,42283.59000000,0.02000000,845.67180000,1704067200020,false,true
        3395000003,42283.58000000,0.00300000,126.85074000,1704067200020,true,true

        """;

    public const string AggregateTrades = """
        2860000001,42283.58,0.001,4500000001,4500000001,1704067200013,true
        2860000002,42283.59,0.020,4500000002,4500000005,1704067200020,false

        """;

    public const string Freqtrade =
        "[[1704067200000,42283.58,42298.62,42261.02,42298.61,35.92724],[1704067500000,42298.62,42320.0,42298.61,42320.0,21.16779],"
        + "[1704067800000,42319.99,42331.54,42319.99,42325.5,0.0]]";

    public const string Generic = """
        timestamp,open,high,low,close,volume
        2021-12-31 23:01:00.000000,46319.0,46385.0,46319.0,46377.0,2300413.7295
        2021-12-31 23:02:00.000000,46377.0,46411.0,46377.0,46411.0,1829623.1938

        """;

    public static byte[] OwnRecording()
    {
        Symbol btc = new("BTCUSDT");
        Timestamp at = Timestamp.Parse("2024-07-18T23:57:02.504Z");
        using MemoryStream target = new();
        using (MarketRecorder recorder = new(target))
        {
            recorder.OnTrade(new Trade(btc, 7, at, at, Price.From(63943.9m), Quantity.From(0.5m), Side.Sell, TradeOrigin.Market));
            recorder.OnQuote(new Quote(btc, 8, at, at, Price.From(1), Quantity.From(2), Price.From(3), Quantity.From(4)));
            recorder.OnDepth(new DepthUpdate(btc, at, at, 1, 2, -1, [new BookLevel(Price.From(5), Quantity.Zero)], []));
            recorder.OnBar(new Bar(btc, Timeframe.OneMinute, at.FloorTo(Timeframe.OneMinute), Price.From(1), Price.From(2), Price.From(1),
                Price.From(2), 12.5, double.NaN, 3, AfterGap: true));
            recorder.OnNews(new NewsItem("n1", at, at, "wire", "Line one\nline two", btc, -0.25));
        }

        return target.ToArray();
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Fastest)) gzip.Write(content);
        return target.ToArray();
    }

    public static byte[] Unzip(byte[] content)
    {
        using GZipStream gzip = new(new MemoryStream(content), CompressionMode.Decompress);
        using MemoryStream target = new();
        gzip.CopyTo(target);
        return target.ToArray();
    }
}
