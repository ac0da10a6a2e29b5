namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Calendar() => new(StringComparer.Ordinal)
    {
        ["session_asia"] = b => Sessions(b, "00:00", "08:00"),
        ["session_europe"] = b => Sessions(b, "07:00", "16:00"),
        ["session_us"] = b => Sessions(b, "13:00", "22:00"),
        ["hour_of_day"] = b => [.. b.ClosedAt.Select(t => (double)t.Hour)],
        ["day_of_week"] = b => [.. b.ClosedAt.Select(t => (double)(((int)t.DayOfWeek + 6) % 7))],
    };

    private static double[] Sessions(BarColumns bars, string opens, string closes)
    {
        TimeOnly from = TimeOnly.ParseExact(opens, "HH:mm");
        TimeOnly until = TimeOnly.ParseExact(closes, "HH:mm");
        return [.. bars.ClosedAt.Select(t => TimeOnly.FromDateTime(t.UtcDateTime).IsBetween(from, until) ? 1.0 : 0)];
    }
}
