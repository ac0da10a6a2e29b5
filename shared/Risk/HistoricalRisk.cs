using Parley.Domain;

namespace Parley.Risk;

/// <summary>What the worst bars of a history would cost, in quote currency, 0 when they would cost nothing.</summary>
/// <param name="ValueAtRisk">The loss that 95 % of the bars stay below: the smallest of the worst 5 %.</param>
/// <param name="Shortfall">The mean of the worst 5 %: what to expect when the value at risk is passed (CVaR).</param>
public readonly record struct TailLoss(double ValueAtRisk, double Shortfall);

/// <summary>
/// Historical simulation at 95 %: today's positions are taken through the returns of the past, bar by bar. The mean of the
/// worst twentieth is convex in the position, so that between two sizes it is never above the straight line.
/// </summary>
public static class HistoricalRisk
{
    /// <summary>Bars looked at; of a longer history the youngest.</summary>
    public const int BarsMax = 1_280;

    private const int OneIn = 20;

    /// <param name="returns">Per bar, as a fraction.</param>
    /// <param name="notional">Held of the instrument in quote currency; negative when short.</param>
    /// <param name="elsewhere">Profit of everything else in each of the same bars; empty when there is nothing else.</param>
    /// <exception cref="ArgumentException">The two histories have different lengths.</exception>
    public static TailLoss Of(ReadOnlySpan<double> returns, double notional, ReadOnlySpan<double> elsewhere)
    {
        if (!elsewhere.IsEmpty && elsewhere.Length != returns.Length)
            throw new ArgumentException("Both histories must have the same length.", nameof(elsewhere));
        if (returns.IsEmpty) return default;
        int first = Math.Max(0, returns.Length - BarsMax);
        returns = returns[first..];
        int size = (returns.Length + OneIn - 1) / OneIn;
        Span<double> worst = stackalloc double[BarsMax / OneIn];
        worst = worst[..size];
        worst.Fill(double.NegativeInfinity);
        if (elsewhere.IsEmpty)
        {
            foreach (double change in returns) Keep(worst, -notional * change);
        }
        else
        {
            elsewhere = elsewhere[first..];
            for (int i = 0; i < returns.Length; i++) Keep(worst, -(notional * returns[i] + elsewhere[i]));
        }

        double sum = 0;
        foreach (double loss in worst) sum += loss;
        return new(Math.Max(0, worst[^1]), Math.Max(0, sum / size));
    }

    /// <summary>Pearson's correlation; null where one of the two never changes or they differ in length.</summary>
    public static double? Correlation(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        if (left.Length != right.Length || left.Length < 2) return null;
        double meanLeft = 0;
        double meanRight = 0;
        for (int i = 0; i < left.Length; i++) (meanLeft, meanRight) = (meanLeft + left[i], meanRight + right[i]);
        (meanLeft, meanRight) = (meanLeft / left.Length, meanRight / right.Length);
        double both = 0;
        double squaresLeft = 0;
        double squaresRight = 0;
        for (int i = 0; i < left.Length; i++)
        {
            double x = left[i] - meanLeft;
            double y = right[i] - meanRight;
            both += x * y;
            squaresLeft += x * x;
            squaresRight += y * y;
        }

        double scale = Math.Sqrt(squaresLeft) * Math.Sqrt(squaresRight);
        return scale > 0 ? Math.Clamp(both / scale, -1, 1) : null;
    }

    /// <summary>By how much a loss per bar is larger per day, if bars know nothing of each other: √(bars in a day).</summary>
    public static double PerDay(Timeframe every) => Math.Sqrt(Timeframe.OneDay.Nanoseconds / (double)every.Nanoseconds);

    // The worst so far, worst first.
    private static void Keep(Span<double> worst, double loss)
    {
        int i = worst.Length - 1;
        if (!(loss > worst[i])) return;
        for (; i > 0 && loss > worst[i - 1]; i--) worst[i] = worst[i - 1];
        worst[i] = loss;
    }
}
