using System.Globalization;
using System.Net;
using System.Text;

namespace Parley.Backtesting;

/// <summary>The tables of a report: headline numbers, months, metrics, trades, configuration.</summary>
internal static class ReportTables
{
    /// <summary>Trades shown from each end.</summary>
    private const int TradesShown = 200;

    public static string Headline(PerformanceMetrics m)
    {
        StringBuilder html = new("""<dl class="headline">""");
        Tile("Total profit", Amount.SignedPercent(m.TotalProfitPercent), $"market {Amount.SignedPercent(m.MarketChangePercent)}", m.TotalProfitPercent);
        Tile("Final balance", Amount.Money(m.FinalBalance), $"from {Amount.Money(m.StartingBalance)}");
        Tile("Worst drawdown", Amount.Percent(m.MaxUnderwaterPercent), $"longest {Amount.Duration(m.MaxUnderwaterDuration)}");
        Tile("Sharpe", Amount.Ratio(m.Sharpe), $"Sortino {Amount.Ratio(m.Sortino)}");
        Tile("Win rate", Amount.Percent(m.Trades.WinRatePercent), $"profit factor {Amount.Ratio(m.Trades.ProfitFactor)}");
        Tile("Trades", $"{m.Trades.TotalTrades:#,##0}", $"fees {Amount.Money(m.TotalFees)}");
        return html.Append("</dl>").ToString();

        void Tile(string label, string value, string note, double? sign = null) =>
            html.Append($"<div><dt>{label}</dt><dd class=\"{Sign(sign)}\">{value}</dd><dd class=\"note\">{note}</dd></div>");
    }

    public static string Months(BacktestReport report)
    {
        PerformanceMetrics m = report.Metrics;
        var daily = DailyEquity.Of(report.Equity, m.BacktestingFrom, (double)m.StartingBalance);
        StringBuilder html = new("""<div class="scroll"><table class="months"><thead><tr><th></th>""");
        for (int month = 1; month <= 12; month++)
            html.Append($"<th>{CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(month)}</th>");
        html.Append("<th>Year</th></tr></thead><tbody>");
        foreach (IGrouping<int, MonthlyReturn> year in daily.Months().GroupBy(r => r.Year))
        {
            html.Append($"<tr><th>{year.Key}</th>");
            for (int month = 1; month <= 12; month++) html.Append(Cell(year.FirstOrDefault(r => r.Month == month)));
            html.Append($"<td class=\"year {Sign(Compounded(year))}\">{Short(Compounded(year))}</td></tr>");
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    public static string Metrics(PerformanceMetrics metrics)
    {
        StringBuilder html = new("""<div class="groups">""");
        foreach (IGrouping<string, MetricRow> group in MetricTable.Rows(metrics).GroupBy(r => r.Group))
        {
            html.Append($"<section><h3>{group.Key}</h3><table><tbody>");
            foreach (MetricRow row in group)
                html.Append($"<tr><th>{Text(row.Label)}</th><td>{Text(row.Value)}</td></tr>");
            html.Append("</tbody></table></section>");
        }

        return html.Append("</div>").ToString();
    }

    public static string Trades(BacktestReport report)
    {
        IReadOnlyList<ClosedTrade> trades = report.Trades;
        if (trades.Count == 0) return """<p class="note">No trade was closed.</p>""";
        StringBuilder html = new("""
            <div class="scroll trades" tabindex="0"><table><thead><tr><th>#</th><th>Side</th><th>Entry</th><th>Exit</th>
            <th>Entry price</th><th>Exit price</th><th>Quantity</th><th>Fees</th><th>Net profit</th><th>%</th><th>Held</th>
            <th>Reason</th></tr></thead><tbody>
            """);
        int omitted = Math.Max(0, trades.Count - 2 * TradesShown);
        for (int i = 0; i < trades.Count; i++)
        {
            if (omitted > 0 && i == TradesShown)
            {
                html.Append($"<tr class=\"omitted\"><td colspan=\"12\">{omitted:#,##0} trades not shown here; trades.csv has all</td></tr>");
                i += omitted;
            }

            html.Append(Row(i + 1, trades[i]));
        }

        return html.Append("</tbody></table></div>").ToString();
    }

    public static string OpenPosition(OpenPosition? open) => open is null ? "" : $"""
        <p class="open"><b>Open at the end</b> {(open.Side == Side.Buy ? "long" : "short")} {Amount.Exact(open.Quantity.Value)}
        since {Amount.Moment(open.EntryTime)} from {Amount.Price(open.EntryPrice)}, marked at {Amount.Price(open.MarkPrice)}:
        {Amount.Profit(open.UnrealisedProfit)}</p>
        """;

    public static string Configuration(BacktestReport report)
    {
        StringBuilder html = new("""<table class="configuration"><tbody>""");
        foreach ((string key, string value) in report.Configuration) Line(key, value);
        Line("data file", report.DataFile);
        Line("data SHA-256", report.DataHash);
        Line("code version", report.CodeVersion);
        return html.Append("</tbody></table>").ToString();

        void Line(string key, string value)
        {
            if (value.Length > 0) html.Append($"<tr><th>{Text(key)}</th><td>{Text(value)}</td></tr>");
        }
    }

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Row(int number, in ClosedTrade trade) => $"""
        <tr><td>{number:#,##0}</td><td>{(trade.Side == Side.Buy ? "long" : "short")}</td><td>{Amount.Moment(trade.EntryTime)}</td>
        <td>{Amount.Moment(trade.ExitTime)}</td><td>{Amount.Price(trade.EntryPrice)}</td><td>{Amount.Price(trade.ExitPrice)}</td>
        <td>{Amount.Exact(trade.Quantity.Value)}</td><td>{Amount.Money(trade.Fees)}</td>
        <td class="{Sign((double)trade.NetProfit)}">{Amount.Profit(trade.NetProfit)}</td>
        <td class="{Sign((double)trade.NetProfit)}">{Amount.Ratio(100.0 * trade.ProfitRatio)}</td>
        <td>{Amount.Duration(trade.Duration)}</td><td>{Text(trade.ExitReason)}</td></tr>

        """;

    private static string Cell(MonthlyReturn? month)
    {
        if (month?.Percent is not { } percent) return "<td></td>";
        // Ten percent is full colour.
        double strength = Math.Round(Math.Min(1.0, Math.Abs(percent) / 10.0), 2);
        return $"<td class=\"{Sign(percent)}\" style=\"--strength:{LinePath.Number(strength)}\">{Short(percent)}</td>";
    }

    private static double Compounded(IEnumerable<MonthlyReturn> months) =>
        100.0 * (months.Aggregate(1.0, (product, month) => product * (1.0 + (month.Percent ?? 0.0) / 100.0)) - 1.0);

    private static string Short(double percent) => Amount.Format(percent, "#,##0.00");

    private static string Sign(double? value) => value switch { > 0.0 => "gain", < 0.0 => "loss", _ => "even" };
}
