using Parley.Domain;

namespace Parley.Market;

/// <summary>Funding rate of a synthetic perpetual: around 0.01 % per eight hours, mean-reverting within hours, capped at 0.1 %.</summary>
internal sealed class SyntheticFunding(Prng chance, bool isOn)
{
    private static readonly Timeframe Interval = Timeframe.From(TimeSpan.FromHours(8));

    private double premium;

    /// <summary>The rate a second later; 0 when funding is off.</summary>
    public double NextRate()
    {
        // Memory of two hours; the fresh part keeps the standard deviation at 0.015 %.
        premium += -premium / 7_200 + 0.00015 * FreshShare * chance.NextGaussian();
        return isOn ? Math.Round(Math.Clamp(0.0001 + premium, -0.001, 0.001), 8) : 0;
    }

    /// <summary>The settlement after a moment: 00:00, 08:00 or 16:00 UTC.</summary>
    public static Timestamp SettlementAfter(Timestamp moment) => moment.FloorTo(Interval) + Interval;

    private static double FreshShare { get; } = Math.Sqrt(2.0 / 7_200);
}
