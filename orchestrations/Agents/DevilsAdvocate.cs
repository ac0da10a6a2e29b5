using Parley.Domain;

namespace Parley.Orchestrations.Agents;

/// <summary>
/// Takes the plain reading of the market (price against its averages on every timeframe) and names the strongest evidence
/// against it. Sees the same snapshot as everybody else and nobody's verdict.
/// </summary>
public static class DevilsAdvocate
{
    private const string Agent = "devils-advocate";

    public static Verdict Assess(Snapshot snapshot)
    {
        double plain = PlainReading(snapshot);
        if (plain == 0)
            return Verdict.Abstaining(Agent, AgentRole.DevilsAdvocate, null, "Nothing leans either way, so there is nothing to contradict.");

        // Positive pulls support the plain reading's opposite.
        double against = -Math.Sign(plain);
        List<(double Strength, string Reason)> contrary = [];
        List<Citation> citations = [];
        foreach (FeatureGroup group in snapshot.Features) Contradict(snapshot, group.Name, against, contrary, citations);
        contrary.Sort((a, b) => a.Strength != b.Strength
            ? b.Strength.CompareTo(a.Strength)
            : string.CompareOrdinal(a.Reason, b.Reason));

        double confidence = 0;
        foreach ((double strength, _) in contrary) confidence += (1 - confidence) * strength * 0.5;
        Stance stance = against > 0 ? Stance.Long : Stance.Short;
        IReadOnlyList<string> reasons = contrary.Count == 0
            ? [$"I found nothing of weight against going {(plain > 0 ? "long" : "short")}."]
            : [.. contrary.Take(4).Select(c => c.Reason)];
        return new(Agent, AgentRole.DevilsAdvocate, null, stance, confidence, reasons, citations);
    }

    /// <summary>Sum over timeframes of the sign of price against its 20-bar average.</summary>
    private static double PlainReading(Snapshot snapshot)
    {
        double last = snapshot.LastPrice.ToDouble();
        double sum = 0;
        foreach (FeatureGroup group in snapshot.Features)
            if (snapshot.Find(group.Name, "sma_20") is { } average) sum += Math.Sign(last - average);
        return sum != 0 ? sum : Math.Sign((snapshot.Find(FlowAnalyst.Horizon, "buy_ratio_1m") ?? 0.5) - 0.5);
    }

    private static void Contradict(
        Snapshot snapshot, string group, double against, List<(double, string)> contrary, List<Citation> citations)
    {
        void Consider(string name, Func<double, double> strength, Func<double, string> reason)
        {
            if (snapshot.Find(group, name) is not { } value) return;
            double found = Math.Clamp(strength(value), 0, 1);
            if (found < 0.05) return;
            contrary.Add((found, reason(value)));
            citations.Add(new($"{group}.{name}", value));
        }

        Consider("rsi_14", rsi => against < 0 ? (rsi - 65) / 20 : (35 - rsi) / 20,
            rsi => $"RSI on {group} at {rsi:0} says the move is {(against < 0 ? "overbought" : "oversold")}.");
        Consider("bollinger_percent_b", b => against < 0 ? (b - 0.9) * 2 : (0.1 - b) * 2,
            _ => $"Price is already outside or at the {(against < 0 ? "upper" : "lower")} Bollinger band on {group}.");
        Consider("adx_14", adx => (18 - adx) / 18,
            adx => $"ADX on {group} at {adx:0} says there is no trend to follow.");
        Consider("macd_histogram", histogram => histogram * against > 0 ? 0.3 : 0,
            _ => $"MACD on {group} has turned the other way.");
        Consider("book_imbalance_5s", imbalance => imbalance * against,
            _ => $"The book leans the other way.");
        Consider("buy_ratio_1m", share => (2 * share - 1) * against,
            _ => $"Takers were on the other side over the last minute.");
    }
}
