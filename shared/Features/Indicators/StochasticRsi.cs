using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Stochastic RSI (Chande and Kroll, "The New Technical Trader", 1994; TA-Lib STOCHRSI): where the relative strength
/// index lies between its own lowest and highest value of n updates, 0 to 100, and the mean of three of that. Where the
/// index stood still that is 0/0: NaN here, 0 in TA-Lib. An index that is not known starts the n updates again.
/// </summary>
public struct StochasticRsi
{
    // In points of the index: less than this is the rounding of an index that stands still.
    private const double Nothing = 1e-9;
    private RollingMaximum highest;
    private RollingMinimum lowest;
    private MeanOfThree slow = new();
    private double fast = double.NaN;

    /// <param name="period">n, at least 2.</param>
    public StochasticRsi(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        highest = new(period);
        lowest = new(period);
    }

    /// <summary>Values of the index until both lines have a value; %K has its first two earlier.</summary>
    public readonly int WarmUp => highest.WarmUp + 2;

    public readonly bool IsWarm => !double.IsNaN(D);

    /// <summary>%K, 0 to 100; NaN until warm and while the index stands still.</summary>
    public readonly double K => fast;

    /// <summary>%D, 0 to 100; NaN while one of the last three %K is.</summary>
    public readonly double D => slow.Value;

    /// <param name="strength">Relative strength index; NaN when not known.</param>
    public void Update(double strength)
    {
        if (double.IsNaN(strength))
        {
            highest.Clear();
            lowest.Clear();
            fast = double.NaN;
        }
        else
        {
            highest.Update(strength);
            lowest.Update(strength);
            double range = highest.Value - lowest.Value;
            fast = range > Nothing ? 100 * ((strength - lowest.Value) / range) : double.NaN;
        }

        slow.Update(fast);
    }

    public void Sync(ref StateStream state)
    {
        highest.Sync(ref state);
        lowest.Sync(ref state);
        slow.Sync(ref state);
        state.Sync(ref fast);
    }
}
