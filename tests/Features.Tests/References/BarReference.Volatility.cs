namespace Parley.Features.Tests;

/// <summary>Volatility and volume.</summary>
internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Volatility() => new(StringComparer.Ordinal)
    {
        ["bollinger_squeeze"] = b =>
        {
            double[] range = TrueRanges(b, 20);
            return b.Column(21, i => Band(b, i, 2) - Band(b, i, 0) < 1.5 * range[i] ? 1 : 0);
        },
        ["natr_14"] = b => [.. TrueRanges(b, 14).Select((range, i) => range / b.Close[i])],
        ["realised_volatility"] = b => b.Column(21, i => SampleDeviation(b, i, 20) * Math.Sqrt(365 * 24 * 12)),
        ["parkinson_volatility_20"] = b => b.Column(
            20, i => Math.Sqrt(Enumerable.Range(i - 19, 20).Sum(k => Math.Pow(Math.Log(b.High[k] / b.Low[k]), 2)) / (80 * Math.Log(2)))),
        ["volatility_of_volatility_20"] = VolatilityOfVolatility,
        ["expected_volatility"] = ExpectedVolatility,
        ["volatility_surprise"] = b => b.Column(21, i => SampleDeviation(b, i, 20)).Zip(ExpectedVolatility(b), (now, expected) => expected == 0 ? double.NaN : now / expected).ToArray(),
        ["vwap_20"] = b => b.Column(20, i => RollingVwap(b, i)),
        ["vwap_20_deviation"] = b => b.Column(20, i => b.Close[i] / RollingVwap(b, i) - 1),
        ["cmf_20"] = b => b.Column(20, i => Enumerable.Range(i - 19, 20).Sum(k => Location(b, k) * b.Volume[k]) / BarColumns.Window(b.Volume, i, 20).Sum()),
        ["volume_spike_50"] = b => b.Column(50, i => b.Volume[i] / BarColumns.Window(b.Volume, i, 50).Average()),
        ["buying_pressure_20"] = b => b.Column(
            20, i => Enumerable.Range(i - 19, 20).Sum(k => Math.Sign(b.Close[k] - b.Open[k]) * b.Volume[k]) / BarColumns.Window(b.Volume, i, 20).Sum()),
        ["taker_buy_share"] = b => b.Column(1, i => b.TakerBuyVolume[i] / b.Volume[i]),
        ["illiquidity_20"] = Illiquidity,
    };

    private static double[] VolatilityOfVolatility(BarColumns bars)
    {
        double[] volatility = bars.Column(21, i => SampleDeviation(bars, i, 20));
        return bars.Column(40, i =>
        {
            double[] window = BarColumns.Window(volatility, i, 20);
            double mean = window.Average();
            return Math.Sqrt(window.Sum(v => (v - mean) * (v - mean)) / 19);
        });
    }

    // For every bar, all complete hours before the one its close lies in that are the same hour of the day.
    private static double[] ExpectedVolatility(BarColumns bars)
    {
        List<double>[] hours = [.. Enumerable.Range(0, 24).Select(_ => new List<double>())];
        double[] column = BarColumns.Empty(bars.Count);
        double squares = 0;
        int count = 0;
        for (int i = 0; i < bars.Count; i++)
        {
            if (i > 0)
            {
                if (bars.Hour[i] != bars.Hour[i - 1] && count > 0)
                {
                    hours[bars.Hour[i - 1] % 24].Add(squares / count);
                    (squares, count) = (0, 0);
                }

                squares += Math.Pow(Math.Log(bars.Close[i] / bars.Close[i - 1]), 2);
                count++;
            }

            double expected = double.NaN;
            foreach (double meanSquare in hours[bars.CloseHour[i] % 24])
                expected = double.IsNaN(expected) ? meanSquare : 0.9 * expected + 0.1 * meanSquare;
            column[i] = Math.Sqrt(expected);
        }

        return column;
    }

    private static double RollingVwap(BarColumns bars, int last) =>
        Enumerable.Range(last - 19, 20).Sum(k => (bars.High[k] + bars.Low[k] + bars.Close[k]) / 3 * bars.Volume[k])
        / BarColumns.Window(bars.Volume, last, 20).Sum();

    private static double Location(BarColumns bars, int i) => bars.High[i] == bars.Low[i]
        ? 0
        : (bars.Close[i] - bars.Low[i] - (bars.High[i] - bars.Close[i])) / (bars.High[i] - bars.Low[i]);

    private static double[] Illiquidity(BarColumns bars)
    {
        double[] column = BarColumns.Empty(bars.Count);
        var traded = new List<double>();
        for (int i = 1; i < bars.Count; i++)
        {
            if (bars.Volume[i] > 0) traded.Add(Math.Abs(bars.Close[i] / bars.Close[i - 1] - 1) / (bars.Close[i] * bars.Volume[i] / 1e6));
            if (traded.Count >= 20) column[i] = traded.TakeLast(20).Average();
        }

        return column;
    }
}
