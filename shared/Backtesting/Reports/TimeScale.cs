using System.Globalization;

namespace Parley.Backtesting;

/// <summary>Horizontal axis shared by the charts of a report: maps times to 0 … 1000 and picks calendar ticks.</summary>
internal sealed class TimeScale(Timestamp from, Timestamp to)
{
    public const double Width = 1000.0;

    private const int TicksMax = 8;

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12),
        TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(4), TimeSpan.FromDays(7), TimeSpan.FromDays(14),
    ];

    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];

    public Timestamp From => from;

    public double X(Timestamp time)
    {
        double span = Math.Max(1.0, to.Nanoseconds - from.Nanoseconds);
        return Math.Clamp(Width * (time.Nanoseconds - from.Nanoseconds) / span, 0.0, Width);
    }

    public IEnumerable<(double X, string Label)> Ticks()
    {
        TimeSpan span = to - from;
        TimeSpan step = Array.Find(Steps, s => span / s <= TicksMax);
        return step > TimeSpan.Zero ? Even(step) : Months(span);
    }

    private IEnumerable<(double X, string Label)> Even(TimeSpan step)
    {
        string format = step < TimeSpan.FromDays(1) ? "HH:mm" : "d MMM";
        long first = (from.ToDateTimeOffset().UtcTicks + step.Ticks - 1) / step.Ticks * step.Ticks;
        for (long ticks = first; ; ticks += step.Ticks)
        {
            var moment = new DateTimeOffset(ticks, TimeSpan.Zero);
            if (Timestamp.From(moment) > to) yield break;
            bool midnight = moment.TimeOfDay == TimeSpan.Zero;
            yield return (X(Timestamp.From(moment)), moment.ToString(midnight ? "d MMM" : format, CultureInfo.InvariantCulture));
        }
    }

    private IEnumerable<(double X, string Label)> Months(TimeSpan span)
    {
        double months = span.TotalDays / 30.44;
        int step = Array.Find(MonthSteps, s => months / s <= TicksMax);
        if (step == 0) step = MonthSteps[^1];
        DateTimeOffset start = from.ToDateTimeOffset();
        var month = new DateTimeOffset(start.Year, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (; Timestamp.From(month) <= to; month = month.AddMonths(step))
        {
            if (month < start) continue;
            bool year = step >= 12 || month.Month == 1;
            yield return (X(Timestamp.From(month)), month.ToString(year ? "yyyy" : "MMM", CultureInfo.InvariantCulture));
        }
    }
}
