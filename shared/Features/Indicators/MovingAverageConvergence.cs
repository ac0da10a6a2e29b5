using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// MACD: fast EMA − slow EMA, its own EMA as signal, and their difference as histogram (TA-Lib MACD). As there, the fast
/// average starts together with the slow one: at the mean of the last "fast" values of the first "slow" ones.
/// </summary>
public struct MovingAverageConvergence
{
    private readonly int lateness;
    private ExponentialMovingAverage fast;
    private ExponentialMovingAverage slow;
    private ExponentialMovingAverage signal;
    private int count;

    /// <param name="fastPeriod">Shorter than <paramref name="slowPeriod"/>.</param>
    public MovingAverageConvergence(int fastPeriod, int slowPeriod, int signalPeriod)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fastPeriod, slowPeriod);
        lateness = slowPeriod - fastPeriod;
        fast = new(fastPeriod);
        slow = new(slowPeriod);
        signal = new(signalPeriod);
    }

    /// <summary>Updates until the first <see cref="Signal"/>; <see cref="Value"/> comes <see cref="LineWarmUp"/> after the start.</summary>
    public readonly int WarmUp => slow.WarmUp + signal.WarmUp - 1;

    public readonly int LineWarmUp => slow.WarmUp;

    public readonly bool IsWarm => signal.IsWarm;

    /// <summary>The MACD line in the unit of the input; NaN until the slow average is warm.</summary>
    public readonly double Value => fast.Value - slow.Value;

    /// <summary>Unit of the input; NaN until warm.</summary>
    public readonly double Signal => signal.Value;

    /// <summary>Line − signal in the unit of the input; NaN until warm.</summary>
    public readonly double Histogram => Value - Signal;

    /// <param name="input">Finite.</param>
    public void Update(double input)
    {
        if (count < lateness) count++;
        else fast.Update(input);
        slow.Update(input);
        if (slow.IsWarm) signal.Update(Value);
    }

    public void Sync(ref StateStream state)
    {
        fast.Sync(ref state);
        slow.Sync(ref state);
        signal.Sync(ref state);
        state.SyncCount(ref count, lateness);
    }
}
