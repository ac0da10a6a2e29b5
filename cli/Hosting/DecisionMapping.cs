using Parley.Dashboard;
using Parley.Domain;
using Parley.Execution;
using Parley.Features;
using Parley.Orchestrations;
using Parley.Risk;
using AgentRole = Parley.Dashboard.AgentRole;

namespace Parley.Cli.Hosting;

/// <summary>Turns decisions and orders into what the page shows.</summary>
internal static class DecisionMapping
{
    public static DecisionSummaryDto Summary(Decision decision, decimal? netProfit) => new(
        decision.Id,
        decision.At.ToDateTimeOffset(),
        decision.Snapshot.Instrument.Symbol.Value,
        Enum.Parse<DecisionOutcome>(decision.Action.ToString()),
        decision.Side,
        decision.Confidence,
        decision.Deliberation.Fusion.Probability,
        decision.Risk is { Allowed: true } risk ? risk.Quantity.Value : null,
        netProfit,
        decision.Summary);

    public static DecisionDto Whole(
        Decision decision, decimal? netProfit, double threshold, IReadOnlyList<OrderState> orders)
    {
        DecisionSummaryDto s = Summary(decision, netProfit);
        return new(s.Id, s.At, s.Symbol, s.Outcome, s.Side, s.Confidence, s.Probability, s.Quantity, s.NetProfit, s.Summary,
            decision.SnapshotHash, decision.IntentHash, decision.ConfigHash,
            SnapshotOf(decision.Snapshot),
            [.. decision.Deliberation.Verdicts.Select(VerdictOf)],
            new(Enum.Parse<Dashboard.SupervisorRuling>(decision.Deliberation.Supervisor.Ruling.ToString()), decision.Deliberation.Supervisor.Reasons),
            FusionOf(decision.Deliberation.Fusion, threshold),
            decision.Risk is { } risk ? RiskOf(risk) : null,
            [.. decision.Intents.Select(IntentOf)],
            [.. orders.Select(OrderOf)]);
    }

    /// <summary>Unix seconds of a bar's open: what the page knows it by.</summary>
    public static long TimeOf(in Bar bar) => bar.OpenTime.Nanoseconds / 1_000_000_000;

    public static BarDto BarOf(in Bar bar) => new(
        TimeOf(bar), bar.Open.Value, bar.High.Value, bar.Low.Value, bar.Close.Value, bar.Volume);

    public static OpenOrderDto OpenOrderOf(OpenOrderStatus open) => new(
        open.Order.Id.Value, open.Order.Symbol.Value, open.Order.Side, open.Order.Type, open.Order.Quantity.Value,
        open.Order.Limit?.Value, open.Order.Stop?.Value, open.Order.ReduceOnly, open.Phase);

    private static SnapshotDto SnapshotOf(Snapshot snapshot)
    {
        AccountView account = snapshot.Account;
        return new(
            snapshot.AsOf.ToDateTimeOffset(),
            snapshot.LastPrice.Value,
            snapshot.Trigger.ToString(),
            new([.. snapshot.Book.Bids.Select(LevelOf)], [.. snapshot.Book.Asks.Select(LevelOf)]),
            [.. snapshot.Features.Select(g => new FeatureGroupDto(
                g.Name, [.. g.Features.Select(f => new FeatureDto(f.Name, f.Value, FeatureCatalogue.Find(g.Name, f.Name)?.Family))]))],
            new(account.Equity, account.Cash, account.Position.Value, account.AverageEntry, account.EquityPeak,
                account.OpenOrders, account.UnknownOrders, account.Mode),
            [.. snapshot.News.Select(n => new NewsDto(n.Id, n.PublishedAt.ToDateTimeOffset(), n.Source, n.Headline, n.Sentiment))],
            [.. snapshot.DataIssues.Select(i => $"{i.Kind}: {i.Detail}")]);
    }

    private static BookLevelDto LevelOf(BookLevel level) => new(level.Price.Value, level.Quantity.Value);

    private static VerdictDto VerdictOf(Verdict verdict) => new(
        verdict.Agent,
        Enum.Parse<AgentRole>(verdict.Role.ToString()),
        verdict.Horizon,
        Enum.Parse<AgentStance>(verdict.Stance.ToString()),
        verdict.Confidence,
        verdict.Reasons,
        [.. verdict.Citations.Select(c => new CitationDto(c.Field, c.Value))],
        null);

    private static FusionDto FusionOf(Fusion fusion, double threshold) => new(
        fusion.Score, fusion.Probability, threshold,
        [.. fusion.Terms.Select(t => new FusionWeightDto(t.Agent, t.Weight, t.Contribution))]);

    private static RiskDto RiskOf(RiskVerdict risk) => new(
        risk.Allowed,
        risk.Quantity.Value,
        [.. risk.Checks.Select(c => new RiskCheckDto(
            c.Rule, Enum.Parse<RiskCheckOutcome>(c.Outcome.ToString()), (double)c.Measured, (double)c.Limit, c.Explanation))]);

    private static IntentDto IntentOf(PlaceOrder order) => new(
        order.Id.Value, order.Side, order.Type, order.Quantity.Value, order.Limit?.Value, order.Stop?.Value, order.ReduceOnly);

    private static OrderDto OrderOf(OrderState order) => new(
        order.Id.Value,
        order.Phase.ToString(),
        order.Filled.Value,
        order.Filled.IsPositive ? order.AveragePrice : null,
        order.Refused?.Reason ?? order.Expired?.Reason,
        [.. order.Fills.Values.Select(f => new OrderFillDto(f.At.Nanoseconds / 1_000_000_000, f.Price.Value, f.Quantity.Value, f.Fee))]);
}
