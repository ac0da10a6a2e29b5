namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private const double Still = 1e-12;

    private static Dictionary<string, Func<BarColumns, double[]>> Statistics() => new(StringComparer.Ordinal)
    {
        ["skewness_50"] = b => b.Column(51, i => StandardMoment(b, i, 3)),
        ["kurtosis_50"] = b => b.Column(51, i => StandardMoment(b, i, 4) - 3),
        ["hurst_128"] = b => b.Column(128, i => Hurst(BarColumns.Window(b.Close, i, 128))),
        ["shannon_entropy_64"] = b => OfScaledReturns(b, Shannon),
        ["sample_entropy_64"] = b => OfScaledReturns(b, SampleEntropyOf),
    };

    private static double LogReturn(BarColumns bars, int i) => Math.Log(bars.Close[i] / bars.Close[i - 1]);

    // Two passes: deviations from the mean first, so nothing cancels.
    private static double StandardMoment(BarColumns bars, int last, int order)
    {
        double[] returns = [.. Enumerable.Range(last - 49, 50).Select(i => LogReturn(bars, i))];
        double mean = returns.Average();
        double deviation = Math.Sqrt(returns.Average(r => (r - mean) * (r - mean)));
        return deviation > Still ? returns.Average(r => Math.Pow((r - mean) / deviation, order)) : double.NaN;
    }

    private static double Hurst(double[] closes)
    {
        int[] lags = [1, 2, 4, 8, 16];
        double[] x = [.. lags.Select(lag => Math.Log(lag))];
        double[] y = [.. lags.Select(lag => 0.5 * Math.Log(MeanSquare(closes, lag)))];
        if (lags.Any(lag => MeanSquare(closes, lag) <= Still * Still)) return double.NaN;
        double meanX = x.Average();
        double meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }

    private static double MeanSquare(double[] closes, int lag) =>
        Enumerable.Range(lag, closes.Length - lag).Average(i => Math.Pow(Math.Log(closes[i] / closes[i - lag]), 2));

    private static double[] OfScaledReturns(BarColumns bars, Func<double[], double> measure)
    {
        double[] scaled = bars.Column(22, i => LogReturn(bars, i) / Math.Max(SampleDeviation(bars, i - 1, 20), Still));
        return bars.Column(85, i => measure(BarColumns.Window(scaled, i, 64)));
    }

    private static double Shannon(double[] window) =>
        -window.GroupBy(z => Math.Sign(z) * (Math.Abs(z) <= 0.5 ? 0 : Math.Abs(z) <= 1.5 ? 1 : 2))
            .Select(g => g.Count() / (double)window.Length).Sum(p => p * Math.Log(p)) / Math.Log(5);

    private static double SampleEntropyOf(double[] window)
    {
        int pairs = 0, triples = 0;
        for (int i = 0; i < window.Length - 2; i++)
            for (int j = i + 1; j < window.Length - 2; j++)
            {
                bool two = Alike(window, i, j, 2);
                pairs += two ? 1 : 0;
                triples += two && Alike(window, i, j, 3) ? 1 : 0;
            }

        return triples == 0 ? double.NaN : -Math.Log(triples / (double)pairs);
    }

    private static bool Alike(double[] window, int i, int j, int length)
    {
        for (int k = 0; k < length; k++)
            if (Math.Abs(window[i + k] - window[j + k]) > 0.2) return false;
        return true;
    }
}
