namespace Parley.Backtesting;

/// <summary>Values over time, in time order: an equity curve, a price line.</summary>
public sealed class TimeSeries
{
    private readonly ReadOnlyMemory<long> times;
    private readonly long offset;
    private readonly ReadOnlyMemory<double> values;

    /// <param name="times">Nanoseconds since 1970, ascending; ties are allowed, the later value counts.</param>
    /// <param name="offset">Added to every time, so that columns can be shared; nanoseconds.</param>
    /// <param name="values">One per time, finite.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public TimeSeries(ReadOnlyMemory<long> times, long offset, ReadOnlyMemory<double> values)
    {
        if (times.Length != values.Length)
            throw new ArgumentException($"{times.Length} times do not go with {values.Length} values.", nameof(values));
        this.times = times;
        this.offset = offset;
        this.values = values;
    }

    public static TimeSeries Empty { get; } = new(default, 0, default);

    public int Count => values.Length;

    public ReadOnlySpan<double> Values => values.Span;

    public double this[int index] => values.Span[index];

    /// <exception cref="ArgumentException">Times go backwards or a value is not finite.</exception>
    public static TimeSeries From(IReadOnlyCollection<(Timestamp Time, double Value)> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        long[] moments = new long[points.Count];
        double[] amounts = new double[points.Count];
        int n = 0;
        foreach ((Timestamp time, double value) in points)
        {
            if (n > 0 && time.Nanoseconds < moments[n - 1])
                throw new ArgumentException($"Point {n} at {time} lies before the point before it.", nameof(points));
            if (!double.IsFinite(value))
                throw new ArgumentException($"Point {n} at {time} is {value}.", nameof(points));
            moments[n] = time.Nanoseconds;
            amounts[n++] = value;
        }

        return new TimeSeries(moments, 0, amounts);
    }

    /// <summary>Other values at the same times.</summary>
    internal TimeSeries With(double[] others) => new(times, offset, others);

    public Timestamp Time(int index) => new(times.Span[index] + offset);
}
