namespace Parley.Backtesting;

internal static class NormalDistribution
{
    /// <summary>
    /// Probability that a standard normal variable is at most <paramref name="x"/>, to about 10⁻¹⁵: the Taylor series
    /// ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) of Marsaglia, "Evaluating the Normal Distribution", 2004.
    /// </summary>
    public static double Cumulative(double x)
    {
        if (x < -8.0) return 0.0;
        if (x > 8.0) return 1.0;
        double sum = x;
        double before = 0.0;
        double term = x;
        for (int i = 3; sum != before; i += 2)
        {
            before = sum;
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI);
    }
}
