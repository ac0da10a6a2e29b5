using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Skewness g₁ = m₃ ÷ m₂^1.5 and excess kurtosis g₂ = m₄ ÷ m₂² − 3 of the last n values, mₖ being the central moments
/// with divisor n (Joanes and Gill, "Comparing measures of sample skewness and kurtosis", 1998), O(1) per update. The
/// four power sums are double-double and taken afresh whenever the window has been replaced as a whole, and at once when
/// a value leaves that outweighed all the others: nothing drifts, and nothing of a giant stays behind.
/// </summary>
public struct RollingMoments
{
    private const double Giant = 1e4;
    private readonly double[] window;
    private readonly double smallest;
    private DoubleDouble sum;
    private DoubleDouble squares;
    private DoubleDouble cubes;
    private DoubleDouble fourths;
    private int next;
    private int count;

    /// <param name="period">n, from 3 to 200.</param>
    /// <param name="smallest">Standard deviation at or below which values count as standing still: what rounding makes of equal ones.</param>
    public RollingMoments(int period, double smallest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, 200);
        window = new double[period];
        this.smallest = smallest;
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Positive when the long tail is above the mean; NaN until warm and while the values stand still.</summary>
    public readonly double Skewness
    {
        get
        {
            double spread = Spread;
            if (double.IsNaN(spread)) return double.NaN;
            DoubleDouble third = cubes.Times(count * count) - sum.Times(squares).Times(3 * count) + sum.Square().Times(sum).Times(2);
            return third.Value / (spread * Math.Sqrt(spread));
        }
    }

    /// <summary>0 for the normal distribution, more with fat tails; NaN until warm and while the values stand still.</summary>
    public readonly double Kurtosis
    {
        get
        {
            double spread = Spread;
            if (double.IsNaN(spread)) return double.NaN;
            DoubleDouble square = sum.Square();
            DoubleDouble fourth = fourths.Times(count * count * count) - sum.Times(cubes).Times(4 * count * count)
                + square.Times(squares).Times(6 * count) - square.Square().Times(3);
            return fourth.Value / (spread * spread) - 3;
        }
    }

    // n²·m₂. With it n³·m₃ and n⁴·m₄ are polynomials of the power sums, and n cancels in both ratios.
    private readonly double Spread
    {
        get
        {
            if (!IsWarm) return double.NaN;
            double spread = (squares.Times(count) - sum.Square()).Value;
            double least = count * smallest;
            return spread > least * least ? spread : double.NaN;
        }
    }

    /// <param name="value">Finite.</param>
    public void Update(double value)
    {
        double old = window[next];
        Add(value, 1);
        Add(old, -1);
        window[next] = value;
        if (count < window.Length) count++;
        if (++next == window.Length) next = 0;
        if (next == 0 || old * old > Giant * squares.Value) Renew();
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.Sync(ref sum);
        state.Sync(ref squares);
        state.Sync(ref cubes);
        state.Sync(ref fourths);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
    }

    private void Renew()
    {
        sum = squares = cubes = fourths = default;
        foreach (double kept in window) Add(kept, 1);
    }

    private void Add(double value, int sign)
    {
        DoubleDouble square = DoubleDouble.Square(value);
        sum += sign * value;
        squares += square.Times(sign);
        cubes += square.Times(new DoubleDouble(sign * value, 0));
        fourths += square.Square().Times(sign);
    }
}
