namespace Parley.Backtesting;

/// <summary>
/// The report as one HTML page that needs nothing else: styles, charts and the read-out are inside, and its content
/// policy lets it load nothing.
/// </summary>
public static class HtmlReport
{
    public static void Write(TextWriter writer, BacktestReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        var charts = new ReportCharts(report);
        string title = ReportTables.Text($"{report.Strategy} on {report.Symbol}");
        writer.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>{title} · backtest</title>
            <style>
            {Resource("report.css")}
            </style>
            </head>
            <body>
            <header>
            <h1>{ReportTables.Text(report.Strategy)}</h1>
            <p>{ReportTables.Text(Subtitle(report))}</p>
            </header>
            <main>
            {ReportTables.Headline(report.Metrics)}
            {ReportTables.OpenPosition(report.OpenPosition)}
            <section class="charts">
            {charts.Equity()}{charts.Drawdown()}{charts.Price()}</section>
            <section><h2>Monthly returns <span class="note">percent of equity</span></h2>{ReportTables.Months(report)}</section>
            <section><h2>Metrics</h2>{ReportTables.Metrics(report.Metrics)}</section>
            <section><h2>Trades</h2>{ReportTables.Trades(report)}</section>
            <section><h2>Configuration</h2>{ReportTables.Configuration(report)}</section>
            </main>
            <footer>Parley · times in UTC · daily figures cut at midnight · a dash means the number has no meaning in this run</footer>
            <script type="application/json" id="samples">{charts.Samples()}</script>
            <script>
            {Resource("report.js")}
            </script>
            </body>
            </html>

            """);
    }

    private static string Subtitle(BacktestReport report)
    {
        PerformanceMetrics m = report.Metrics;
        List<string> parts = [report.Symbol.Value];
        if (report.Timeframe is { } timeframe) parts.Add(timeframe.ToString());
        if (report.Bars > 0) parts.Add($"{report.Bars:#,##0} bars" + (report.Gaps > 0 ? $", {report.Gaps} gaps" : ""));
        parts.Add($"{Amount.Moment(m.BacktestingFrom)} to {Amount.Moment(m.BacktestingTo)}");
        if (report.Currency.Length > 0) parts.Add($"money in {report.Currency}");
        return string.Join(" · ", parts);
    }

    private static string Resource(string name)
    {
        using Stream stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}
