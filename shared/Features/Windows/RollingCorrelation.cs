using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Pearson correlation of the last n pairs, O(1) per update. All running sums are double-double and taken afresh whenever
/// the window has been replaced as a whole, so nothing drifts.
/// </summary>
public struct RollingCorrelation
{
    private readonly double[] xs;
    private readonly double[] ys;
    private DoubleDouble sumX;
    private DoubleDouble sumY;
    private DoubleDouble squaresX;
    private DoubleDouble squaresY;
    private DoubleDouble products;
    private int next;
    private int count;

    /// <param name="period">Pairs in the window, at least 3.</param>
    public RollingCorrelation(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 3);
        xs = new double[period];
        ys = new double[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => xs.Length;

    public readonly bool IsWarm => count == xs.Length;

    /// <summary>From −1 to 1; NaN until warm and while one of the two does not move.</summary>
    public readonly double Value
    {
        get
        {
            double spread = Math.Sqrt(SpreadX) * Math.Sqrt(SpreadY);
            return spread > 0 ? Math.Clamp(Shared / spread, -1, 1) : double.NaN;
        }
    }

    /// <summary>Slope of x on y, covariance ÷ variance of y; NaN until warm and while y does not move.</summary>
    public readonly double Beta => SpreadY > 0 ? Shared / SpreadY : double.NaN;

    /// <summary>Σx; NaN until warm.</summary>
    public readonly double SumX => IsWarm ? sumX.Value : double.NaN;

    /// <summary>Σy; NaN until warm.</summary>
    public readonly double SumY => IsWarm ? sumY.Value : double.NaN;

    /// <summary>Σx ÷ √(n·Σx²): 1 when every x is the same rise, −1 when every x is the same fall; NaN until warm and while all x are 0.</summary>
    public readonly double SteadinessX => Steadiness(sumX, squaresX);

    /// <summary>The same of y.</summary>
    public readonly double SteadinessY => Steadiness(sumY, squaresY);

    private readonly double SpreadX => Spread(sumX, squaresX);

    private readonly double SpreadY => Spread(sumY, squaresY);

    // n·Σxy − Σx·Σy: the covariance times n².
    private readonly double Shared => IsWarm ? (products.Times(count) - sumX.Times(sumY)).Value : double.NaN;

    /// <summary>Both finite.</summary>
    public void Update(double x, double y)
    {
        Add(x, y, 1);
        Add(xs[next], ys[next], -1);
        xs[next] = x;
        ys[next] = y;
        if (count < xs.Length) count++;
        if (++next < xs.Length) return;
        next = 0;
        sumX = sumY = squaresX = squaresY = products = default;
        for (int i = 0; i < xs.Length; i++) Add(xs[i], ys[i], 1);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(xs);
        state.Sync(ys);
        state.Sync(ref sumX);
        state.Sync(ref sumY);
        state.Sync(ref squaresX);
        state.Sync(ref squaresY);
        state.Sync(ref products);
        state.SyncCount(ref next, xs.Length - 1);
        state.SyncCount(ref count, xs.Length);
    }

    private readonly double Steadiness(DoubleDouble sum, DoubleDouble squares) =>
        IsWarm && squares.Value > 0 ? Math.Clamp(sum.Value / Math.Sqrt(count * squares.Value), -1, 1) : double.NaN;

    private readonly double Spread(DoubleDouble sum, DoubleDouble squares) =>
        IsWarm ? (squares.Times(count) - sum.Square()).Value : double.NaN;

    private void Add(double x, double y, int sign)
    {
        sumX += sign * x;
        sumY += sign * y;
        squaresX += DoubleDouble.Product(sign * x, x);
        squaresY += DoubleDouble.Product(sign * y, y);
        products += DoubleDouble.Product(sign * x, y);
    }
}
