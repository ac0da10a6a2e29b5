using System.Globalization;
using Parley.Market;

namespace Parley.Cli.Output;

/// <summary>What a data check found, for people and as a document.</summary>
public static class DataReportTable
{
    public static void Write(Terminal terminal, DataReport report)
    {
        terminal.Heading($"{report.Name} · {report.Kind?.ToString() ?? "not recognised"} · {Count(report.Frames)} records");
        if (report.From is { } from) terminal.Line($"{from} … {report.To}");
        foreach (SymbolReport symbol in report.Symbols) Write(terminal, symbol);
        if (report.Issues.Count > 0)
            terminal.Table(["=Issue", "=At", "What"], report.Issues.Take(20).Select(i => (IReadOnlyList<string>)[i.Kind.ToString(), Moment.Seconds(i.At), i.Detail]));
        if (report.Issues.Count > 20) terminal.Line($"… and {report.Issues.Count - 20} more issues; --json lists the first hundred.");
        if (report.Note is { } note) terminal.Line(note);
        if (report.FramesSkipped > 0) terminal.Line($"{Count(report.FramesSkipped)} records hold nothing for the desk and were skipped.");
    }

    public static object Document(DataReport report) => new
    {
        name = report.Name,
        kind = report.Kind?.ToString(),
        frames = report.Frames,
        framesSkipped = report.FramesSkipped,
        from = report.From?.ToString(),
        to = report.To?.ToString(),
        readable = report.IsReadable,
        error = report.Error,
        note = report.Note,
        symbols = report.Symbols.Select(s => new
        {
            symbol = s.Symbol.Value,
            s.Trades,
            s.Quotes,
            s.DepthUpdates,
            s.Snapshots,
            s.Marks,
            s.Bars,
            s.News,
            timeframes = s.Timeframes.Select(t => t.ToString()),
            s.GapCount,
            s.MissingBars,
            gaps = s.Gaps.Select(g => new { after = g.After.ToString(), until = g.Until.ToString(), missing = g.Missing }),
            s.ZeroVolumeBars,
            s.TradeGaps,
            s.Duplicates,
            s.OutOfOrder,
            s.PriceSpikes,
            s.OffBookTrades,
            s.StalePeriods,
            s.MutePeriods,
            s.BookUpdates,
            s.BookBreaks,
            bookStatus = s.BookStatus?.ToString(),
            s.BookBreakReason,
        }),
        issues = report.Issues.Select(i => new { kind = i.Kind.ToString(), symbol = i.Symbol.Value, at = i.At.ToString(), i.Detail }),
    };

    private static void Write(Terminal terminal, SymbolReport symbol)
    {
        List<IReadOnlyList<string>> rows = [];
        void Row(string name, long value)
        {
            if (value > 0) rows.Add([name, Count(value)]);
        }

        Row("Trades", symbol.Trades);
        Row("Quotes", symbol.Quotes);
        Row("Depth updates", symbol.DepthUpdates);
        Row("Book snapshots", symbol.Snapshots);
        Row("Mark prices", symbol.Marks);
        Row($"Bars ({string.Join(", ", symbol.Timeframes)})", symbol.Bars);
        Row("News", symbol.News);
        Row("Gaps", symbol.GapCount);
        Row("Missing bars", symbol.MissingBars);
        Row("Bars without volume", symbol.ZeroVolumeBars);
        Row("Gaps in trade ids", symbol.TradeGaps);
        Row("Duplicates", symbol.Duplicates);
        Row("Out of order", symbol.OutOfOrder);
        Row("Price spikes", symbol.PriceSpikes);
        Row("Off-book trades", symbol.OffBookTrades);
        Row("Stale periods", symbol.StalePeriods);
        Row("Mute periods", symbol.MutePeriods);
        if (symbol.BookStatus is { } status)
            rows.Add(["Order book", $"{status}, {Count(symbol.BookUpdates)} updates applied, chain {(symbol.BookBreaks == 0 ? "unbroken" : $"broke {symbol.BookBreaks} times: {symbol.BookBreakReason}")}"]);
        terminal.Table([symbol.Symbol.Value, ">"], rows);
        if (symbol.Gaps.Count > 0)
            terminal.Table(["Gap after", "Until", ">Bars missing"], symbol.Gaps.Take(10).Select(g => (IReadOnlyList<string>)[g.After.ToString(), g.Until.ToString(), Count(g.Missing)]));
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
