using System.Globalization;

namespace Parley.Backtesting;

/// <summary>How numbers are written for people. A dash stands for what has no value.</summary>
internal static class Amount
{
    public const string None = "–";

    /// <summary>All digits, no superfluous zeros, no separators.</summary>
    public static string Exact(decimal value) =>
        value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Two decimals and thousands separators: money.</summary>
    public static string Money(decimal? value) => value is { } v ? Money((double)v) : None;

    /// <inheritdoc cref="Money(decimal?)"/>
    public static string Money(double value) => Format(value, "#,##0.00");

    /// <summary>Money with its sign, for profits.</summary>
    public static string Profit(decimal? value) => value >= 0.005m ? "+" + Money(value) : Money(value);

    /// <summary>As many decimals as a price of this size needs.</summary>
    public static string Price(decimal value)
    {
        string format = Math.Abs(value) switch { >= 100m => "#,##0.00", >= 1m => "0.0000", _ => "0.00000000" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }

    public static string Percent(double? value) =>
        value is { } v ? Format(v, "#,##0.00") + " %" : None;

    public static string SignedPercent(double? value) => value >= 0.005 ? "+" + Percent(value) : Percent(value);

    public static string Ratio(double? value) => value is { } v ? Format(v, "#,##0.00") : None;

    /// <summary>With a true minus sign, and none before a number that rounds to zero.</summary>
    public static string Format(double value, string format)
    {
        string text = value.ToString(format, CultureInfo.InvariantCulture);
        bool zero = text.AsSpan().IndexOfAnyInRange('1', '9') < 0;
        return zero ? text.TrimStart('-') : text.Replace('-', '−');
    }

    /// <summary>The two largest units that matter: <c>3 d 4 h</c>, <c>5 h 20 min</c>, <c>45 s</c>.</summary>
    public static string Duration(TimeSpan? value) => value switch
    {
        null => None,
        { TotalDays: >= 1 } d => $"{d.Days:#,##0} d {d.Hours} h",
        { TotalHours: >= 1 } h => $"{h.Hours} h {h.Minutes} min",
        { TotalMinutes: >= 1 } m => $"{m.Minutes} min",
        { } s => $"{s.Seconds} s",
    };

    /// <summary>Minutes are enough; UTC.</summary>
    public static string Moment(Timestamp time) =>
        time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Day(Timestamp time) => Day(DateOnly.FromDateTime(time.ToDateTimeOffset().UtcDateTime));

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
