using Parley.Domain;

namespace Parley.Orchestrations.Agents;

/// <summary>
/// Reads one timeframe as a chartist would: trend when the average directional index says there is one, return to the
/// mean when it says there is none.
/// </summary>
public static class HorizonAnalyst
{
    /// <summary>Below this average directional index the market is taken to range (Wilder's usual 20).</summary>
    private const double RangingAdx = 20;

    /// <summary>Above this one it is taken to trend (Wilder's usual 25).</summary>
    private const double TrendingAdx = 25;

    private const double CoverageMin = 0.5;

    public static Verdict Assess(Snapshot snapshot, string horizon)
    {
        string agent = $"analyst-{horizon}";
        var evidence = new Evidence(snapshot, horizon);
        double? atr = evidence.Read("atr_14");
        double? trending = Trending(evidence.Read("adx_14"));
        WeighTrend(evidence, horizon, atr);
        WeighDirection(evidence, horizon, trending);
        WeighOscillators(evidence, horizon, trending);
        WeighVwap(evidence, horizon, snapshot, atr);

        if (evidence.Coverage < CoverageMin)
            return Verdict.Abstaining(agent, AgentRole.Analyst, horizon,
                $"Only {evidence.Coverage:P0} of what I look at on {horizon} is known yet.");

        double score = evidence.Score;
        Stance stance = Math.Abs(score) < 0.1 ? Stance.Neutral : score > 0 ? Stance.Long : Stance.Short;
        IReadOnlyList<string> reasons = stance == Stance.Neutral
            ? [$"On {horizon} the evidence balances out at {score:+0.00;-0.00;0.00}."]
            : evidence.ReasonsFor(score);
        return new(agent, AgentRole.Analyst, horizon, stance, Math.Abs(score) * evidence.Coverage, reasons, evidence.Citations);
    }

    /// <summary>0 ranging … 1 trending, linear between the two thresholds.</summary>
    private static double? Trending(double? adx) =>
        adx is { } known ? Math.Clamp((known - RangingAdx) / (TrendingAdx - RangingAdx), 0, 1) : null;

    private static void WeighTrend(Evidence evidence, string horizon, double? atr)
    {
        double? fast = evidence.Read("sma_20");
        double? slow = evidence.Read("sma_50");
        evidence.Weigh(0.30, fast is { } f && slow is { } s && atr is > 0 ? Math.Tanh((f - s) / atr.Value) : null,
            pull => $"The 20-bar average on {horizon} is {(pull > 0 ? "above" : "below")} the 50-bar average.");
        double? histogram = evidence.Read("macd_histogram");
        evidence.Weigh(0.20, histogram is { } h && atr is > 0 ? Math.Tanh(3 * h / atr.Value) : null,
            pull => $"MACD on {horizon} is {(pull > 0 ? "above" : "below")} its signal line.");
    }

    private static void WeighDirection(Evidence evidence, string horizon, double? trending)
    {
        double? plus = evidence.Read("plus_di_14");
        double? minus = evidence.Read("minus_di_14");
        double? pull = plus is { } p && minus is { } m && p + m > 0 && trending is { } t ? t * (p - m) / (p + m) : null;
        evidence.Weigh(0.20, pull,
            x => $"Directional movement on {horizon} points {(x > 0 ? "up" : "down")} and ADX says it counts.");
    }

    private static void WeighOscillators(Evidence evidence, string horizon, double? trending)
    {
        double? rsi = evidence.Read("rsi_14");
        double? momentum = rsi is { } r && trending is { } t ? (2 * t - 1) * (r - 50) / 30 : null;
        evidence.Weigh(0.15, momentum, x => trending > 0.5
            ? $"RSI on {horizon} at {rsi:0} confirms the {(x > 0 ? "up" : "down")} move."
            : $"RSI on {horizon} at {rsi:0} in a ranging market speaks for a move {(x > 0 ? "up" : "down")}.");
        double? percentB = evidence.Read("bollinger_percent_b");
        double? reversion = percentB is { } b && trending is { } tr ? (1 - tr) * (0.5 - b) * 2 : null;
        evidence.Weigh(0.15, reversion,
            x => $"Price sits near the {(x > 0 ? "lower" : "upper")} Bollinger band on {horizon} without a trend.");
    }

    private static void WeighVwap(Evidence evidence, string horizon, Snapshot snapshot, double? atr)
    {
        double? vwap = evidence.Read("vwap");
        double? pull = vwap is { } v && atr is > 0 ? Math.Tanh((snapshot.LastPrice.ToDouble() - v) / (4 * atr.Value)) : null;
        evidence.Weigh(0.10, pull, x => $"Price is {(x > 0 ? "above" : "below")} the session's VWAP ({horizon}).");
    }
}
