namespace Parley.Backtesting;

/// <summary>Vertical axis of a chart: maps values to 0 (top) … 100 (bottom) and picks round tick values.</summary>
internal sealed class ValueScale
{
    private readonly double low;
    private readonly double high;

    public ValueScale(double min, double max)
    {
        double span = max - min;
        // A flat line gets a little room on both sides, so that it has a place and the ticks differ.
        if (span <= Math.Max(Math.Abs(max), 1e-6) * 1e-9) span = Math.Max(Math.Abs(max) * 0.02, 1e-6);
        double margin = Math.Max(span * 0.05, (span - (max - min)) / 2.0);
        low = min - margin;
        high = max + margin;
    }

    public double Y(double value) => 100.0 * (high - value) / (high - low);

    /// <param name="wanted">About as many ticks.</param>
    /// <param name="suffix">Unit behind each label.</param>
    public IEnumerable<(double Y, string Label)> Ticks(int wanted, string suffix = "")
    {
        double step = RoundStep((high - low) / wanted);
        int decimals = Math.Clamp((int)Math.Ceiling(-Math.Log10(step) - 1e-9), 0, 8);
        string format = "#,##0" + (decimals > 0 ? "." + new string('0', decimals) : "");
        for (double n = Math.Ceiling(low / step); n * step <= high; n++)
        {
            yield return (Y(n * step), Amount.Format(n * step, format) + suffix);
        }
    }

    private static double RoundStep(double raw)
    {
        double power = Math.Pow(10.0, Math.Floor(Math.Log10(raw)));
        return (raw / power) switch { <= 1.0 => 1.0, <= 2.0 => 2.0, <= 5.0 => 5.0, _ => 10.0 } * power;
    }
}
