using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Risk;

/// <summary>Days of a week on which closed hours begin.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClosedDays>))]
public enum ClosedDays
{
    Every,

    /// <summary>Monday to Friday.</summary>
    Weekdays,

    /// <summary>Saturday and Sunday.</summary>
    Weekend,
}

/// <summary>Hours in which nothing is opened: thin nights, maintenance, a holiday. UTC, from inclusive, to exclusive.</summary>
public sealed record ClosedHours
{
    private const long TicksPerDay = TimeSpan.TicksPerDay;

    /// <summary>Since midnight, up to a day.</summary>
    public TimeSpan From { get; init; }

    /// <summary>Since midnight, up to a day. Not after <see cref="From"/>: the next day's.</summary>
    public TimeSpan To { get; init; }

    /// <summary>The days on which the window begins.</summary>
    public ClosedDays Days { get; init; }

    internal bool Holds(Timestamp moment)
    {
        long ticks = moment.Nanoseconds / 100;
        long day = ticks / TicksPerDay;
        long into = ticks % TicksPerDay;
        if (From < To) return into >= From.Ticks && into < To.Ticks && Begins(day);
        return (into >= From.Ticks && Begins(day)) || (into < To.Ticks && Begins(day - 1));
    }

    internal static decimal HourOf(Timestamp moment) =>
        moment.Nanoseconds / 100 % TicksPerDay / (decimal)TimeSpan.TicksPerHour;

    internal bool IsSound => From >= TimeSpan.Zero && To >= TimeSpan.Zero && From.Ticks < TicksPerDay && To.Ticks <= TicksPerDay;

    // 1970-01-01 was a Thursday: three days after a Monday.
    private bool Begins(long day) => Days switch
    {
        ClosedDays.Weekdays => (day + 3) % 7 < 5,
        ClosedDays.Weekend => (day + 3) % 7 >= 5,
        _ => true,
    };
}
