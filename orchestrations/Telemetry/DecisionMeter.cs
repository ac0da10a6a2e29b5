using System.Diagnostics.Metrics;

namespace Parley.Orchestrations;

/// <summary>Counts decisions where they are made, and measures how long they took.</summary>
public sealed class DecisionMeter
{
    private readonly Counter<long> decisions;
    private readonly Counter<long> refusals;
    private readonly Counter<long> abstentions;
    private readonly Histogram<double> agents;
    private readonly Histogram<double> deliberations;

    public DecisionMeter(Meter meter)
    {
        decisions = meter.CreateCounter<long>(MetricNames.Decisions, "{decision}", "Decisions made, by what they came to.");
        refusals = meter.CreateCounter<long>(MetricNames.Refusals, "{decision}", "Proposals the risk gate refused, by the first rule that did.");
        abstentions = meter.CreateCounter<long>(MetricNames.Abstentions, "{decision}", "Decisions for which there was no usable opinion.");
        agents = meter.CreateHistogram<double>(MetricNames.AgentDuration, "s", "From an agent's having the word to its verdict.");
        deliberations = meter.CreateHistogram<double>(MetricNames.DeliberationDuration, "s", "From a snapshot to what all agents together make of it.");
    }

    public void Decided(Decision decision)
    {
        KeyValuePair<string, object?> symbol = MetricTags.Of(decision.Snapshot.Instrument.Symbol);
        decisions.Add(1, symbol, new(MetricTags.Action, decision.Action.ToString()));
        if (decision.Action == DecisionAction.Abstained) abstentions.Add(1, symbol);
        if (decision.Action == DecisionAction.Refused) refusals.Add(1, symbol, new(MetricTags.Rule, decision.Risk?.Refusal?.Rule));
    }

    /// <param name="agent">Its name in the verdict.</param>
    public void Spoke(string agent, TimeSpan elapsed) => agents.Record(elapsed.TotalSeconds, new KeyValuePair<string, object?>(MetricTags.Agent, agent));

    public void Deliberated(TimeSpan elapsed) => deliberations.Record(elapsed.TotalSeconds);
}
