using System.Diagnostics.Metrics;
using Parley.Domain;

namespace Parley.Orchestrations;

/// <summary>Measures a desk by what it tells. Money in quote currency.</summary>
public sealed class DeskMeter : IDeskObserver
{
    private readonly DecisionMeter decisions;
    private readonly Counter<long> orders;
    private readonly Counter<long> fills;
    private readonly Counter<double> fees;
    private readonly Gauge<double> equity;
    private readonly Gauge<double> realised;
    private readonly Gauge<double> notional;
    private readonly Gauge<int> mode;
    private readonly Counter<long> issues;
    private readonly Counter<long> alerts;
    private readonly Counter<long> intents;
    private readonly UnknownOrderMeter unknown;
    private readonly Counter<long> conditions;
    private readonly HashSet<Symbol> held = [];

    public DeskMeter(Meter meter)
    {
        decisions = new(meter);
        orders = meter.CreateCounter<long>(MetricNames.Orders, "{order}", "Orders sent to the venue, protective stops included.");
        unknown = new(meter);
        conditions = meter.CreateCounter<long>(MetricNames.Conditions, "{condition}", "Times the venue, its feeds or the way to it demanded caution.");
        fills = meter.CreateCounter<long>(MetricNames.Fills, "{fill}", "Executions the venue reported, each once.");
        fees = meter.CreateCounter<double>(MetricNames.Fees, "{quote}", "Fees paid, in quote currency; rebates are not taken off.");
        equity = meter.CreateGauge<double>(MetricNames.Equity, "{quote}", "Cash and all positions at their marks, in quote currency.");
        realised = meter.CreateGauge<double>(MetricNames.ProfitRealised, "{quote}", "Profit of what was closed, before fees and funding, in quote currency.");
        notional = meter.CreateGauge<double>(MetricNames.PositionNotional, "{quote}", "Position at its mark, in quote currency; negative is short.");
        mode = meter.CreateGauge<int>(MetricNames.Mode, "1", "What the desk may do: 0 Normal, 1 Guarded, 2 ReduceOnly, 3 CancelOnly, 4 Halted.");
        issues = meter.CreateCounter<long>(MetricNames.DataIssues, "{issue}", "Things wrong with incoming data.");
        alerts = meter.CreateCounter<long>(MetricNames.Alerts, "{alert}", "Things a human should know.");
        intents = meter.CreateCounter<long>(MetricNames.Intents, "{decision}", "Decisions made elsewhere that were judged here, by what became of them.");
    }

    /// <summary>Takes the desk's own account of itself, which knows what no single event says. Called on one thread.</summary>
    public void Measure(DeskStatus status)
    {
        equity.Record((double)status.Account.Equity);
        realised.Record((double)status.Realised);
        mode.Record((int)status.Mode);
        unknown.Measure(status);
        foreach (PositionStatus position in status.Positions)
        {
            held.Add(position.Symbol);
            notional.Record((double)(position.Quantity.Value * position.Mark.Value), MetricTags.Of(position.Symbol));
        }

        held.RemoveWhere(symbol => IsFlat(symbol, status));
    }

    public void OnAgent(string agent, TimeSpan elapsed) => decisions.Spoke(agent, elapsed);

    public void OnDeliberated(Symbol symbol, TimeSpan elapsed) => decisions.Deliberated(elapsed);

    public void OnDecision(Decision decision) => decisions.Decided(decision);

    public void OnIntents(OrderIntents intents, IntentFate fate, string reason) =>
        this.intents.Add(1, new KeyValuePair<string, object?>(MetricTags.Fate, fate.ToString()));

    public void OnOrder(PlaceOrder order, string decisionId) => orders.Add(1, MetricTags.Of(order.Symbol));

    public void OnFact(VenueFact fact)
    {
        if (fact is VenueCondition { Demands: not TradingMode.Normal } condition) conditions.Add(1, new KeyValuePair<string, object?>(MetricTags.Kind, condition.Name));
        if (fact is not OrderFilled filled) return;
        fills.Add(1, MetricTags.Of(filled.Symbol));
        if (filled.Fee > 0) fees.Add((double)filled.Fee, MetricTags.Of(filled.Symbol));
    }

    public void OnEquity(Timestamp at, decimal equity) => this.equity.Record((double)equity);

    public void OnMode(Timestamp at, ModeChange change) => mode.Record((int)change.To);

    public void OnDataIssue(DataIssue issue) =>
        issues.Add(1, MetricTags.Of(issue.Symbol), new(MetricTags.Kind, issue.Kind.ToString()));

    public void OnAlert(Timestamp at, DeskAlert alert) => alerts.Add(1, new KeyValuePair<string, object?>(MetricTags.Rule, alert.Rule));

    // What was closed since is said to be zero once; nobody else would say it.
    private bool IsFlat(Symbol symbol, DeskStatus status)
    {
        foreach (PositionStatus position in status.Positions)
            if (position.Symbol == symbol) return false;
        notional.Record(0, MetricTags.Of(symbol));
        return true;
    }
}
