using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Mean and sample standard deviation (divisor n − 1) of the last n values, O(1) per update. Both running sums are
/// double-double and taken afresh whenever the window has been replaced as a whole, so nothing drifts.
/// </summary>
public struct RollingDeviation
{
    private readonly double[] window;
    private DoubleDouble sum;
    private DoubleDouble squares;
    private int next;
    private int count;

    /// <param name="period">Values in the window, at least 2.</param>
    public RollingDeviation(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        window = new double[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Unit of the input; NaN until warm.</summary>
    public readonly double Mean => IsWarm ? sum.Value / count : double.NaN;

    /// <summary>Sample standard deviation in the unit of the input; NaN until warm.</summary>
    public readonly double Value
    {
        get
        {
            if (!IsWarm) return double.NaN;
            double numerator = (squares.Times(count) - sum.Square()).Value;
            return Math.Sqrt(Math.Max(numerator, 0) / ((double)count * (count - 1)));
        }
    }

    /// <param name="value">Finite.</param>
    public void Update(double value)
    {
        double old = window[next];
        sum = sum + value - old;
        squares = squares + DoubleDouble.Square(value) - DoubleDouble.Square(old);
        window[next] = value;
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

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.Sync(ref sum);
        state.Sync(ref squares);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
    }
}
