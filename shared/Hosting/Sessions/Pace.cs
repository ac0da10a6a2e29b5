using System.Globalization;

namespace Parley.Hosting;

/// <summary>How fast and how long a run goes, as people write it.</summary>
public static class Pace
{
    /// <summary>Market seconds shown per second unless somebody says otherwise.</summary>
    public const double Normal = 60;

    /// <returns>Market seconds per second; null for as fast as it can.</returns>
    /// <exception cref="ConfigException">Neither a number above 0 nor max.</exception>
    public static double? Speed(string text)
    {
        if (text == "max") return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double speed) && speed is > 0 and <= 1_000_000
            ? speed
            : throw new ConfigException($"--speed {text}: write a number above 0, or max.");
    }

    /// <exception cref="ConfigException">Not a duration between 0 and a year.</exception>
    public static TimeSpan Span(string text)
    {
        try
        {
            TimeSpan span = DurationConverter.Parse(text);
            return span > TimeSpan.Zero && span <= TimeSpan.FromDays(365) ? span : throw new FormatException($"'{text}' is not between 0 and a year.");
        }
        catch (FormatException e)
        {
            throw new ConfigException($"--duration: {e.Message}");
        }
    }
}
