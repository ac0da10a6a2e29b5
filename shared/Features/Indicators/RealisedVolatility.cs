using Parley.Domain;

namespace Parley.Features;

/// <summary>Sample standard deviation (divisor n − 1) of the last n logarithmic returns, per bar: not annualised.</summary>
public struct RealisedVolatility
{
    private RollingDeviation returns;
    private double previous = double.NaN;

    /// <param name="period">Returns in the window, at least 2.</param>
    public RealisedVolatility(int period) => returns = new(period);

    /// <summary>Updates until the first value: n returns need n + 1 prices.</summary>
    public readonly int WarmUp => returns.WarmUp + 1;

    public readonly bool IsWarm => returns.IsWarm;

    /// <summary>Logarithmic return, per bar; NaN until warm.</summary>
    public readonly double Value => returns.Value;

    public void Update(Price price)
    {
        double now = price.ToDouble();
        if (!double.IsNaN(previous)) returns.Update(PortableMath.Log(now / previous));
        previous = now;
    }

    public void Sync(ref StateStream state)
    {
        returns.Sync(ref state);
        state.Sync(ref previous);
    }
}
