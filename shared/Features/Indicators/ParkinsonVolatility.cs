using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Volatility from the range of bars: √(Σ ln²(high / low) / (4 n ln 2)) over the last n bars (Parkinson, "The Extreme
/// Value Method for Estimating the Variance of the Rate of Return", 1980). Per bar: not annualised.
/// </summary>
public struct ParkinsonVolatility
{
    private const double FourLn2 = 2.7725887222397812;
    private RollingSum squares;

    /// <param name="period">n, at least 1.</param>
    public ParkinsonVolatility(int period) => squares = new(period);

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => squares.WarmUp;

    public readonly bool IsWarm => squares.IsWarm;

    /// <summary>Logarithmic return, per bar; NaN until warm.</summary>
    public readonly double Value => Math.Sqrt(Math.Max(squares.Mean, 0) / FourLn2);

    public void Update(in Bar bar)
    {
        double range = PortableMath.Log(bar.High.Raw / (double)bar.Low.Raw);
        squares.Update(range * range);
    }

    public void Sync(ref StateStream state) => squares.Sync(ref state);
}
