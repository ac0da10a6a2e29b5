using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Lane's stochastic oscillator (TA-Lib STOCH, averages SMA 3): where the close lies between the lowest low and the
/// highest high of n bars, 100 × (close − lowest) ÷ (highest − lowest), slowed to %K by a mean of three and again to %D.
/// Where the n bars have no range at all that is 0/0: NaN here, 0 in TA-Lib, which would read as the bottom of the range.
/// </summary>
public struct Stochastic
{
    private RollingMaximum highest;
    private RollingMinimum lowest;
    private MeanOfThree slowK = new();
    private MeanOfThree slowD = new();

    /// <param name="period">n, at least 1.</param>
    public Stochastic(int period)
    {
        highest = new(period);
        lowest = new(period);
    }

    /// <summary>Updates until both lines have a value; %K has its first two bars earlier.</summary>
    public readonly int WarmUp => highest.WarmUp + 4;

    public readonly bool IsWarm => !double.IsNaN(D);

    /// <summary>%K, 0 to 100; NaN until warm and for three bars after n bars without range.</summary>
    public readonly double K => slowK.Value;

    /// <summary>%D, 0 to 100; NaN until warm and for five bars after n bars without range.</summary>
    public readonly double D => slowD.Value;

    public void Update(in Bar bar)
    {
        // In raw units, where differences are exact as far as a double holds whole numbers.
        highest.Update(bar.High.Raw);
        lowest.Update(bar.Low.Raw);
        double range = highest.Value - lowest.Value;
        slowK.Update(range > 0 ? 100 * ((bar.Close.Raw - lowest.Value) / range) : double.NaN);
        slowD.Update(slowK.Value);
    }

    public void Sync(ref StateStream state)
    {
        highest.Sync(ref state);
        lowest.Sync(ref state);
        slowK.Sync(ref state);
        slowD.Sync(ref state);
    }
}
