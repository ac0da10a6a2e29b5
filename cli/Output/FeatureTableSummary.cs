using System.Globalization;
using Parley.Cli.Hosting;

namespace Parley.Cli.Output;

/// <summary>What came of a table of features, for people and as a document.</summary>
public static class FeatureTableSummary
{
    public static void Write(Terminal terminal, FeatureTableResult result, string file)
    {
        terminal.Heading($"{result.Symbol} {result.Timeframe} · {result.From} … {result.To}");
        terminal.Table(["Features", ">"],
        [
            ["Rows", Count(result.Rows)],
            ["Columns", Count(result.Columns)],
            ["Gaps", Count(result.Gaps)],
            ["Bars missing in them", Count(result.MissingBars)],
            ["Rows built from bars some of which are missing", Count(result.Incomplete)],
            ["Features not known", $"{Count(result.UnknownCells)} of {Count(result.Cells)}"],
            ["Elapsed", string.Create(CultureInfo.InvariantCulture, $"{result.Elapsed.TotalSeconds:0.00} s, {Speed(result):N0} rows/s")],
        ]);
        if (result.FirstGaps.Count > 0)
            terminal.Table(["Gap after", "Until", ">Bars missing"], result.FirstGaps.Take(10).Select(g => (IReadOnlyList<string>)[g.After.ToString(), g.Until.ToString(), Count(g.Missing)]));
        terminal.Line($"Written to {file}.");
    }

    /// <summary>One line about gaps, where the table itself goes to standard output; nothing when there are none.</summary>
    public static void NoteGaps(FeatureTableResult result)
    {
        if (result.Gaps + result.Incomplete == 0) return;
        Terminal.Note($"parley: {Count(result.Rows)} rows with {Count(result.Gaps)} gaps ({Count(result.MissingBars)} bars missing) and {Count(result.Incomplete)} incomplete bars; column after_gap marks them.");
    }

    public static object Document(FeatureTableResult result, string file) => new
    {
        file,
        symbol = result.Symbol.Value,
        timeframe = result.Timeframe.ToString(),
        rows = result.Rows,
        columns = result.Columns,
        from = result.From.ToString(),
        to = result.To.ToString(),
        gapCount = result.Gaps,
        missingBars = result.MissingBars,
        incompleteBars = result.Incomplete,
        cells = result.Cells,
        unknownCells = result.UnknownCells,
        gaps = result.FirstGaps.Select(g => new { after = g.After.ToString(), until = g.Until.ToString(), missing = g.Missing }),
        elapsedSeconds = result.Elapsed.TotalSeconds,
        rowsPerSecond = Speed(result),
    };

    private static double Speed(FeatureTableResult result) => result.Rows / Math.Max(result.Elapsed.TotalSeconds, 1e-9);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
