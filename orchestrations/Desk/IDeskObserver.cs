using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>Watches a desk: the page, a progress bar, a test. Called on the desk's own thread; must return at once.</summary>
public interface IDeskObserver
{
    void OnBar(in Bar bar) { }

    /// <summary>False spares the desk reading features that nobody looks at.</summary>
    bool WantsFeatures => false;

    /// <summary>After <see cref="OnBar"/>, when <see cref="WantsFeatures"/>.</summary>
    /// <param name="values">Of the bar's timeframe at its close, as the catalogue lists bar features; NaN where not known. Changes after the call.</param>
    void OnFeatures(in Bar bar, ReadOnlySpan<double> values) { }

    /// <summary>An agent has spoken.</summary>
    /// <param name="agent">Its name in the verdict.</param>
    void OnAgent(string agent, TimeSpan elapsed) { }

    /// <summary>Before <see cref="OnDecision"/>: the deliberation is over.</summary>
    void OnDeliberated(Symbol symbol, TimeSpan elapsed) { }

    void OnDecision(Decision decision) { }

    /// <summary>Orders decided elsewhere were judged here.</summary>
    void OnIntents(OrderIntents intents, IntentFate fate, string reason) { }

    /// <param name="decisionId">The decision the order belongs to; the one that opened the position for protective stops.</param>
    void OnOrder(PlaceOrder order, string decisionId) { }

    void OnFact(VenueFact fact) { }

    /// <summary>After each trigger bar and each fill.</summary>
    void OnEquity(Timestamp at, decimal equity) { }

    void OnMode(Timestamp at, ModeChange change) { }

    void OnDataIssue(DataIssue issue) { }

    void OnAlert(Timestamp at, DeskAlert alert) { }
}

/// <summary>Watches nothing.</summary>
public sealed class NoObserver : IDeskObserver
{
    public static NoObserver Instance { get; } = new();
}
