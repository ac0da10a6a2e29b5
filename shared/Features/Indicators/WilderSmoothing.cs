namespace Parley.Features;

/// <summary>What the indicators smoothed by Wilder's rule share.</summary>
internal static class WilderSmoothing
{
    /// <summary>
    /// In raw price units: 10⁻¹⁴ in quote currency, TA-Lib's own limit below which a divisor counts as zero. A smoothed
    /// sum never quite reaches zero, and a ratio of two such remainders means nothing.
    /// </summary>
    public const double Nothing = 1e-14 * Domain.FixedPoint.Scale;
}
