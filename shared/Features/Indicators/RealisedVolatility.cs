using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Sample standard deviation (divisor n − 1) of the last n logarithmic returns, per bar: not annualised. Both running
/// sums are double-double and taken afresh whenever the window has been replaced as a whole.
/// </summary>
public struct RealisedVolatility
{
    private readonly double[] window;
    private double previous = double.NaN;
    private DoubleDouble sum;
    private DoubleDouble squares;
    private int next;
    private int count;

    /// <param name="period">Returns in the window, at least 2.</param>
    public RealisedVolatility(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        window = new double[period];
    }

    /// <summary>Updates until the first value: n returns need n + 1 prices.</summary>
    public readonly int WarmUp => window.Length + 1;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Logarithmic return, per bar; NaN until warm.</summary>
    public readonly double Value
    {
        get
        {
            if (!IsWarm) return double.NaN;
            double numerator = (squares.Times(count) - sum.Square()).Value;
            return Math.Sqrt(Math.Max(numerator, 0) / ((double)count * (count - 1)));
        }
    }

    public void Update(Price price)
    {
        double now = price.ToDouble();
        if (!double.IsNaN(previous)) Add(Math.Log(now / previous));
        previous = now;
    }

    public readonly void Save(ref SnapshotWriter writer)
    {
        writer.Write(window);
        writer.Write(previous);
        sum.Save(ref writer);
        squares.Save(ref writer);
        writer.Write(next);
        writer.Write(count);
    }

    public void Restore(ref SnapshotReader reader)
    {
        reader.Read(window);
        previous = reader.ReadDouble();
        sum = DoubleDouble.Restore(ref reader);
        squares = DoubleDouble.Restore(ref reader);
        next = reader.ReadCount(window.Length - 1);
        count = reader.ReadCount(window.Length);
    }

    private void Add(double change)
    {
        double old = window[next];
        sum = sum + change - old;
        squares = squares + DoubleDouble.Square(change) - DoubleDouble.Square(old);
        window[next] = change;
        if (count < window.Length) count++;
        if (++next < window.Length) return;
        next = 0;
        sum = squares = default;
        foreach (double kept in window)
        {
            sum += kept;
            squares += DoubleDouble.Square(kept);
        }
    }
}
