namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Momentum() => new(StringComparer.Ordinal)
    {
        ["rsi_14"] = RelativeStrength,
        ["rsi_14_state"] = b => [.. RelativeStrength(b).Select(v => double.IsNaN(v) ? v : v > 70 ? 1 : v < 30 ? -1 : 0)],
        ["stochastic_k"] = b => MeansOfThree(WithinRange(b.High, b.Low, b.Close, 0)),
        ["stochastic_d"] = b => MeansOfThree(MeansOfThree(WithinRange(b.High, b.Low, b.Close, 0))),
        ["stoch_rsi_k"] = StrengthWithinRange,
        ["stoch_rsi_d"] = b => MeansOfThree(StrengthWithinRange(b)),
    };

    private static double[] StrengthWithinRange(BarColumns bars)
    {
        double[] strength = RelativeStrength(bars);
        return WithinRange(strength, strength, strength, 1e-9);
    }

    // Min and Max of LINQ differ in what they do with NaN, so it is asked for: one unknown value makes the range unknown.
    private static double[] WithinRange(double[] high, double[] low, double[] value, double nothing)
    {
        double[] column = BarColumns.Empty(value.Length);
        for (int i = Period - 1; i < value.Length; i++)
        {
            double[] highs = BarColumns.Window(high, i, Period);
            double[] lows = BarColumns.Window(low, i, Period);
            if (highs.Concat(lows).Any(double.IsNaN) || highs.Max() - lows.Min() <= nothing) continue;
            column[i] = (value[i] - lows.Min()) / (highs.Max() - lows.Min()) * 100;
        }

        return column;
    }

    private static double[] MeansOfThree(double[] input)
    {
        double[] column = BarColumns.Empty(input.Length);
        for (int i = 2; i < input.Length; i++) column[i] = (input[i - 2] + input[i - 1] + input[i]) / 3;
        return column;
    }
}
