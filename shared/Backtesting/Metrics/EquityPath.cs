namespace Parley.Backtesting;

/// <summary>Lows, highs and drawdowns of an equity curve that begins at the starting balance.</summary>
internal sealed record EquityPath(
    double Min, double Max, double Mean, double MaxRelativeDrawdown, TimeSpan LongestUnderwater, Drawdown? Deepest)
{
    public static EquityPath Of(TimeSeries equity, Timestamp begin, double startingBalance)
    {
        ReadOnlySpan<double> values = equity.Values;
        double min = startingBalance;
        double sum = 0.0;
        double peak = startingBalance;
        double relative = 0.0;
        double deepest = 0.0;
        Timestamp peakTime = begin;
        (double High, int Low, Timestamp Start) deep = (peak, -1, begin);
        TimeSpan longest = TimeSpan.Zero;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            sum += value;
            if (value >= peak)
            {
                Timestamp now = equity.Time(i);
                if (now - peakTime is var dry && dry > longest && i > 0 && values[i - 1] < peak) longest = dry;
                peak = value;
                peakTime = now;
                continue;
            }

            min = Math.Min(min, value);
            relative = Math.Max(relative, (peak - value) / peak);
            if (peak - value <= deepest) continue;
            deepest = peak - value;
            deep = (peak, i, peakTime);
        }

        if (values.Length > 0 && values[^1] < peak && equity.Time(values.Length - 1) - peakTime is var rest && rest > longest)
            longest = rest;
        return new EquityPath(
            min, peak, values.Length > 0 ? sum / values.Length : startingBalance, relative, longest, Describe(equity, deep));
    }

    /// <summary>Share of the running high lost at each point, from 0 to 1.</summary>
    public static double[] Underwater(TimeSeries equity, double startingBalance)
    {
        double[] depths = new double[equity.Count];
        double peak = startingBalance;
        ReadOnlySpan<double> values = equity.Values;
        for (int i = 0; i < depths.Length; i++)
        {
            peak = Math.Max(peak, values[i]);
            depths[i] = (peak - values[i]) / peak;
        }

        return depths;
    }

    private static Drawdown? Describe(TimeSeries equity, (double High, int Low, Timestamp Start) deep)
    {
        if (deep.Low < 0) return null;
        double low = equity[deep.Low];
        Timestamp? recovered = null;
        ReadOnlySpan<double> values = equity.Values;
        for (int i = deep.Low + 1; i < values.Length && recovered is null; i++)
            if (values[i] >= deep.High) recovered = equity.Time(i);
        double amount = deep.High - low;
        return new Drawdown(
            amount, 100.0 * amount / deep.High, deep.High, low, deep.Start, equity.Time(deep.Low), recovered);
    }
}
