using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Relative strength index: 100 × average gain / (average gain + average loss), both smoothed by Wilder's rule
/// (α = 1 / n) from the plain mean of the first n changes (Wilder, "New Concepts in Technical Trading Systems", 1978;
/// TA-Lib RSI). Where no price moved at all the ratio is 0/0: NaN here, 0 in TA-Lib, which would read as sold out.
/// </summary>
public struct WilderRsi
{
    private readonly int period;
    private readonly double weight;
    private long previous;
    private double gain;
    private double loss;
    private int count;

    /// <param name="period">n, at least 2.</param>
    public WilderRsi(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        this.period = period;
        weight = 1.0 / period;
    }

    /// <summary>Updates until the first value: n changes need n + 1 prices.</summary>
    public readonly int WarmUp => period + 1;

    public readonly bool IsWarm => count > period;

    /// <summary>From 0 to 100; NaN until warm and while nothing has moved.</summary>
    public readonly double Value
    {
        get
        {
            double movement = gain + loss;
            return IsWarm && movement > WilderSmoothing.Nothing ? 100 * gain / movement : double.NaN;
        }
    }

    public void Update(Price price)
    {
        // The index is a ratio of changes, so raw units do: exact differences, no division.
        double change = unchecked(price.Raw - previous);
        previous = price.Raw;
        double up = Math.Max(change, 0);
        double down = Math.Max(-change, 0);
        if (count > period)
        {
            gain = Math.FusedMultiplyAdd(gain, 1 - weight, up * weight);
            loss = Math.FusedMultiplyAdd(loss, 1 - weight, down * weight);
            return;
        }

        Start(up, down);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref previous);
        state.Sync(ref gain);
        state.Sync(ref loss);
        state.SyncCount(ref count, period + 1);
    }

    private void Start(double up, double down)
    {
        // The first price is no change yet; after it the fields hold plain sums until there are n changes.
        if (++count == 1) return;
        gain += up;
        loss += down;
        if (count <= period) return;
        gain /= period;
        loss /= period;
    }
}
