using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Parley.Backtesting.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Trades_and_equity_read_back_as_they_were()
    {
        BacktestReport report = Report(seed: 4, count: 700);
        string folder = Directory.CreateTempSubdirectory("parley-report-").FullName;
        try
        {
            report.WriteTo(folder);
            string[] trades = File.ReadAllLines(Path.Combine(folder, "trades.csv"));
            trades.Length.ShouldBe(report.Trades.Count + 1);
            string[] columns = trades[0].Split(',');
            decimal net = trades.Skip(1).Sum(line => decimal.Parse(
                line.Split(',')[Array.IndexOf(columns, "net_profit")], CultureInfo.InvariantCulture));
            net.ShouldBe(report.Trades.Sum(t => t.NetProfit));
            trades[1].Split(',')[Array.IndexOf(columns, "entry_time")].ShouldBe(report.Trades[0].EntryTime.ToString());

            string[] equity = File.ReadAllLines(Path.Combine(folder, "equity.csv"));
            equity.Length.ShouldBe(701);
            double.Parse(equity[^1].Split(',')[1], CultureInfo.InvariantCulture).ShouldBe((double)report.Metrics.FinalBalance, 1e-6);
            equity.Skip(1).Max(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture))
                .ShouldBe(report.Metrics.MaxUnderwaterPercent, 0.0001);

            using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "report.json")));
            JsonElement metrics = json.RootElement.GetProperty("metrics");
            metrics.GetProperty("finalBalance").GetDecimal().ShouldBe(report.Metrics.FinalBalance);
            metrics.GetProperty("totalTrades").GetInt32().ShouldBe(report.Trades.Count);
            json.RootElement.GetProperty("trades").GetArrayLength().ShouldBe(report.Trades.Count);
            File.Exists(Path.Combine(folder, "report.html")).ShouldBeTrue();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_page_loads_nothing_and_says_everything()
    {
        BacktestReport report = Report(seed: 4, count: 4_000) with
        {
            DataFile = "TEST.csv",
            DataHash = "ab12",
            CodeVersion = "0.1.0",
            Currency = "USDT",
        };
        string html = Html(report);
        html.ShouldNotContain("http:");
        html.ShouldNotContain("https:");
        html.ShouldNotContain("src=");
        html.ShouldContain("default-src 'none'");
        html.ShouldNotContain("NaN");
        html.ShouldNotContain("∞");
        foreach (MetricRow row in MetricTable.Rows(report.Metrics)) html.ShouldContain(row.Label);
        foreach (string said in (string[])["TEST.csv", "ab12", "0.1.0", "fee-bps", "USDT"]) html.ShouldContain(said);
        html.Length.ShouldBeLessThan(400_000);
    }

    [Fact]
    public void Names_from_outside_cannot_become_markup()
    {
        BacktestReport report = Report(seed: 4, count: 300) with
        {
            Strategy = "<script>alert(1)</script>",
            Symbol = new Symbol("<b>&\""),
            DataFile = "<img onerror=x>",
            Configuration = [new("<i>", "</style>")],
        };
        string html = Html(report);
        html.ShouldNotContain("<script>alert");
        html.ShouldNotContain("<b>&\"");
        html.ShouldNotContain("<img");
        html.ShouldNotContain("<i></th>");
        html.ShouldContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    }

    [Fact]
    public void A_long_trade_list_shows_both_ends_and_says_what_is_missing()
    {
        BacktestReport report = Report(seed: 9, count: 20_000);
        report.Trades.Count.ShouldBeGreaterThan(500);
        string html = Html(report);
        html.ShouldContain($"{report.Trades.Count - 400:#,##0} trades not shown here");
        html.Split("<td>long</td>").Length.ShouldBe(401);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    public void Short_and_idle_runs_still_make_a_page(int bars)
    {
        string html = Html(Report(seed: 1, count: bars));
        html.ShouldContain("No trade was closed");
        html.ShouldNotContain("NaN");
    }

    [Fact]
    public void Every_chart_is_a_well_formed_drawing_inside_its_box()
    {
        string html = Html(Report(seed: 4, count: 4_000));
        string[] drawings = [.. html.Split("<svg").Skip(1).Select(s => "<svg" + s[..(s.IndexOf("</svg>", StringComparison.Ordinal) + 6)])];
        drawings.Length.ShouldBe(3);
        foreach (XElement path in drawings.SelectMany(d => XElement.Parse(d).Elements("path")))
        {
            string[] numbers = path.Attribute("d")!.Value.Split(['M', 'L', 'H', 'V', 'Z', 'h', ' '], StringSplitOptions.RemoveEmptyEntries);
            foreach (string number in numbers)
                double.Parse(number, CultureInfo.InvariantCulture).ShouldBeInRange(0, 1_000);
        }
    }

    private static string Html(BacktestReport report)
    {
        using var writer = new StringWriter();
        HtmlReport.Write(writer, report);
        return writer.ToString();
    }

    private static BacktestReport Report(int seed, int count)
    {
        ConfiguredStrategy strategy = StrategyCatalog.Configure(
            "sma-cross", new Dictionary<string, string> { ["fast"] = "5", ["slow"] = "12", ["quantity"] = "1" });
        BarSeries bars = count < 50 ? RandomBars.Flat(new int[count].Select(_ => 100).ToArray()) : RandomBars.Series(seed, count);
        return BacktestReport.Of(strategy, strategy.Run(bars, 100_000m, 10m));
    }
}
