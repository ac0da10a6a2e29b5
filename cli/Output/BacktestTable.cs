using System.Globalization;
using System.Text.Json.Nodes;
using Parley.Backtesting;
using Parley.Cli.Hosting;

namespace Parley.Cli.Output;

/// <summary>A backtest's result, for people and as a document.</summary>
public static class BacktestTable
{
    public static void Write(Terminal terminal, BacktestRun run, string? folder)
    {
        BacktestReport report = run.Report;
        terminal.Heading($"{report.Strategy} on {report.Symbol} {report.Timeframe} · {report.DataFile}");
        foreach (IGrouping<string, MetricRow> group in MetricTable.Rows(report.Metrics).GroupBy(r => r.Group))
            terminal.Table([group.Key, ">"], group.Select(r => (IReadOnlyList<string>)[r.Label, r.Value]));
        if (report.OpenPosition is { } open)
            terminal.Line($"Left open: {open.Side} {open.Quantity} at {open.EntryPrice:0.########}, marked at {open.MarkPrice:0.########}.");
        if (report.Gaps > 0) terminal.Line($"{report.Gaps} gaps in the data; nothing was filled in.");
        if (run.Desk is { } desk)
            terminal.Line($"{desk.Decisions:N0} decisions, {desk.Refusals:N0} refused by the risk gate, {desk.Orders:N0} orders, {desk.Fills:N0} fills; ledger root {desk.LedgerRoot}");
        terminal.Line($"{report.Bars.ToString("N0", CultureInfo.InvariantCulture)} bars in {run.ElapsedSeconds:0.000} s ({run.BarsPerSecond.ToString("N0", CultureInfo.InvariantCulture)} bars/s)"
            + (run.LoadSeconds > 0 ? $", read in {run.LoadSeconds:0.000} s" : ""));
        if (folder is not null) terminal.Line($"Report: {Path.Combine(folder, "report.html")}");
    }

    public static JsonObject Document(BacktestRun run, string? folder)
    {
        BacktestReport report = run.Report;
        JsonObject document = new()
        {
            ["strategy"] = report.Strategy,
            ["symbol"] = report.Symbol.Value,
            ["timeframe"] = report.Timeframe?.ToString(),
            ["data"] = report.DataFile,
            ["dataHash"] = report.DataHash,
            ["bars"] = report.Bars,
            ["gaps"] = report.Gaps,
            ["trades"] = report.Trades.Count,
            ["openPosition"] = report.OpenPosition is { } open ? new JsonObject
            {
                ["side"] = open.Side.ToString(),
                ["quantity"] = open.Quantity.Value,
                ["entryTime"] = open.EntryTime.ToString(),
                ["entryPrice"] = open.EntryPrice,
                ["markPrice"] = open.MarkPrice,
            } : null,
            ["startingBalance"] = report.Metrics.StartingBalance,
            ["finalEquity"] = report.Metrics.FinalBalance,
            ["feesPaid"] = report.Metrics.TotalFees,
            ["rejectedEntries"] = report.Metrics.RejectedEntrySignals,
            ["elapsedSeconds"] = Math.Round(run.ElapsedSeconds, 6),
            ["barsPerSecond"] = Math.Round(run.BarsPerSecond),
            ["loadSeconds"] = Math.Round(run.LoadSeconds, 6),
            ["metrics"] = ReportJson.Metrics(report.Metrics),
            ["out"] = folder,
        };
        if (run.Desk is not { } desk) return document;
        document["framesRead"] = desk.Frames;
        document["decisions"] = desk.Decisions;
        document["orders"] = desk.Orders;
        document["fills"] = desk.Fills;
        document["refusals"] = desk.Refusals;
        document["dataIssues"] = desk.DataIssues;
        document["books"] = new JsonObject(desk.Books.Select(b => KeyValuePair.Create(b.Key, (JsonNode?)b.Value)));
        document["ledgerRoot"] = desk.LedgerRoot;
        return document;
    }
}
