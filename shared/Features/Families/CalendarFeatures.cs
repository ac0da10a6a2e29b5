using Parley.Domain;

namespace Parley.Features;

/// <summary>When the bar closed, in UTC. Markets of coins never close, but people do: sessions overlap as their working days do.</summary>
internal sealed class CalendarFeatures() : BarFamily(Formulas.Definitions)
{
    private const int Monday = 3; // Days from a Monday to 1970-01-01, a Thursday.

    private static readonly FormulaList<CalendarFeatures> Formulas = new(FeatureKind.Bars, "calendar")
    {
        { nameof(CalendarFeatures), "session_asia", Units.Flag, 1, "1 from 0:00 to before 8:00 UTC at the close of the bar, else 0.", Sources.Own, static (f, _) => f.Session(0, 8) },
        { nameof(CalendarFeatures), "session_europe", Units.Flag, 1, "1 from 7:00 to before 16:00 UTC at the close of the bar, else 0.", Sources.Own, static (f, _) => f.Session(7, 16) },
        { nameof(CalendarFeatures), "session_us", Units.Flag, 1, "1 from 13:00 to before 22:00 UTC at the close of the bar, else 0.", Sources.Own, static (f, _) => f.Session(13, 22) },
        { nameof(CalendarFeatures), "hour_of_day", "0 to 23", 1, "Hour of the UTC day at the close of the bar.", "UTC", static (f, _) => f.any ? f.Hour : double.NaN },
        {
            nameof(CalendarFeatures), "day_of_week", "0 to 6", 1, "Day of the week in UTC at the close of the bar, 0 = Monday.", "ISO 8601, less 1",
            static (f, _) => f.any ? (f.hours / 24 + Monday) % 7 : double.NaN
        },
    };

    // Whole hours since the epoch.
    private long hours;
    private bool any;

    private long Hour => hours % 24;

    public override void Update(in Bar bar)
    {
        hours = bar.CloseTime.Nanoseconds / Timeframe.OneHour.Nanoseconds;
        any = true;
    }

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        state.Sync(ref hours);
        state.Sync(ref any);
    }

    private double Session(int from, int until) => !any ? double.NaN : Hour >= from && Hour < until ? 1 : 0;
}
