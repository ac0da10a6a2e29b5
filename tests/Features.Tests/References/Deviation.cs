namespace Parley.Features.Tests;

/// <summary>How far a column is from its reference.</summary>
internal static class Deviation
{
    /// <summary>
    /// Largest |value − reference| ÷ max(|reference|, mean |reference|): relative, but not blown up where a quantity such
    /// as MACD crosses zero. Infinite when one has a value where the other has none.
    /// </summary>
    public static double Largest(double[] values, double[] reference)
    {
        double typical = reference.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(1).Average();
        double largest = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]) != double.IsFinite(reference[i])) return double.PositiveInfinity;
            if (!double.IsFinite(reference[i])) continue;
            double scale = Math.Max(Math.Abs(reference[i]), typical);
            if (values[i] != reference[i]) largest = Math.Max(largest, Math.Abs(values[i] - reference[i]) / scale);
        }

        return largest;
    }
}
