using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// SuperTrend (Seban): lines k average true ranges above and below (high + low) / 2 that only ever tighten while the
/// close stays on their side; a close beyond the one that counts turns the trend. It starts downward. The range is
/// Wilder's, started as TA-Lib's.
/// </summary>
public struct SuperTrend
{
    private readonly double width;
    private AverageTrueRange range;
    private double upper = double.PositiveInfinity;
    private double lower = double.NegativeInfinity;
    private double previousClose;
    private bool rising;

    /// <param name="period">Of the true range, at least 1.</param>
    /// <param name="width">k.</param>
    public SuperTrend(int period, double width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        range = new(period);
        this.width = width;
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => range.WarmUp;

    public readonly bool IsWarm => range.IsWarm;

    /// <summary>The line that counts, in quote currency; NaN until warm.</summary>
    public readonly double Value => !IsWarm ? double.NaN : rising ? lower : upper;

    /// <summary>1 while the trend is up, −1 while it is down; NaN until warm.</summary>
    public readonly double Direction => !IsWarm ? double.NaN : rising ? 1 : -1;

    public void Update(in Bar bar)
    {
        range.Update(bar);
        double close = bar.Close.ToDouble();
        if (IsWarm)
        {
            double middle = (bar.High.ToDouble() + bar.Low.ToDouble()) / 2;
            double above = middle + width * range.Value;
            double below = middle - width * range.Value;
            if (above < upper || previousClose > upper) upper = above;
            if (below > lower || previousClose < lower) lower = below;
            rising = rising ? close >= lower : close > upper;
        }

        previousClose = close;
    }

    public void Sync(ref StateStream state)
    {
        range.Sync(ref state);
        state.Sync(ref upper);
        state.Sync(ref lower);
        state.Sync(ref previousClose);
        state.Sync(ref rising);
    }
}
