namespace Parley.Features.Tests;

/// <summary>
/// Every bar feature once more, straight from its definition: whole columns over whole series, plain loops, nothing
/// carried from one bar to the next that the definition itself does not carry. NaN where there is no value.
/// </summary>
internal static partial class BarReference
{
    /// <summary>One dictionary for each part of the catalogue; a name in two of them fails at once.</summary>
    public static IReadOnlyDictionary<string, Func<BarColumns, double[]>> Columns { get; } =
        new[] { Core(), Momentum(), Statistics(), Patterns(), Levels(), Calendar(), Channels(), Volatility(), Profile() }
            .SelectMany(part => part).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, Func<BarColumns, double[]>> Core() => new(StringComparer.Ordinal)
    {
        ["close"] = b => b.Close,
        ["return_1"] = b => b.Column(2, i => b.Close[i] / b.Close[i - 1] - 1),
        ["momentum_5"] = b => b.Column(6, i => b.Close[i] / b.Close[i - 5] - 1),
        ["sma_20"] = b => b.Column(20, i => BarColumns.Window(b.Close, i, 20).Average()),
        ["sma_50"] = b => b.Column(50, i => BarColumns.Window(b.Close, i, 50).Average()),
        ["ema_12"] = b => Exponential(b.Close, 12, first: 0),
        ["ema_26"] = b => Exponential(b.Close, 26, first: 0),
        ["macd"] = Macd,
        ["macd_signal"] = MacdSignal,
        ["macd_histogram"] = b => [.. Macd(b).Zip(MacdSignal(b), (line, signal) => line - signal)],
        ["bollinger_upper"] = b => Band(b, +2),
        ["bollinger_middle"] = b => Band(b, 0),
        ["bollinger_lower"] = b => Band(b, -2),
        ["bollinger_percent_b"] = b => b.Column(20, i => (b.Close[i] - Band(b, i, -2)) / (Band(b, i, 2) - Band(b, i, -2))),
        ["bollinger_bandwidth"] = b => b.Column(20, i => (Band(b, i, 2) - Band(b, i, -2)) / Band(b, i, 0)),
        ["atr_14"] = AverageRange,
        ["adx_14"] = b => Directional(b).Index,
        ["plus_di_14"] = b => Directional(b).Plus,
        ["minus_di_14"] = b => Directional(b).Minus,
        ["vwap"] = b => b.Column(1, i => Vwap(b, i)),
        ["vwap_deviation"] = b => b.Column(1, i => b.Close[i] / Vwap(b, i) - 1),
        ["obv"] = OnBalance,
        ["volume_ratio_20"] = b => b.Column(20, i => b.Volume[i] / BarColumns.Window(b.Volume, i, 20).Average()),
        ["realised_volatility_20"] = b => b.Column(21, i => SampleDeviation(b, i, 20)),
        ["donchian_high_20"] = b => b.Column(20, i => BarColumns.Window(b.High, i, 20).Max()),
        ["donchian_low_20"] = b => b.Column(20, i => BarColumns.Window(b.Low, i, 20).Min()),
        ["prior_high_20"] = b => b.Column(21, i => BarColumns.Window(b.High, i - 1, 20).Max()),
        ["prior_low_20"] = b => b.Column(21, i => BarColumns.Window(b.Low, i - 1, 20).Min()),
        ["bars_since_gap"] = UnbrokenRow,
    };

    private static double[] Exponential(double[] input, int period, int first)
    {
        double[] column = BarColumns.Empty(input.Length);
        if (input.Length < first + period) return column;
        int start = first + period - 1;
        column[start] = input.Skip(first).Take(period).Average();
        double weight = 2.0 / (period + 1);
        for (int i = start + 1; i < input.Length; i++) column[i] = weight * input[i] + (1 - weight) * column[i - 1];
        return column;
    }

    // TA-Lib: both averages have their first value on bar 26, the fast one from closes 15 to 26.
    private static double[] Macd(BarColumns bars) =>
        [.. Exponential(bars.Close, 12, first: 14).Zip(Exponential(bars.Close, 26, first: 0), (fast, slow) => fast - slow)];

    private static double[] MacdSignal(BarColumns bars) => Exponential(Macd(bars), 9, first: 25);

    private static double[] Band(BarColumns bars, int deviations) => bars.Column(20, i => Band(bars, i, deviations));

    private static double Band(BarColumns bars, int i, int deviations)
    {
        double[] window = BarColumns.Window(bars.Close, i, 20);
        double mean = window.Average();
        return mean + deviations * Math.Sqrt(window.Sum(x => (x - mean) * (x - mean)) / 20);
    }

    private static double Vwap(BarColumns bars, int last)
    {
        double notional = 0;
        double volume = 0;
        for (int i = last; i >= 0 && bars.Day[i] == bars.Day[last]; i--)
        {
            notional += (bars.High[i] + bars.Low[i] + bars.Close[i]) / 3 * bars.Volume[i];
            volume += bars.Volume[i];
        }

        return notional / volume;
    }

    private static double[] OnBalance(BarColumns bars)
    {
        // Decimal: volumes have few digits, so the reference sum is exact.
        double[] column = new double[bars.Count];
        decimal balance = 0;
        for (int i = 0; i < bars.Count; i++)
        {
            int direction = i == 0 ? 1 : Math.Sign(bars.Close[i] - bars.Close[i - 1]);
            balance += direction * (decimal)bars.Volume[i];
            column[i] = (double)balance;
        }

        return column;
    }

    private static double SampleDeviation(BarColumns bars, int last, int count)
    {
        double[] returns = [.. Enumerable.Range(last - count + 1, count).Select(i => Math.Log(bars.Close[i] / bars.Close[i - 1]))];
        double mean = returns.Average();
        return Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (count - 1));
    }

    private static double[] UnbrokenRow(BarColumns bars)
    {
        double[] column = new double[bars.Count];
        for (int i = 0; i < bars.Count; i++) column[i] = i == 0 || bars.StartsAfterGap[i] ? 1 : column[i - 1] + 1;
        return column;
    }
}
