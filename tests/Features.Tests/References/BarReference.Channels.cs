namespace Parley.Features.Tests;

/// <summary>Averages, channels, volatility and volume.</summary>
internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Channels() => new(StringComparer.Ordinal)
    {
        ["range"] = b => b.Column(1, i => (b.High[i] - b.Low[i]) / b.Close[i]),
        ["momentum_20"] = b => b.Column(21, i => b.Close[i] / b.Close[i - 20] - 1),
        ["sma_5"] = b => Average(b, 5),
        ["sma_200"] = b => Average(b, 200),
        ["sma_20_50_cross"] = b => Cross(b, 20, 50),
        ["sma_50_200_cross"] = b => Cross(b, 50, 200),
        ["wma_20"] = b => b.Column(20, i => BarColumns.Window(b.Close, i, 20).Select((close, k) => close * (k + 1)).Sum() / 210),
        ["ema_20"] = b => Exponential(b.Close, 20, first: 0),
        ["ema_50"] = b => Exponential(b.Close, 50, first: 0),
        ["ema_200"] = b => Exponential(b.Close, 200, first: 0),
        ["keltner_upper"] = b => Keltner(b, +2),
        ["keltner_middle"] = b => Keltner(b, 0),
        ["keltner_lower"] = b => Keltner(b, -2),
        ["ichimoku_tenkan"] = b => MidRange(b, 9),
        ["ichimoku_kijun"] = b => MidRange(b, 26),
        ["ichimoku_senkou_a"] = SenkouA,
        ["ichimoku_senkou_b"] = SenkouB,
        ["ichimoku_cloud"] = b => [.. SenkouA(b).Zip(SenkouB(b)).Select((edges, i) => Cloud(b.Close[i], edges.First, edges.Second))],
        ["ichimoku_chikou"] = b => b.Column(27, i => b.Close[i] / b.Close[i - 26] - 1),
        ["supertrend"] = b => SuperTrends(b).Line,
        ["supertrend_direction"] = b => SuperTrends(b).Direction,
        ["chandelier_long"] = b => Chandelier(b, (i, range) => BarColumns.Window(b.High, i, 22).Max() - 3 * range),
        ["chandelier_short"] = b => Chandelier(b, (i, range) => BarColumns.Window(b.Low, i, 22).Min() + 3 * range),
    };

    private static double[] Average(BarColumns bars, int period) =>
        bars.Column(period, i => BarColumns.Window(bars.Close, i, period).Average());

    // In whole cents, so that equal averages are equal: sign of fast sum × slow period − slow sum × fast period.
    private static double[] Cross(BarColumns bars, int fast, int slow)
    {
        double[] column = BarColumns.Empty(bars.Count);
        int side = 0;
        for (int i = slow - 1; i < bars.Count; i++)
        {
            long Sum(int period) => Enumerable.Range(i - period + 1, period).Sum(k => BarColumns.Cents(bars.Close, k));
            int now = Math.Sign(Sum(fast) * slow - Sum(slow) * fast);
            if (i >= slow) column[i] = side * now < 0 ? now : 0;
            if (now != 0) side = now;
        }

        return column;
    }

    private static double[] TrueRanges(BarColumns bars, int period)
    {
        double[] column = BarColumns.Empty(bars.Count);
        if (bars.Count <= period) return column;
        column[period] = Enumerable.Range(1, period).Average(i => TrueRange(bars, i));
        for (int i = period + 1; i < bars.Count; i++) column[i] = (column[i - 1] * (period - 1) + TrueRange(bars, i)) / period;
        return column;
    }

    private static double[] Keltner(BarColumns bars, int ranges)
    {
        double[] range = TrueRanges(bars, 10);
        return [.. Exponential(bars.Close, 20, first: 0).Select((middle, i) => ranges == 0 ? middle : middle + ranges * range[i])];
    }

    private static double[] MidRange(BarColumns bars, int period) => bars.Column(
        period, i => (BarColumns.Window(bars.High, i, period).Max() + BarColumns.Window(bars.Low, i, period).Min()) / 2);

    private static double[] Earlier(double[] column, int bars) => [.. Enumerable.Repeat(double.NaN, Math.Min(bars, column.Length)), .. column.SkipLast(bars)];

    private static double[] SenkouA(BarColumns bars) =>
        Earlier([.. MidRange(bars, 9).Zip(MidRange(bars, 26), (tenkan, kijun) => (tenkan + kijun) / 2)], 26);

    private static double[] SenkouB(BarColumns bars) => Earlier(MidRange(bars, 52), 26);

    private static double Cloud(double close, double a, double b)
    {
        if (double.IsNaN(a) || double.IsNaN(b)) return double.NaN;
        if (close > a && close > b) return 1;
        return close < a && close < b ? -1 : 0;
    }

    // Final bands as in the usual pseudo-code: basic bands, ratchet, then which of the two the line is.
    private static (double[] Line, double[] Direction) SuperTrends(BarColumns bars)
    {
        double[] range = TrueRanges(bars, 10);
        double[] upper = BarColumns.Empty(bars.Count);
        double[] lower = BarColumns.Empty(bars.Count);
        double[] line = BarColumns.Empty(bars.Count);
        double[] direction = BarColumns.Empty(bars.Count);
        for (int i = 10; i < bars.Count; i++)
        {
            double basicUpper = (bars.High[i] + bars.Low[i]) / 2 + 3 * range[i];
            double basicLower = (bars.High[i] + bars.Low[i]) / 2 - 3 * range[i];
            bool first = i == 10;
            upper[i] = first || basicUpper < upper[i - 1] || bars.Close[i - 1] > upper[i - 1] ? basicUpper : upper[i - 1];
            lower[i] = first || basicLower > lower[i - 1] || bars.Close[i - 1] < lower[i - 1] ? basicLower : lower[i - 1];
            bool wasUp = !first && direction[i - 1] > 0;
            bool isUp = wasUp ? bars.Close[i] >= lower[i] : bars.Close[i] > upper[i];
            direction[i] = isUp ? 1 : -1;
            line[i] = isUp ? lower[i] : upper[i];
        }

        return (line, direction);
    }

    private static double[] Chandelier(BarColumns bars, Func<int, double, double> exit)
    {
        double[] range = TrueRanges(bars, 22);
        return bars.Column(23, i => exit(i, range[i]));
    }
}
