namespace Parley.Features.Tests;

internal static partial class BarReference
{
    private static Dictionary<string, Func<BarColumns, double[]>> Levels() => new(StringComparer.Ordinal)
    {
        ["swing_high"] = b => b.Column(1, i => SwingHighs(b, i).Select(s => b.High[s]).FirstOrDefault(double.NaN)),
        ["swing_low"] = b => b.Column(1, i => SwingLows(b, i).Select(s => b.Low[s]).FirstOrDefault(double.NaN)),
        ["bars_since_swing_high"] = b => b.Column(1, i => SwingHighs(b, i).Select(s => (double)(i - s)).FirstOrDefault(double.NaN)),
        ["bars_since_swing_low"] = b => b.Column(1, i => SwingLows(b, i).Select(s => (double)(i - s)).FirstOrDefault(double.NaN)),
        ["support"] = b => b.Column(1, i => Support(b, i)),
        ["resistance"] = b => b.Column(1, i => Resistance(b, i)),
        ["support_distance"] = b => b.Column(1, i => 1 - Support(b, i) / b.Close[i]),
        ["resistance_distance"] = b => b.Column(1, i => Resistance(b, i) / b.Close[i] - 1),
    };

    private static double Support(BarColumns bars, int last) =>
        SwingLows(bars, last).Take(10).Select(s => bars.Low[s]).Where(p => p < bars.Close[last]).DefaultIfEmpty(double.NaN).Max();

    private static double Resistance(BarColumns bars, int last) =>
        SwingHighs(bars, last).Take(10).Select(s => bars.High[s]).Where(p => p > bars.Close[last]).DefaultIfEmpty(double.NaN).Min();

    private static IEnumerable<int> SwingHighs(BarColumns bars, int last) =>
        Middles(last).Where(m => Neighbours(m).All(n => bars.High[n] < bars.High[m]));

    private static IEnumerable<int> SwingLows(BarColumns bars, int last) =>
        Middles(last).Where(m => Neighbours(m).All(n => bars.Low[n] > bars.Low[m]));

    // The newest first: two bars must follow, and two go before.
    private static IEnumerable<int> Middles(int last)
    {
        for (int middle = last - 2; middle >= 2; middle--) yield return middle;
    }

    private static int[] Neighbours(int middle) => [middle - 2, middle - 1, middle + 1, middle + 2];
}
