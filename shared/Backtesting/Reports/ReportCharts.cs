using System.Net;
using System.Text;

namespace Parley.Backtesting;

/// <summary>
/// The three charts on one time axis: price with entries and exits, equity, drawdown. Lines are drawn into a stretched
/// box; labels are text beside it, so that they stay legible at any width.
/// </summary>
internal sealed class ReportCharts
{
    /// <summary>Above this many trades the marks become small and step aside, or they would hide the price.</summary>
    private const int MarksLarge = 150;

    /// <summary>How far marks step aside, in percent of the chart's height: entries down, exits up.</summary>
    private const double Aside = 4.0;

    private readonly BacktestReport report;
    private readonly TimeScale time;
    private readonly TimeSeries drawdown;

    public ReportCharts(BacktestReport report)
    {
        this.report = report;
        time = new TimeScale(report.Metrics.BacktestingFrom, report.Metrics.BacktestingTo);
        double[] depths = EquityPath.Underwater(report.Equity, (double)report.Metrics.StartingBalance);
        for (int i = 0; i < depths.Length; i++) depths[i] *= -100.0;
        drawdown = report.Equity.With(depths);
    }

    public string Equity()
    {
        double start = (double)report.Metrics.StartingBalance;
        var scale = new ValueScale(Math.Min(start, report.Metrics.MinBalance), Math.Max(start, report.Metrics.MaxBalance));
        string line = LinePath.Line(report.Equity, time, scale);
        string baseline = LinePath.Number(scale.Y(start));
        string body = $"""
            <path class="area equity" d="{LinePath.Area(report.Equity, time, scale, 100.0)}"/>
            <path class="baseline" d="M0 {baseline}H1000"/>
            <path class="line equity" d="{line}"/>
            """;
        return Figure("equity", "Equity", "the dashed line is the starting balance", "tall", body, scale.Ticks(6));
    }

    public string Drawdown()
    {
        double deepest = Math.Min(-0.01, -report.Metrics.MaxUnderwaterPercent);
        var scale = new ValueScale(deepest, 0.0);
        string edge = LinePath.Number(scale.Y(0.0));
        string body = $"""
            <path class="area drawdown" d="{LinePath.Area(drawdown, time, scale, scale.Y(0.0))}"/>
            <path class="baseline" d="M0 {edge}H1000"/>
            <path class="line drawdown" d="{LinePath.Line(drawdown, time, scale)}"/>
            """;
        return Figure("drawdown", "Drawdown", "below the highest equity so far", "low", body, scale.Ticks(3, " %"));
    }

    public string Price()
    {
        if (report.Price.Count == 0) return "";
        bool many = report.Trades.Count > MarksLarge;
        string marks = many ? "marks many" : "marks";
        double aside = many ? Aside : 0.0;
        (double low, double high) = Range(report.Price.Values);
        double room = aside / 100.0 * (high - low);
        var scale = new ValueScale(low - room, high + room);
        string body = $"""
            <path class="held" d="{Held()}"/>
            <path class="line price" d="{LinePath.Line(report.Price, time, scale)}"/>
            <path class="{marks} entry" d="{Marks(scale, aside, t => (t.EntryTime, t.EntryPrice), report.OpenPosition)}"/>
            <path class="{marks} exit" d="{Marks(scale, -aside, t => (t.ExitTime, t.ExitPrice), open: null)}"/>
            """;
        string name = WebUtility.HtmlEncode(report.Symbol.Value);
        string note = report.Trades.Count == 0 && report.OpenPosition is null
            ? "no trades"
            : """<i class="dot entry"></i> entry <i class="dot exit"></i> exit <i class="strip"></i> position held""";
        return Figure("price", name, note, "tall", body, scale.Ticks(6));
    }

    /// <summary>What the read-out needs: for each chart the times (ms) and values of the columns.</summary>
    public string Samples()
    {
        StringBuilder json = new("{");
        Append("equity", report.Equity, "0.##");
        Append("drawdown", drawdown, "0.##");
        Append("price", report.Price, "0.########");
        json.Append($"\"from\":{report.Metrics.BacktestingFrom.Milliseconds},\"to\":{report.Metrics.BacktestingTo.Milliseconds}}}");
        return json.ToString();

        void Append(string name, TimeSeries series, string format)
        {
            IReadOnlyList<int> kept = LinePath.Samples(series, time);
            string times = string.Join(',', kept.Select(i => series.Time(i).Milliseconds));
            string values = string.Join(',', kept.Select(i => series[i].ToString(format)));
            json.Append($"\"{name}\":{{\"t\":[{times}],\"v\":[{values}]}},");
        }
    }

    private string Marks(
        ValueScale scale, double aside, Func<ClosedTrade, (Timestamp, decimal)> point, OpenPosition? open)
    {
        var path = new StringBuilder();
        foreach (ClosedTrade trade in report.Trades) Mark(point(trade));
        if (open is not null) Mark((open.EntryTime, open.EntryPrice));
        return path.ToString();

        // A line of no length with round ends: a circle that no stretching can distort.
        void Mark((Timestamp Time, decimal Price) at) => path.Append('M').Append(LinePath.Number(time.X(at.Time))).Append(' ')
            .Append(LinePath.Number(scale.Y((double)at.Price) + aside)).Append("h0");
    }

    private string Figure(
        string id, string title, string note, string height, string body, IEnumerable<(double Y, string Label)> ticks)
    {
        StringBuilder grid = new();
        StringBuilder labels = new();
        foreach ((double y, string label) in ticks.Where(t => t.Y is > 2.0 and < 98.0))
        {
            grid.Append($"M0 {LinePath.Number(y)}H1000");
            labels.Append($"""<span class="y" style="top:{LinePath.Number(y)}%">{label}</span>""");
        }

        StringBuilder dates = new();
        foreach ((double x, string label) in time.Ticks().Where(t => t.X is > 15.0 and < 985.0))
            dates.Append($"""<span style="left:{LinePath.Number(x / 10.0)}%">{label}</span>""");
        return $"""
            <figure class="chart" data-series="{id}">
            <figcaption><b>{title}</b> <span class="note">{note}</span><output></output></figcaption>
            <div class="plot {height}"><div class="box">
            <svg viewBox="0 0 1000 100" preserveAspectRatio="none" role="img" aria-label="{title}">
            <path class="grid" d="{grid}"/>
            {body}
            </svg>
            <div class="cursor"></div></div>
            {labels}</div>
            <div class="x">{dates}</div>
            </figure>

            """;
    }

    /// <summary>A strip along the bottom wherever a position was open.</summary>
    private string Held()
    {
        var path = new StringBuilder();
        foreach (ClosedTrade trade in report.Trades) Strip(trade.EntryTime, trade.ExitTime);
        if (report.OpenPosition is { } open) Strip(open.EntryTime, report.Metrics.BacktestingTo);
        return path.ToString();

        void Strip(Timestamp from, Timestamp to) =>
            path.Append($"M{LinePath.Number(time.X(from))} 98.5H{LinePath.Number(time.X(to))}");
    }

    private static (double Low, double High) Range(ReadOnlySpan<double> values)
    {
        double low = values[0];
        double high = values[0];
        foreach (double value in values)
        {
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }
}
