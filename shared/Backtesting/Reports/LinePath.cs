using System.Globalization;
using System.Text;

namespace Parley.Backtesting;

/// <summary>
/// Thins a series for drawing: the axis is cut into columns, and of each column the lowest and the highest value stay, so
/// no peak and no trough is lost however long the series.
/// </summary>
internal static class LinePath
{
    private const int Columns = 500;

    /// <summary>An SVG path through the thinned series; empty for an empty one.</summary>
    public static string Line(TimeSeries series, TimeScale time, ValueScale scale)
    {
        var path = new StringBuilder();
        foreach (int i in Kept(series, time))
            path.Append(path.Length == 0 ? 'M' : 'L').Append(Number(time.X(series.Time(i)))).Append(' ')
                .Append(Number(scale.Y(series[i])));
        return path.ToString();
    }

    /// <summary>The line, closed along a horizontal edge.</summary>
    public static string Area(TimeSeries series, TimeScale time, ValueScale scale, double edge)
    {
        string line = Line(series, time, scale);
        if (line.Length == 0) return line;
        string left = Number(time.X(series.Time(0)));
        string right = Number(time.X(series.Time(series.Count - 1)));
        return $"{line}L{right} {Number(edge)}L{left} {Number(edge)}Z";
    }

    /// <summary>The last point of every column: what a reader pointing at the chart is told.</summary>
    public static IReadOnlyList<int> Samples(TimeSeries series, TimeScale time)
    {
        List<int> samples = [];
        for (int i = 0; i < series.Count; i++)
            if (i == series.Count - 1 || Column(series, time, i) != Column(series, time, i + 1)) samples.Add(i);
        return samples;
    }

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static IEnumerable<int> Kept(TimeSeries series, TimeScale time)
    {
        int start = 0;
        while (start < series.Count)
        {
            int column = Column(series, time, start);
            int low = start;
            int high = start;
            int end = start;
            for (; end < series.Count && Column(series, time, end) == column; end++)
            {
                if (series[end] < series[low]) low = end;
                if (series[end] > series[high]) high = end;
            }

            // The first and the last point of all stay, so that the line begins and ends where the series does.
            if (start == 0 && Math.Min(low, high) > 0) yield return 0;
            yield return Math.Min(low, high);
            if (low != high) yield return Math.Max(low, high);
            if (end == series.Count && Math.Max(low, high) < end - 1) yield return end - 1;
            start = end;
        }
    }

    private static int Column(TimeSeries series, TimeScale time, int index) =>
        Math.Min(Columns - 1, (int)(time.X(series.Time(index)) / TimeScale.Width * Columns));
}
