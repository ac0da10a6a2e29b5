using System.Globalization;
using System.IO.Compression;
using Parley.Domain;
using Parley.Features;

namespace Parley.Cli.Tests;

/// <summary>The table of features, end to end on recorded candles.</summary>
public sealed class FeaturesTests
{
    private const string Bitcoin = "mooneyes_freqtrade/BTC_USDT-5m.json";
    private const string EtherWithGaps = "nostalgia_for_infinity/ETH_USDT-5m.json";
    private const string BitcoinBeside = "nostalgia_for_infinity/BTC_USDT-5m.json";
    private const string Settled = "mooneyes_freqtrade/BTC_USDT-8h-funding_rate.json";
    private const string SettledElsewhere = "supervik_funding/BTC-USDT_binance_2020-01-01_2024-01-01_funding_history.csv";

    [Fact]
    public async Task Every_candle_is_a_row_and_every_row_is_what_an_engine_fed_by_hand_says()
    {
        string candles = SharedData.File(Bitcoin);
        using Scratch scratch = new();
        FeatureTableFile table = await FeatureTableFile.Make(scratch["f.csv"], "--data", candles, "--timeframe", "5m");
        table.Rows.Length.ShouldBe(59_999);

        var symbol = new Symbol("BTCUSDT");
        var engine = new FeatureEngine(symbol, [Timeframe.FiveMinutes]);
        string[] names = [.. engine.Columns.Where(c => c.Definition.Kind == FeatureKind.Bars).Select(c => c.Name)];
        table.Header.ShouldBe(["open_time", "close_time", "after_gap", "missing_bars", "open", "high", "low", "close", "volume", .. names]);
        double[] values = new double[engine.Columns.Count];
        int row = 0;
        foreach (Bar bar in Candles(candles, symbol))
        {
            engine.OnBar(bar);
            if (row % 97 == 0)
            {
                engine.CopyTo(bar.CloseTime, values);
                table.Time(row, "open_time").ShouldBe(bar.OpenTime.ToDateTimeOffset());
                table.Time(row, "close_time").ShouldBe(bar.CloseTime.ToDateTimeOffset());
                string[] expected = [.. values.Take(names.Length).Select(v => double.IsNaN(v) ? "" : v.ToString("R", CultureInfo.InvariantCulture))];
                table.Rows[row][9..].ShouldBe(expected);
                table.Rows[row][2..9].ShouldBe(["0", "0", bar.Open.ToString(), bar.High.ToString(), bar.Low.ToString(), bar.Close.ToString(), bar.Volume.ToString("R", CultureInfo.InvariantCulture)]);
            }

            row++;
        }
    }

    [Fact]
    public async Task Longer_timeframes_are_joined_backward_on_their_close()
    {
        string candles = SharedData.File(EtherWithGaps);
        using Scratch scratch = new();
        string[] few = ["--columns", "close,rsi_14,bars_since_gap", "--timerange", "20210101-20210501"];
        FeatureTableFile joined = await FeatureTableFile.Make(scratch["5m.csv"], ["--data", candles, "--timeframe", "5m", "--with", "1h,1d", .. few]);
        foreach (string longer in (string[])["1h", "1d"])
        {
            FeatureTableFile alone = await FeatureTableFile.Make(scratch["longer.csv"], "--data", candles, "--timeframe", longer, "--columns", "close,rsi_14,bars_since_gap");
            DateTimeOffset[] closes = [.. Enumerable.Range(0, alone.Rows.Length).Select(i => alone.Time(i, "close_time"))];
            for (int row = 0; row < joined.Rows.Length; row += 13)
            {
                DateTimeOffset at = joined.Time(row, "close_time");
                int last = Array.FindLastIndex(closes, c => c <= at);
                foreach (string feature in (string[])["close", "rsi_14", "bars_since_gap"])
                    joined[row, $"{longer}.{feature}"].ShouldBe(alone[last, $"{longer}.{feature}"], $"{longer}.{feature} at {at}");
            }
        }
    }

