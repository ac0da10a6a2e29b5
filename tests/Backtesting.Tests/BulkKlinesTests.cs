using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Parley.Market;

namespace Parley.Backtesting.Tests;

public sealed class BulkKlinesTests
{
    private const string Good =
        "1704067200000,42283.58000000,42298.62000000,42261.02000000,42298.61000000,35.92724000,1704067259999,1519032.28,1327,23.18766,980394.71,0";

    [Theory]
    [InlineData(false, false, "\n")]
    [InlineData(true, false, "\n")]
    [InlineData(false, true, "\n")]
    [InlineData(true, true, "\r\n")]
    public void Every_variant_gives_the_bars_of_the_general_reader(bool header, bool microseconds, string lineBreak) =>
        Prop.ForAll<int, PositiveInt>((seed, count) =>
        {
            string text = Csv(RandomBars.Series(seed, 1 + count.Get % 90, step: 50), header, microseconds, lineBreak, seed);
            BarSeries bulk = Bulk(text).ShouldNotBeNull();
            BarSeries general = General(text);
            bulk.OpenTimes.ToArray().ShouldBe(general.OpenTimes.ToArray());
            bulk.Opens.ToArray().ShouldBe(general.Opens.ToArray());
            bulk.Highs.ToArray().ShouldBe(general.Highs.ToArray());
            bulk.Lows.ToArray().ShouldBe(general.Lows.ToArray());
            bulk.Closes.ToArray().ShouldBe(general.Closes.ToArray());
            bulk.Volumes.ToArray().ShouldBe(general.Volumes.ToArray());
            (bulk.Gaps, bulk.MissingBars).ShouldBe((general.Gaps, general.MissingBars));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public void Rows_longer_than_the_buffer_boundary_are_read_whole()
    {
        // 262,144 bytes are read at a time; three thousand rows cross that boundary at odd places.
        BarSeries bars = RandomBars.Series(7, 3_000);
        string text = Csv(bars, header: true, microseconds: false, "\n", seed: 7);
        text.Length.ShouldBeGreaterThan(300_000);
        Bulk(text).ShouldNotBeNull().Closes.SequenceEqual(bars.Closes).ShouldBeTrue();
        Bulk(text.TrimEnd('\n')).ShouldNotBeNull().Count.ShouldBe(3_000);
    }

    [Fact]
    public void A_plain_row_is_taken() => Bulk(Good).ShouldNotBeNull().Closes[0].ShouldBe(4_229_861_000_000);

    [Theory]
    [InlineData("")]
    [InlineData("open_time,open,high,low,close,volume,close_time,\n")]
    [InlineData("[[1704067200000,1,1,1,1,1]]")]
    [InlineData("1704067200000,42283.58,42298.62,42261.02,42298.61,35.9")]
    [InlineData("1704067200000,42283.58,42298.62,42261.02,42298.61,35.9,1704067259999,1,1,1,1,0,9")]
    [InlineData("1704067200000,42283.58,42298.62,42261.02,42298.61,35.9,1704067259999,NaN,1,1,1,0")]
    [InlineData("1704067200000,NaN,42298.62,42261.02,42298.61,35.9,1704067259999,1,1,1,1,0")]
    [InlineData("1704067200000,-42283.58,42298.62,42261.02,42298.61,35.9,1704067259999,1,1,1,1,0")]
    [InlineData("1704067200000,42283.58,42261.02,42298.62,42298.61,35.9,1704067259999,1,1,1,1,0")]
    [InlineData("1704067200000,42283.580000001,42298.62,42261.02,42298.61,35.9,1704067259999,1,1,1,1,0")]
    [InlineData("1704067200000,123456789,223456789,123456789,123456789,35.9,1704067259999,1,1,1,1,0")]
    [InlineData("1704067230000,42283.58,42298.62,42261.02,42298.61,35.9,1704067259999,1,1,1,1,0")]
    [InlineData("1704067200,42283.58,42298.62,42261.02,42298.61,35.9,1704067259,1,1,1,1,0")]
    [InlineData("9704067200000,42283.58,42298.62,42261.02,42298.61,35.9,9704067259999,1,1,1,1,0")]
    [InlineData("1704067200000,42283.58,42298.62,42261.02,42298.61,99999999,1704067259999,1,1,1,1,0")]
    [InlineData(Good + "\n" + Good)]
    [InlineData(Good + "\n\n")]
    public void Anything_else_is_left_to_the_general_reader(string text) => Bulk(text).ShouldBeNull();

    [Fact]
    public void A_missing_file_is_left_to_the_general_reader() =>
        BulkKlines.TryRead(Path.Combine(Path.GetTempPath(), "no-such-klines.csv"), RandomBars.Symbol, Timeframe.OneMinute)
            .ShouldBeNull();

    private static BarSeries? Bulk(string text) => BulkKlines.TryRead(
        new MemoryStream(Encoding.ASCII.GetBytes(text)), new BarSeries(RandomBars.Symbol, Timeframe.OneMinute, 1));

    private static BarSeries General(string text)
    {
        string folder = Directory.CreateTempSubdirectory("parley-klines-").FullName;
        try
        {
            string path = Path.Combine(folder, "TESTUSDT-1m-2024-01.csv");
            File.WriteAllText(path, text);
            using IMarketFile file = MarketFiles.Open(path);
            return BarSeries.FromSource(file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Writes bars minute by minute with a gap here and there and prices of one to eight decimals.</summary>
    private static string Csv(BarSeries bars, bool header, bool microseconds, string lineBreak, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder();
        if (header)
        {
            text.Append("open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,")
                .Append("taker_buy_quote_volume,ignore").Append(lineBreak);
        }

        long minute = 28_401_120;
        long unit = microseconds ? 1_000 : 1;
        for (int i = 0; i < bars.Count; i++)
        {
            string format = "0.0" + new string('0', random.Next(1, 8));
            double volume = random.Next(0, 4) == 0 ? 0.0 : Math.Round(random.NextDouble() * 1e5, 5);
            long open = minute * 60_000 * unit;
            text.Append(CultureInfo.InvariantCulture, $"{open},{Text(bars.Opens)},{Text(bars.Highs)},{Text(bars.Lows)},{Text(bars.Closes)},")
                .Append(CultureInfo.InvariantCulture, $"{volume:0.00000000},{open + 60_000 * unit - 1},{volume * 3:0.00000000},")
                .Append(CultureInfo.InvariantCulture, $"{random.Next(0, 5_000)},{volume / 2:0.00000000},{volume:0.00000000},0{lineBreak}");
            minute += random.Next(0, 9) == 0 ? random.Next(2, 5) : 1;

            string Text(ReadOnlySpan<long> column) =>
                FixedPoint.ToDecimal(column[i]).ToString(format, CultureInfo.InvariantCulture);
        }

        return text.ToString();
    }
}
