using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Runs bars through an engine one by one.</summary>
internal static class Streamed
{
    /// <summary>Column name without its group → value after every bar.</summary>
    public static Dictionary<string, double[]> Columns(IReadOnlyList<Bar> bars)
    {
        var engine = new FeatureEngine(bars[0].Symbol, [bars[0].Timeframe]);
        double[] row = new double[engine.Columns.Count];
        double[][] columns = [.. engine.Columns.Select(_ => new double[bars.Count])];
        for (int i = 0; i < bars.Count; i++)
        {
            engine.OnBar(bars[i]).ShouldBeTrue($"bar {i} was refused");
            engine.CopyTo(bars[i].CloseTime, row);
            for (int c = 0; c < row.Length; c++) columns[c][i] = row[c];
        }

        return engine.Columns.Select((column, c) => (column, c)).Where(p => p.column.Definition.Kind == FeatureKind.Bars)
            .ToDictionary(p => p.column.Definition.Name, p => columns[p.c], StringComparer.Ordinal);
    }
}