    [Fact]
    public async Task Gaps_are_marked_in_the_row_after_them_and_counted()
    {
        string candles = SharedData.File(EtherWithGaps);
        using Scratch scratch = new();
        ToolResult result = await Tool.RunAsync("features", "--data", candles, "--columns", "bars_since_gap", "--json", "--out", scratch["f.csv"]);
        result.ExitCode.ShouldBe(0, result.Error);
        var table = new FeatureTableFile(await File.ReadAllTextAsync(scratch["f.csv"], TestContext.Current.CancellationToken));
        long missing = 0;
        int gaps = 0;
        for (int row = 1; row < table.Rows.Length; row++)
        {
            long steps = (long)(table.Time(row, "open_time") - table.Time(row - 1, "close_time")).TotalMinutes / 5;
            table[row, "missing_bars"].ShouldBe($"{steps}");
            table[row, "after_gap"].ShouldBe(steps > 0 ? "1" : "0");
            if (steps == 0) continue;
            table[row, "5m.bars_since_gap"].ShouldBe("1");
            missing += steps;
            gaps++;
        }

        gaps.ShouldBeGreaterThan(0);
        result.Json.GetProperty("gapCount").GetInt32().ShouldBe(gaps);
        result.Json.GetProperty("missingBars").GetInt64().ShouldBe(missing);
        result.Json.GetProperty("rows").GetInt32().ShouldBe(table.Rows.Length);
        result.Json.GetProperty("columns").GetInt32().ShouldBe(table.Header.Length);
        result.Json.GetProperty("unknownCells").GetInt32().ShouldBe(0);
        ToolResult printed = await Tool.RunAsync("features", "--data", candles, "--columns", "bars_since_gap");
        printed.Output.ShouldBe(string.Join('\n', table.Lines) + "\n");
        printed.ErrorLines.Length.ShouldBe(1);
        printed.Error.ShouldContain($"{gaps} gaps");
    }

    [Fact]
    public async Task Half_the_files_give_the_first_half_of_the_rows()
    {
        using Scratch scratch = new();
        string own = Part(SharedData.File(EtherWithGaps), scratch["ETH_USDT-5m.json"], 20_000);
        string other = Part(SharedData.File(BitcoinBeside), scratch["BTC_USDT-5m.json"], 20_000);
        string[] whole = (await FeatureTableFile.Make(scratch["whole.csv"], "--data", own, "--timeframe", "15m", "--with", "1h,1d", "--against", other)).Lines;
        Directory.CreateDirectory(scratch["half"]);
        string[] half = (await FeatureTableFile.Make(
            scratch["half.csv"], "--data", Part(own, scratch["half/ETH_USDT-5m.json"], 10_001), "--timeframe", "15m", "--with", "1h,1d",
            "--against", Part(other, scratch["half/BTC_USDT-5m.json"], 10_001))).Lines;
        half.Length.ShouldBeGreaterThan(3_000);
        half.ShouldBe(whole[..half.Length]);
    }

    [Fact]
    public async Task Half_a_recording_gives_the_first_rows_of_the_whole_with_what_its_ticks_say()
    {
        string recording = SharedData.File("hftbacktest/usdm_btcusdt_20240718.gz");
        using Scratch scratch = new();
        string[] lines = await Unzipped(recording);
        await File.WriteAllLinesAsync(scratch["half.txt"], lines[..(lines.Length / 2)], TestContext.Current.CancellationToken);
        FeatureTableFile whole = await FeatureTableFile.Make(scratch["whole.csv"], "--data", recording, "--timeframe", "10s");
        FeatureTableFile half = await FeatureTableFile.Make(scratch["half.csv"], "--data", scratch["half.txt"], "--timeframe", "10s");
        half.Lines.Length.ShouldBeGreaterThan(4);
        half.Lines.ShouldBe(whole.Lines[..half.Lines.Length]);
        whole[whole.Rows.Length - 1, "flow.spread_bps"].ShouldNotBeEmpty();
        whole[whole.Rows.Length - 1, "flow.depth_10bps_bid"].ShouldNotBeEmpty();
        whole.Header.ShouldContain("funding.funding_rate");
    }

