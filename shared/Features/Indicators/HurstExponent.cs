using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Generalised Hurst exponent for q = 2 (Di Matteo, Aste and Dacorogna, "Long-term memories of developed and emerging
/// markets", 2005): how fast log prices spread with time. For the lags 1, 2, 4, 8 and 16 the mean of (ln p − ln p of one lag before)²
/// is taken over all pairs within the last n prices; the exponent is the slope of half its logarithm on the logarithm of
/// the lag, by least squares. About ½ for a random walk, more where moves go on, less where they turn back.
/// </summary>
/// <remarks>
/// O(1) per update: per lag one pair enters and one leaves. The sums are double-double and taken afresh whenever the
/// window has been replaced as a whole.
/// </remarks>
internal struct HurstExponent
{
    private const int Lags = 5;

    // Root mean square at or below which prices count as standing still.
    private const double Nothing = 1e-12;
    private readonly double[] logs;
    private readonly DoubleDouble[] squares = new DoubleDouble[Lags];
    private int next;
    private int count;

    /// <param name="period">n, more than twice the longest lag.</param>
    public HurstExponent(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2 << Lags);
        logs = new double[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => logs.Length;

    public readonly bool IsWarm => count == logs.Length;

    /// <summary>A number, mostly between 0 and 1; NaN until warm and where the differences of some lag are all zero.</summary>
    public readonly double Value
    {
        get
        {
            if (!IsWarm) return double.NaN;

            // The logarithms of the lags are 0, 1, 2, 3 and 4 times ln 2: their deviations from the mean are −2 … 2, squares 10.
            double slope = 0;
            for (int k = 0; k < Lags; k++)
            {
                double mean = squares[k].Value / (count - (1 << k));
                if (!(mean > Nothing * Nothing)) return double.NaN;
                slope += (k - Lags / 2) * PortableMath.Log(mean);
            }

            return slope / (2 * 10 * PortableMath.Log(2));
        }
    }

    public void Update(Price price)
    {
        double now = PortableMath.Log(price.ToDouble());
        double oldest = logs[next];
        for (int k = 0; k < Lags; k++)
        {
            int lag = 1 << k;
            if (IsWarm) squares[k] -= DoubleDouble.Square(logs[Slot(lag)] - oldest);
            if (count >= lag) squares[k] += DoubleDouble.Square(now - logs[Slot(-lag)]);
        }

        logs[next] = now;
        if (count < logs.Length) count++;
        if (++next < logs.Length) return;
        next = 0;
        Renew();
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(logs);
        foreach (ref DoubleDouble sum in squares.AsSpan()) state.Sync(ref sum);
        state.SyncCount(ref next, logs.Length - 1);
        state.SyncCount(ref count, logs.Length);
    }

    // The window then lies in the array from the oldest to the newest.
    private readonly void Renew()
    {
        for (int k = 0; k < Lags; k++)
        {
            int lag = 1 << k;
            squares[k] = default;
            for (int i = lag; i < logs.Length; i++) squares[k] += DoubleDouble.Square(logs[i] - logs[i - lag]);
        }
    }

    private readonly int Slot(int offset)
    {
        int slot = next + offset;
        return slot < 0 ? slot + logs.Length : slot < logs.Length ? slot : slot - logs.Length;
    }
}
