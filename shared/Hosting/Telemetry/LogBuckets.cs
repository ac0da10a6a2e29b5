namespace Parley.Hosting;

/// <summary>
/// A spread in constant memory: eight buckets per doubling from 2⁻⁴⁰ to 2⁴⁰, so a quantile is off by at most 5 %. What lies
/// outside counts as the nearest end. Not safe for several threads at once.
/// </summary>
internal sealed class LogBuckets
{
    private const int PerDoubling = 8;
    private const int DoublingsBelowOne = 40;
    private readonly long[] counts = new long[2 * DoublingsBelowOne * PerDoubling];
    private long count;
    private double sum;
    private double min = double.PositiveInfinity;
    private double max = double.NegativeInfinity;

    public void Add(double value)
    {
        counts[IndexOf(value)]++;
        count++;
        sum += value;
        min = Math.Min(min, value);
        max = Math.Max(max, value);
    }

    public MetricSpread Spread() => new(count, sum, min, max, Quantile(0.5), Quantile(0.99));

    private double Quantile(double share)
    {
        long rank = Math.Max(1, (long)Math.Ceiling(share * count));
        for (int i = 0; i < counts.Length; i++)
        {
            rank -= counts[i];
            // The geometric middle of the bucket; nothing was below the least or above the greatest.
            if (rank <= 0) return Math.Clamp(Math.Pow(2, (i + 0.5) / PerDoubling - DoublingsBelowOne), min, max);
        }

        return max;
    }

    private static int IndexOf(double value) =>
        value <= 0 ? 0 : (int)Math.Clamp(Math.Floor((Math.Log2(value) + DoublingsBelowOne) * PerDoubling), 0, 2 * DoublingsBelowOne * PerDoubling - 1);
}
