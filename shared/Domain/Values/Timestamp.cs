using System.Globalization;
using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>
/// A moment in UTC: nanoseconds since 1970-01-01. Not a wall clock reading of its own — whose clock it is, the property
/// that holds it says (<c>VenueTime</c>, <c>ReceivedAt</c>). <c>default</c> is the epoch and means "none".
/// </summary>
[JsonConverter(typeof(TimestampJsonConverter))]
public readonly record struct Timestamp(long Nanoseconds) : IComparable<Timestamp>
{
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long NanosecondsPerTick = 100;
    private const long NanosecondsPerDay = 86_400_000_000_000;
    private const long NanosecondsPerWeek = 7 * NanosecondsPerDay;

    // The epoch was a Thursday.
    private const long FirstMonday = 4 * NanosecondsPerDay;

    public static Timestamp FromMilliseconds(long milliseconds) => new(milliseconds * NanosecondsPerMillisecond);

    public static Timestamp FromMicroseconds(long microseconds) => new(microseconds * 1_000);

    public static Timestamp From(DateTimeOffset moment) =>
        new((moment.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * NanosecondsPerTick);

    /// <exception cref="FormatException">Not an ISO 8601 moment.</exception>
    public static Timestamp Parse(string text) =>
        From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    public long Milliseconds => Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>Rounded down to 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks(Nanoseconds / NanosecondsPerTick);

    /// <summary>
    /// Start of the grid cell that holds this moment. The grid starts at the epoch, so bars align to UTC; whole weeks start
    /// on a Monday, as venues count them.
    /// </summary>
    public Timestamp FloorTo(Timeframe timeframe)
    {
        long origin = timeframe.Nanoseconds % NanosecondsPerWeek == 0 ? FirstMonday : 0;
        long into = (Nanoseconds - origin) % timeframe.Nanoseconds;
        return new(Nanoseconds - (into < 0 ? into + timeframe.Nanoseconds : into));
    }

    public static Timestamp Max(Timestamp left, Timestamp right) =>
        left.Nanoseconds >= right.Nanoseconds ? left : right;

    public static TimeSpan operator -(Timestamp left, Timestamp right) =>
        TimeSpan.FromTicks((left.Nanoseconds - right.Nanoseconds) / NanosecondsPerTick);

    public static Timestamp operator +(Timestamp left, TimeSpan right) =>
        new(left.Nanoseconds + right.Ticks * NanosecondsPerTick);

    public static Timestamp operator +(Timestamp left, Timeframe right) => new(left.Nanoseconds + right.Nanoseconds);

    public static Timestamp operator -(Timestamp left, Timeframe right) => new(left.Nanoseconds - right.Nanoseconds);

    public static bool operator <(Timestamp left, Timestamp right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Timestamp left, Timestamp right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Timestamp left, Timestamp right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Timestamp left, Timestamp right) => left.Nanoseconds >= right.Nanoseconds;

    public int CompareTo(Timestamp other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>ISO 8601 in UTC with as many decimals as needed, down to 100 ns: <c>2024-07-18T23:57:02.504Z</c>.</summary>
    public override string ToString() =>
        ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
