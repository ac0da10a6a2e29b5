namespace Parley.Orchestrations;

/// <summary>
/// Names of all metrics, the same on the page, at the edge, in Application Insights and in the queries of infra/kql. Names
/// outlive dashboards: never rename one.
/// </summary>
public static class MetricNames
{
    public const string Meter = "Parley";

    // Ticks coming in.
    public const string TickEvents = "parley.ticks.events";
    public const string TickBatches = "parley.ticks.batches";
    public const string TickBytes = "parley.ticks.bytes";
    public const string TickDuplicates = "parley.ticks.duplicates";
    public const string TickGaps = "parley.ticks.gaps";
    public const string TickQuarantined = "parley.ticks.quarantined";
    public const string TickLag = "parley.ticks.lag";
    public const string CheckpointConflicts = "parley.checkpoint.conflicts";
    public const string CheckpointRestores = "parley.checkpoint.restores";
    public const string FeatureRows = "parley.features.rows";
    public const string DataIssues = "parley.data.issues";

    // Decisions.
    public const string DecisionsAsked = "parley.decisions.asked";
    public const string Decisions = "parley.decisions";
    public const string Refusals = "parley.refusals";
    public const string Abstentions = "parley.abstentions";
    public const string AgentDuration = "parley.agent.duration";
    public const string DeliberationDuration = "parley.deliberation.duration";

    // Orders and money.
    public const string Intents = "parley.intents";
    public const string Orders = "parley.orders";
    public const string OrdersUnknown = "parley.orders.unknown";
    public const string OrdersUnknownAge = "parley.orders.unknown.age";
    public const string OrdersResolved = "parley.orders.resolved";
    public const string Conditions = "parley.conditions";
    public const string Fills = "parley.fills";
    public const string Fees = "parley.fees";
    public const string Equity = "parley.equity";
    public const string ProfitRealised = "parley.profit.realised";
    public const string PositionNotional = "parley.position.notional";
    public const string Mode = "parley.mode";
    public const string Alerts = "parley.alerts";

    // The edge.
    public const string OutboxDepth = "parley.outbox.depth";
    public const string OutboxDropped = "parley.outbox.dropped";
    public const string LeaseEpoch = "parley.lease.epoch";
    public const string EdgeReportAge = "parley.edge.report.age";

    // Language models: recorded once the ladder calls them.
    public const string ModelCost = "parley.llm.cost";
    public const string ModelTokens = "parley.llm.tokens";
    public const string ModelDuration = "parley.llm.duration";
    public const string ModelRung = "parley.llm.rung";
}
