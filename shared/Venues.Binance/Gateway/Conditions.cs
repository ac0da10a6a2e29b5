using Parley.Domain;

namespace Parley.Venues.Binance;

/// <summary>Tells conditions when they change, and only then.</summary>
internal sealed class Conditions(Queue<VenueFact> facts, VenueClock clock)
{
    private readonly Dictionary<(Symbol, string), (TradingMode Demands, string Reason)> known = [];

    public void Demand(Symbol symbol, string name, TradingMode mode, string reason)
    {
        if (known.TryGetValue((symbol, name), out (TradingMode Demands, string Reason) last) && last == (mode, reason)) return;
        known[(symbol, name)] = (mode, reason);
        facts.Enqueue(new VenueCondition(symbol, clock.Now, name, mode, reason));
    }

    /// <summary>Ends a condition that was told; without effect on others.</summary>
    public void End(Symbol symbol, string name, string reason)
    {
        if (known.TryGetValue((symbol, name), out (TradingMode Demands, string Reason) last) && last.Demands != TradingMode.Normal)
            Demand(symbol, name, TradingMode.Normal, reason);
    }

    /// <summary>Something worth knowing that demands nothing.</summary>
    public void Note(Symbol symbol, string name, string reason) => Demand(symbol, name, TradingMode.Normal, reason);

    /// <summary>What was last said of a condition; null when nothing was.</summary>
    public string? ReasonOf(Symbol symbol, string name) => known.TryGetValue((symbol, name), out (TradingMode Demands, string Reason) last) ? last.Reason : null;

    public bool Lasts(Symbol symbol, string name) =>
        known.TryGetValue((symbol, name), out (TradingMode Demands, string Reason) last) && last.Demands != TradingMode.Normal;
}
