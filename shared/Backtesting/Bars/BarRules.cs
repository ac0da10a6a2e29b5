namespace Parley.Backtesting;

/// <summary>What makes a row of numbers a bar.</summary>
internal static class BarRules
{
    /// <summary>Says what is wrong with a bar, or null when it is sound. Times in nanoseconds, prices in 10⁻⁸.</summary>
    /// <param name="earliest">First moment at which the bar may open: the end of the bar before it.</param>
    public static string? Violation(
        long earliest, long openTime, long open, long high, long low, long close, double volume)
    {
        bool sound = low > 0 & low <= open & low <= close & open <= high & close <= high
            & volume >= 0 & volume < double.PositiveInfinity & openTime >= earliest;
        return sound ? null : Describe(earliest, openTime, open, high, low, close, volume);
    }

    private static string Describe(
        long earliest, long openTime, long open, long high, long low, long close, double volume)
    {
        if (openTime < earliest)
            return $"opens at {new Timestamp(openTime)}, before {new Timestamp(earliest)}, when the bar before it ends";
        if (Math.Min(Math.Min(open, high), Math.Min(low, close)) <= 0) return "a price is not positive";
        if (high < low) return $"high {Price.FromRaw(high)} lies below low {Price.FromRaw(low)}";
        if (open > high || open < low) return $"open {Price.FromRaw(open)} lies outside low to high";
        if (close > high || close < low) return $"close {Price.FromRaw(close)} lies outside low to high";
        return $"volume {volume} is not a number from 0 up";
    }
}
