using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>Tells two observers everything, the first one first.</summary>
public sealed class ObserverFanOut(IDeskObserver first, IDeskObserver second) : IDeskObserver
{
    public bool WantsFeatures => first.WantsFeatures || second.WantsFeatures;

    public void OnBar(in Bar bar)
    {
        first.OnBar(bar);
        second.OnBar(bar);
    }

    public void OnFeatures(in Bar bar, ReadOnlySpan<double> values)
    {
        if (first.WantsFeatures) first.OnFeatures(bar, values);
        if (second.WantsFeatures) second.OnFeatures(bar, values);
    }

    public void OnAgent(string agent, TimeSpan elapsed)
    {
        first.OnAgent(agent, elapsed);
        second.OnAgent(agent, elapsed);
    }

    public void OnDeliberated(Symbol symbol, TimeSpan elapsed)
    {
        first.OnDeliberated(symbol, elapsed);
        second.OnDeliberated(symbol, elapsed);
    }

    public void OnDecision(Decision decision)
    {
        first.OnDecision(decision);
        second.OnDecision(decision);
    }

    public void OnIntents(OrderIntents intents, IntentFate fate, string reason)
    {
        first.OnIntents(intents, fate, reason);
        second.OnIntents(intents, fate, reason);
    }

    public void OnOrder(PlaceOrder order, string decisionId)
    {
        first.OnOrder(order, decisionId);
        second.OnOrder(order, decisionId);
    }

    public void OnFact(VenueFact fact)
    {
        first.OnFact(fact);
        second.OnFact(fact);
    }

    public void OnEquity(Timestamp at, decimal equity)
    {
        first.OnEquity(at, equity);
        second.OnEquity(at, equity);
    }

    public void OnMode(Timestamp at, ModeChange change)
    {
        first.OnMode(at, change);
        second.OnMode(at, change);
    }

    public void OnDataIssue(DataIssue issue)
    {
        first.OnDataIssue(issue);
        second.OnDataIssue(issue);
    }

    public void OnAlert(Timestamp at, DeskAlert alert)
    {
        first.OnAlert(at, alert);
        second.OnAlert(at, alert);
    }
}