    [Fact]
    public async Task Other_markets_count_only_where_both_have_a_bar()
    {
        using Scratch scratch = new();
        FeatureTableFile table = await FeatureTableFile.Make(
            scratch["f.csv"], "--data", SharedData.File(EtherWithGaps), "--against", SharedData.File(BitcoinBeside),
            "--columns", "vs_BTCUSDT.price_ratio,market.*", "--timerange", "20210301-20210302");
        table.Header[9..].ShouldBe(["market.mean_correlation_30", "market.risk_index_30", "vs_BTCUSDT.price_ratio"]);
        Dictionary<Timestamp, Price> other = Candles(SharedData.File(BitcoinBeside), new Symbol("BTCUSDT")).ToDictionary(b => b.CloseTime, b => b.Close);
        for (int row = 0; row < table.Rows.Length; row++)
        {
            double ratio = double.Parse(table[row, "close"], CultureInfo.InvariantCulture) / other[Timestamp.From(table.Time(row, "close_time"))].ToDouble();
            table[row, "vs_BTCUSDT.price_ratio"].ShouldBe(ratio.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The two histories are of one venue, one of them on a clock three hours ahead: rightly shifted they never differ.</summary>
    [Fact]
    public async Task Funding_is_known_from_its_settlement_on_and_clocks_are_set_right()
    {
        string[] files =
        [
            "--data", SharedData.File(Bitcoin), "--timeframe", "1h", "--timerange", "20220401-20220501",
            "--funding", $"binance={SharedData.File(Settled)}", "--funding", $"again={SharedData.File(SettledElsewhere)}",
            "--columns", "funding_rate,funding_spread",
        ];
        using Scratch scratch = new();
        FeatureTableFile right = await FeatureTableFile.Make(scratch["right.csv"], [.. files, "--funding-offset", "again=3h"]);
        FeatureTableFile wrong = await FeatureTableFile.Make(scratch["wrong.csv"], files);
        using JsonDocument settled = JsonDocument.Parse(await File.ReadAllTextAsync(SharedData.File(Settled), TestContext.Current.CancellationToken));
        (long At, double Rate)[] rates = [.. settled.RootElement.EnumerateArray().Select(r => (r[0].GetInt64(), r[1].GetDouble()))];
        for (int row = 0; row < right.Rows.Length; row++)
        {
            long close = right.Time(row, "close_time").ToUnixTimeMilliseconds();
            right[row, "funding.funding_rate"].ShouldBe(rates.Last(r => r.At <= close).Rate.ToString("R", CultureInfo.InvariantCulture));
        }

        // A stamp some milliseconds after the hour is known one row later than its twin on the hour.
        Spreads(right).Count(s => s != 0).ShouldBeLessThan(right.Rows.Length / 8);
        Spreads(wrong).Count(s => s != 0).ShouldBeGreaterThan(right.Rows.Length / 4);
    }

    public static TheoryData<int, string, string[]> WrongCalls => new()
    {
        { 1, "file not found", ["--data", "no-such.json"] },
        { 1, "empty", ["--data", "empty.csv", "--symbol", "BTCUSDT", "-i", "5m"] },
        { 1, "open", ["--data", "BTCUSDT-5m-nan.csv"] },
        { 4, "7x", ["--data", "BTC_USDT-5m.json", "--timeframe", "7x"] },
        { 4, "shorter", ["--data", "BTC_USDT-5m.json", "--timeframe", "1m"] },
        { 4, "no multiple", ["--data", "BTC_USDT-5m.json", "--timeframe", "7m"] },
        { 4, "--with 5m", ["--data", "BTC_USDT-5m.json", "--with", "5m"] },
        { 4, "--with 12m", ["--data", "BTC_USDT-5m.json", "--with", "12m"] },
        { 4, "5m.rsi_13", ["--data", "BTC_USDT-5m.json", "--columns", "close,5m.rsi_13"] },
        { 4, "overwrite", ["--data", "BTC_USDT-5m.json", "--out", "BTC_USDT-5m.json"] },
        { 4, "overwrite", ["--data", "BTC_USDT-5m.json", "--out", "link.json"] },
        { 4, "about", ["--data", "BTC_USDT-5m.json", "--against", "BTC_USDT-5m.json"] },
        { 4, "--out", ["--data", "BTC_USDT-5m.json", "--json"] },
        { 4, "VENUE=PATH", ["--data", "BTC_USDT-5m.json", "--funding", "rates.csv"] },
        { 4, "3h", ["--data", "BTC_USDT-5m.json", "--funding-offset", "soon"] },
        { 1, "rates.csv:3: column funding rate", ["--data", "BTC_USDT-5m.json", "--funding", "v=rates.csv"] },
        { 1, "rates.csv:2: funding of ETH", ["--data", "BTC_USDT-5m.json", "--symbol", "BTCUSDT", "--funding", "v=eth-rates.csv"] },
        { 2, "time range", ["--data", "BTC_USDT-5m.json", "--timerange", "20200101-20200102"] },
        { 2, "no 1h bar", ["--data", "BTC_USDT-5m.json", "--timeframe", "1h"] },
    };

    [Theory]
    [MemberData(nameof(WrongCalls))]
    public async Task A_wrong_call_is_one_line_and_leaves_no_file(int exitCode, string mentioned, string[] arguments)
    {
        using Scratch scratch = new();
        string candles = scratch.Write("BTC_USDT-5m.json", "[[1635724800000,61299.81,61399.93,61115.33,61243.62,222.8],[1635725100000,61243.62,61300,61200,61250,100]]");
        scratch.Write("empty.csv", "");
        scratch.Write("BTCUSDT-5m-nan.csv", "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n1637971200000,NaN,110,90,100,5,1637971499999,500,9,2,250,0\n");
        scratch.Write("rates.csv", "Symbol,Date,Funding Rate\nBTC-USDT,2021-11-01 00:00:00.000,0.0001\nBTC-USDT,2021-11-01 08:00:00.000,much\n");
        scratch.Write("eth-rates.csv", "Symbol,Date,Funding Rate\nETH-USDT,2021-11-01 00:00:00.000,0.0001\n");
        File.CreateSymbolicLink(scratch["link.json"], candles);
        string before = await File.ReadAllTextAsync(candles, TestContext.Current.CancellationToken);
        string[] files = Directory.GetFiles(scratch.Root);
        string[] placed = [.. arguments.Select(a => InScratch(scratch, a))];
        if (!placed.Contains("--out") && !placed.Contains("--json")) placed = [.. placed, "--out", scratch["out.csv"]];
        ToolResult result = await Tool.RunAsync(["features", .. placed]);
        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Output.ShouldBeEmpty();
        result.ErrorLines.Length.ShouldBe(1, result.Error);
        result.Error.ShouldContain(mentioned);
        Directory.GetFiles(scratch.Root).ShouldBe(files, ignoreOrder: true);
        (await File.ReadAllTextAsync(candles, TestContext.Current.CancellationToken)).ShouldBe(before);
    }

    [Fact]
    public async Task A_failed_run_leaves_the_table_of_the_last_one()
    {
        using Scratch scratch = new();
        string cut = scratch.Write("BTC_USDT-5m.json", "[[1635724800000,61299.81,61399.93,61115.33,61243.62,222.8],[1635725100000,612");
        scratch.Write("table.csv", "kept");
        ToolResult result = await Tool.RunAsync("features", "--data", cut, "--out", scratch["table.csv"]);
        result.ExitCode.ShouldBe(1);
        (await File.ReadAllTextAsync(scratch["table.csv"], TestContext.Current.CancellationToken)).ShouldBe("kept");
        Directory.GetFiles(scratch.Root).Length.ShouldBe(2);
    }

    private static IEnumerable<double> Spreads(FeatureTableFile table) =>
        Enumerable.Range(0, table.Rows.Length).Select(r => double.Parse(table[r, "funding.funding_spread"], CultureInfo.InvariantCulture));

    private static string InScratch(Scratch scratch, string argument)
    {
        string[] sides = argument.Split('=');
        if (argument.StartsWith('-') || !sides[^1].Contains('.') || sides[^1].Contains(',')) return argument;
        sides[^1] = argument == "rates.csv" ? argument : scratch[sides[^1]];
        return string.Join('=', sides);
    }

    private static string Part(string candles, string target, int rows)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(candles));
        File.WriteAllText(target, $"[{string.Join(',', document.RootElement.EnumerateArray().Take(rows).Select(r => r.GetRawText()))}]");
        return target;
    }

    private static async Task<string[]> Unzipped(string path)
    {
        await using var zipped = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(zipped);
        return (await reader.ReadToEndAsync()).Split('\n');
    }

    private static IEnumerable<Bar> Candles(string path, Symbol symbol)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            Price Price(int column) => Domain.Price.From(row[column].GetDecimal());
            yield return new(symbol, Timeframe.FiveMinutes, Timestamp.FromMilliseconds(row[0].GetInt64()),
                Price(1), Price(2), Price(3), Price(4), row[5].GetDouble(), double.NaN, 0, AfterGap: false);
        }
    }
}
