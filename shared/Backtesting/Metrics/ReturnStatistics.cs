namespace Parley.Backtesting;

/// <summary>Ratios over a sample of daily returns. Each is null where it has no meaning.</summary>
internal static class ReturnStatistics
{
    /// <summary>Crypto trades every day.</summary>
    private const double DaysPerYear = 365.0;

    /// <summary>Below this, spread is rounding noise of equal returns rather than variance.</summary>
    private const double SpreadMin = 1e-12;

    public static double? Sharpe(ReadOnlySpan<double> returns) => PerDaySharpe(returns) * Math.Sqrt(DaysPerYear);

    public static double? Sortino(ReadOnlySpan<double> returns)
    {
        if (returns.Length < 2) return null;
        double squares = 0.0;
        foreach (double r in returns) squares += r < 0.0 ? r * r : 0.0;
        double downside = Math.Sqrt(squares / returns.Length);
        return downside > SpreadMin ? Mean(returns) / downside * Math.Sqrt(DaysPerYear) : null;
    }

    public static double? Omega(ReadOnlySpan<double> returns)
    {
        double gains = 0.0;
        double losses = 0.0;
        foreach (double r in returns)
        {
            if (r > 0.0) gains += r;
            else losses -= r;
        }

        return returns.Length >= 2 && losses > SpreadMin ? gains / losses : null;
    }

    /// <summary>
    /// Φ(ŜR·√(n−1) ÷ √(1 − γ₃·ŜR + (γ₄−1)/4·ŜR²)) with ŜR per day, γ₃ skewness and γ₄ kurtosis (normal: 3) of the sample.
    /// </summary>
    public static double? ProbabilisticSharpe(ReadOnlySpan<double> returns)
    {
        if (returns.Length < 3 || PerDaySharpe(returns) is not { } sharpe) return null;
        double mean = Mean(returns);
        double second = 0.0;
        double third = 0.0;
        double fourth = 0.0;
        foreach (double r in returns)
        {
            double d = r - mean;
            second += d * d;
            third += d * d * d;
            fourth += d * d * d * d;
        }

        double n = returns.Length;
        double variance = second / n;
        double skewness = third / n / (variance * Math.Sqrt(variance));
        double kurtosis = fourth / n / (variance * variance);
        double spread = 1.0 - skewness * sharpe + (kurtosis - 1.0) / 4.0 * sharpe * sharpe;
        return spread > 0.0 ? NormalDistribution.Cumulative(sharpe * Math.Sqrt(n - 1.0) / Math.Sqrt(spread)) : null;
    }

    /// <summary>Minus the <paramref name="tail"/> quantile, linearly interpolated; null when the sample has no such tail.</summary>
    public static double? ValueAtRisk(ReadOnlySpan<double> returns, double tail)
    {
        if (returns.Length * tail < 1.0 - 1e-9) return null;
        double[] sorted = returns.ToArray();
        Array.Sort(sorted);
        double at = tail * (sorted.Length - 1);
        int below = (int)at;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return -(sorted[below] + (at - below) * (sorted[above] - sorted[below]));
    }

    private static double? PerDaySharpe(ReadOnlySpan<double> returns)
    {
        if (returns.Length < 2) return null;
        double mean = Mean(returns);
        double squares = 0.0;
        foreach (double r in returns) squares += (r - mean) * (r - mean);
        double deviation = Math.Sqrt(squares / (returns.Length - 1));
        return deviation > SpreadMin ? mean / deviation : null;
    }

    private static double Mean(ReadOnlySpan<double> returns)
    {
        double sum = 0.0;
        foreach (double r in returns) sum += r;
        return sum / returns.Length;
    }
}
