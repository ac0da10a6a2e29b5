using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Directional movement: +DI, −DI and their average index ADX (Wilder 1978; TA-Lib PLUS_DI, MINUS_DI, ADX). Movement
/// and true range start as plain sums over n − 1 bars and then decay by 1/n per bar; ADX starts at the mean of the first
/// n directional indices and is smoothed by Wilder's rule. A bar on which the index is 0/0 leaves ADX as it was, as in
/// TA-Lib; +DI and −DI are NaN while no price has moved, where TA-Lib gives 0.
/// </summary>
public struct DirectionalMovement
{
    private readonly int period;
    private readonly double weight;
    private long previousHigh;
    private long previousLow;
    private long previousClose;
    private double plus;
    private double minus;
    private double range;
    private double index;
    private int count;

    /// <param name="period">n, at least 2.</param>
    public DirectionalMovement(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        this.period = period;
        weight = 1.0 / period;
    }

    /// <summary>Updates until the first ADX.</summary>
    public readonly int WarmUp => 2 * period;

    /// <summary>Updates until the first +DI and −DI.</summary>
    public readonly int DirectionWarmUp => period + 1;

    public readonly bool IsWarm => count == WarmUp;

    /// <summary>ADX, from 0 to 100; NaN until warm.</summary>
    public readonly double Value => IsWarm ? index : double.NaN;

    /// <summary>+DI, from 0 to 100; NaN until warm and while nothing has moved.</summary>
    public readonly double PlusDirection => Direction(plus);

    /// <summary>−DI, from 0 to 100; NaN until warm and while nothing has moved.</summary>
    public readonly double MinusDirection => Direction(minus);

    public void Update(in Bar bar)
    {
        long high = bar.High.Raw;
        long low = bar.Low.Raw;
        long up, down, trueRange;
        unchecked
        {
            // Which of the two is larger is a coin toss: products of flags instead of branches on it.
            long rise = high - previousHigh;
            long fall = previousLow - low;
            up = rise * (rise > fall & rise > 0 ? 1 : 0);
            down = fall * (fall > rise & fall > 0 ? 1 : 0);
            trueRange = Math.Max(high, previousClose) - Math.Min(low, previousClose);
        }

        previousHigh = high;
        previousLow = low;
        previousClose = bar.Close.Raw;
        if (count >= period)
        {
            Smooth(up, down, trueRange);
            return;
        }

        // The first bar has nothing to be compared with.
        if (++count == 1) return;
        plus += up;
        minus += down;
        range += trueRange;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref previousHigh);
        state.Sync(ref previousLow);
        state.Sync(ref previousClose);
        state.Sync(ref plus);
        state.Sync(ref minus);
        state.Sync(ref range);
        state.Sync(ref index);
        state.SyncCount(ref count, WarmUp);
    }

    private void Smooth(double up, double down, double trueRange)
    {
        plus = Math.FusedMultiplyAdd(plus, 1 - weight, up);
        minus = Math.FusedMultiplyAdd(minus, 1 - weight, down);
        range = Math.FusedMultiplyAdd(range, 1 - weight, trueRange);

        // +DI and −DI share their divisor, so it cancels out of the index.
        double movement = plus + minus;
        bool defined = range > WilderSmoothing.Nothing && movement > WilderSmoothing.Nothing;
        if (count == 2 * period)
        {
            double latest = 100 * Math.Abs(plus - minus) / movement;
            if (defined) index = Math.FusedMultiplyAdd(index, 1 - weight, latest * weight);
            return;
        }

        // Until warm, the field holds the plain sum.
        if (defined) index += 100 * Math.Abs(plus - minus) / movement;
        if (++count == 2 * period) index *= weight;
    }

    private readonly double Direction(double movement) =>
        count > period && range > WilderSmoothing.Nothing ? 100 * movement / range : double.NaN;
}
