using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Exponential moving average, α = 2 / (n + 1), started at the mean of the first n values (TA-Lib EMA). Old values fade
/// by (1 − α) per update, and so do rounding errors.
/// </summary>
public struct ExponentialMovingAverage
{
    private readonly int period;
    private readonly double weight;
    private double value;
    private int count;

    /// <param name="period">n, at least 1.</param>
    public ExponentialMovingAverage(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        this.period = period;
        weight = 2.0 / (period + 1);
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => period;

    public readonly bool IsWarm => count == period;

    /// <summary>Unit of the input; NaN until warm.</summary>
    public readonly double Value => IsWarm ? value : double.NaN;

    /// <param name="input">Finite.</param>
    public void Update(double input)
    {
        if (count == period)
        {
            value += (input - value) * weight;
            return;
        }

        // Until warm, the field holds the plain sum.
        value += input;
        if (++count == period) value /= period;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref value);
        state.SyncCount(ref count, period);
    }
}
