using System.Globalization;
using Parley.Cli.Hosting;

namespace Parley.Cli.Output;

/// <summary>A finished run, as a table.</summary>
public static class SummaryTable
{
    public static void Write(Terminal terminal, RunSummary run)
    {
        terminal.Heading($"{run.Source} · {run.From} … {run.To}");
        decimal profit = run.FinalEquity - run.InitialEquity;
        terminal.Table(["Run", ">"],
        [
            ["Frames read", Count(run.FramesRead)],
            ["Bars", Count(run.Bars)],
            ["Decisions", Count(run.Decisions)],
            ["Refused by the risk gate", Count(run.Refusals)],
            ["Orders · fills · closed trades", $"{Count(run.Orders)} · {Count(run.Fills)} · {Count(run.Trades)}"],
            ["Data issues", Count(run.DataIssues)],
            ["Order books", string.Join(", ", run.Books.Select(b => $"{b.Key} {b.Value}"))],
            ["Equity", $"{Money(run.InitialEquity)} → {Money(run.FinalEquity)} ({(profit >= 0 ? "+" : "")}{Money(profit)})"],
            ["Fees", Money(run.FeesPaid)],
            ["Elapsed", $"{run.ElapsedSeconds:0.00} s"],
        ]);
        terminal.Line($"Ledger: {Count(run.LedgerRecords)} records, root {run.LedgerRoot}");
        terminal.Line($"See `parley decisions --data-dir {run.DataDirectory}`, then `explain ID` and `replay ID`.");
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Money(decimal value) => value.ToString("N2", CultureInfo.InvariantCulture);
}
