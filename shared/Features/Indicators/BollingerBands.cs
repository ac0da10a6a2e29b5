using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Bollinger bands: mean of the last n prices and k population standard deviations around it (Bollinger, "Bollinger on
/// Bollinger Bands", 2001; TA-Lib BBANDS). Both sums are exact integers and so is the variance's numerator n·Σx² − (Σx)²:
/// no drift, no cancellation, and prices that do not move give a width of exactly zero.
/// </summary>
public struct BollingerBands
{
    private readonly long[] window;
    private readonly double width;
    private long sum;
    private Int128 squares;
    private int next;
    private int count;
    private double middle = double.NaN;
    private double deviation = double.NaN;

    /// <param name="period">Prices in the window, at least 2. Period × price must stay below 9·10¹⁰ in quote currency.</param>
    /// <param name="width">k, standard deviations from the middle to a band.</param>
    public BollingerBands(int period, double width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        window = new long[period];
        this.width = width;
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => window.Length;

    public readonly bool IsWarm => count == window.Length;

    /// <summary>Middle band in quote currency; NaN until warm.</summary>
    public readonly double Value => middle;

    /// <summary>Population standard deviation in quote currency; NaN until warm.</summary>
    public readonly double Deviation => deviation;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Upper => Value + width * Deviation;

    /// <summary>Quote currency; NaN until warm.</summary>
    public readonly double Lower => Value - width * Deviation;

    /// <summary>Where the last price lies: 0 at the lower band, 1 at the upper; NaN until warm and at zero width.</summary>
    public readonly double PercentB
    {
        get
        {
            double spread = 2 * width * Deviation;
            return spread > 0 ? 0.5 + (Last.ToDouble() - Value) / spread : double.NaN;
        }
    }

    /// <summary>(upper − lower) / middle; NaN until warm.</summary>
    public readonly double Bandwidth => 2 * width * Deviation / Value;

    private readonly Price Last => Price.FromRaw(window[next == 0 ? window.Length - 1 : next - 1]);

    public void Update(Price price)
    {
        unchecked
        {
            long[] ring = window;
            int slot = next;
            long old = ring[slot];
            ring[slot] = price.Raw;
            sum += price.Raw - old;
            squares += Math.BigMul(price.Raw - old, price.Raw + old);
            next = ++slot == ring.Length ? 0 : slot;
            if (count < ring.Length && ++count < ring.Length) return;
            double unit = (double)FixedPoint.Scale * ring.Length;
            middle = sum / unit;
            deviation = Math.Sqrt(ExactInteger.ToDouble(Times(squares, ring.Length) - Math.BigMul(sum, sum))) / unit;
        }
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(window);
        state.Sync(ref sum);
        state.Sync(ref squares);
        state.SyncCount(ref next, window.Length - 1);
        state.SyncCount(ref count, window.Length);
        state.Sync(ref middle);
        state.Sync(ref deviation);
    }

    // A general product of 128-bit integers costs three times as much.
    private static Int128 Times(Int128 value, int factor)
    {
        ulong high = Math.BigMul(unchecked((ulong)value), (ulong)factor, out ulong low);
        return unchecked(new Int128(high + (ulong)(value >> 64) * (ulong)factor, low));
    }
}
