using System.Globalization;
using System.Text.Json.Serialization;

namespace Parley.Domain;

/// <summary>The length of a bar: a positive whole number of seconds, minutes, hours, days or weeks.</summary>
[JsonConverter(typeof(TimeframeJsonConverter))]
public readonly record struct Timeframe : IComparable<Timeframe>
{
    private const long Second = 1_000_000_000;

    private static readonly (char Unit, long Nanoseconds)[] Units =
        [('w', 604_800 * Second), ('d', 86_400 * Second), ('h', 3_600 * Second), ('m', 60 * Second), ('s', Second)];

    private Timeframe(long nanoseconds) => Nanoseconds = nanoseconds;

    public static Timeframe OneMinute { get; } = new(60 * Second);

    public static Timeframe FiveMinutes { get; } = new(300 * Second);

    public static Timeframe OneHour { get; } = new(3_600 * Second);

    public static Timeframe OneDay { get; } = new(86_400 * Second);

    public long Nanoseconds { get; }

    public TimeSpan Duration => TimeSpan.FromTicks(Nanoseconds / 100);

    /// <exception cref="ArgumentOutOfRangeException">Not a positive whole number of seconds.</exception>
    public static Timeframe From(TimeSpan duration)
    {
        long nanoseconds = duration.Ticks * 100;
        return nanoseconds > 0 && nanoseconds % Second == 0
            ? new(nanoseconds)
            : throw new ArgumentOutOfRangeException(nameof(duration), duration, "A timeframe is whole seconds, above 0.");
    }

    /// <summary>Reads <c>30s</c>, <c>1m</c>, <c>5m</c>, <c>1h</c>, <c>1d</c>, <c>1w</c>.</summary>
    /// <exception cref="FormatException">Anything else.</exception>
    public static Timeframe Parse(string text) =>
        TryParse(text, out Timeframe timeframe)
            ? timeframe
            : throw new FormatException($"'{text}' is not a timeframe; write for example 30s, 1m, 5m, 1h, 1d or 1w.");

    public static bool TryParse(string? text, out Timeframe timeframe)
    {
        timeframe = default;
        if (text is not { Length: > 1 }) return false;
        long unit = Array.Find(Units, u => u.Unit == text[^1]).Nanoseconds;
        if (unit == 0) return false;
        if (!int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return false;
        if (count is <= 0 or > 100_000) return false;
        timeframe = new(count * unit);
        return true;
    }

    public int CompareTo(Timeframe other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(Timeframe left, Timeframe right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Timeframe left, Timeframe right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Timeframe left, Timeframe right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Timeframe left, Timeframe right) => left.Nanoseconds >= right.Nanoseconds;

    public override string ToString()
    {
        foreach ((char unit, long nanoseconds) in Units)
            if (Nanoseconds % nanoseconds == 0) return $"{Nanoseconds / nanoseconds}{unit}";
        return $"{Nanoseconds}ns";
    }
}
