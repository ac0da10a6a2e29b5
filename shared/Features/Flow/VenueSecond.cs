using Parley.Domain;

namespace Parley.Features;

/// <summary>The grid of UTC seconds on which flow is added up and prices are sampled.</summary>
internal static class VenueSecond
{
    private const long Nanoseconds = 1_000_000_000;
    private const long SecondsPerDay = 86_400;

    /// <summary>Whole seconds since 1970-01-01.</summary>
    public static long Of(Timestamp time) => time.Nanoseconds / Nanoseconds;

    /// <summary>Whole UTC days since 1970-01-01.</summary>
    public static long DayOf(Timestamp time) => DayOfSecond(Of(time));

    /// <summary>Whole UTC days since 1970-01-01, from whole seconds.</summary>
    public static long DayOfSecond(long second) => second / SecondsPerDay;
}
