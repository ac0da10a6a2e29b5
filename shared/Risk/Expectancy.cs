namespace Parley.Risk;

/// <summary>
/// What a stop, a target and the costs of a round trip demand of the win rate, all as shares of the price. Leverage cancels
/// out: it changes no price that must be reached.
/// </summary>
public static class Expectancy
{
    /// <summary>
    /// The win rate at which wins and losses cancel: (stop + costs) ÷ (stop + target). 1 or more can never be earned;
    /// that is the answer, too, where there is neither stop nor target.
    /// </summary>
    public static double BreakEven(double stop, double target, double costs) =>
        stop + target > 0 ? (stop + costs) / (stop + target) : 1;

    /// <summary>
    /// Kelly's share of equity to lose at the stop: p − (1 − p) ÷ b with b = (target − costs) ÷ (stop + costs).
    /// Zero where there is no edge.
    /// </summary>
    public static double Kelly(double winRate, double stop, double target, double costs)
    {
        double odds = (target - costs) / (stop + costs);
        // Written so that NaN has no edge.
        return odds > 0 && winRate - (1 - winRate) / odds is > 0 and var share ? Math.Min(share, 1) : 0;
    }

    internal static double BreakEven(double stop, RiskLimits limits) =>
        BreakEven(stop, stop * (double)limits.RewardRatio, (double)limits.RoundTripCost);

    internal static double Kelly(double winRate, double stop, RiskLimits limits) =>
        Kelly(winRate, stop, stop * (double)limits.RewardRatio, (double)limits.RoundTripCost);
}
