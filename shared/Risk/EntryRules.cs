using Parley.Domain;

namespace Parley.Risk;

/// <summary>What must hold before a position may be opened at all. Every rule is applied, so that a verdict names all that is wrong.</summary>
internal static class EntryRules
{
    public static bool Pass(Proposal proposal, Price stop, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        int first = checks.Count;
        State(snapshot, limits, checks);
        Losses(snapshot.Account, limits, checks);
        Intent(proposal, snapshot, limits, checks);
        Stop(proposal.Side, stop, snapshot, limits, checks);
        for (int i = first; i < checks.Count; i++)
            if (checks[i].Outcome == RiskOutcome.Refused) return false;
        return true;
    }

    private static void State(Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        AccountView account = snapshot.Account;
        checks.Add(new(RiskRules.TradingMode, RiskGate.Outcome(account.Mode == TradingMode.Normal), (int)account.Mode, 0m)
        {
            Subject = Name(account.Mode),
        });
        int issues = snapshot.DataIssues.Count;
        checks.Add(new(RiskRules.DataQuality, RiskGate.Outcome(issues == 0), issues, 0m)
        {
            Subject = issues == 0 ? null : snapshot.DataIssues[0].Detail,
        });
        AtMost(RiskRules.UnknownOrders, account.UnknownOrders, 0, checks);
        // An entry that can still fill counts as filled; waiting is simpler than reserving for it.
        AtMost(RiskRules.OpenOrders, account.OpenOrders, 0, checks);
        AtMost(RiskRules.SignalFlood, account.OrdersInLastMinute + 1, limits.OrdersPerMinuteMax, checks);
        checks.Add(new(RiskRules.Equity, RiskGate.Outcome(account.Equity > 0), account.Equity, 0m));
    }

    private static void Losses(AccountView account, RiskLimits limits, List<RiskCheck> checks)
    {
        Below(RiskRules.DailyLoss, LossLadder.Loss(account.EquityAtDayStart, account.Equity), limits.DailyLossMax, checks);
        Below(RiskRules.WeeklyLoss, LossLadder.Loss(account.EquityAtWeekStart, account.Equity), limits.WeeklyLossMax, checks);
        Below(RiskRules.Drawdown, LossLadder.Loss(account.EquityPeak, account.Equity), limits.DrawdownMax, checks);
    }

    private static void Intent(Proposal proposal, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        // Written so that NaN fails.
        bool sane = proposal.Confidence is >= 0 and <= 1;
        checks.Add(new(
            RiskRules.Confidence,
            RiskGate.Outcome(sane && proposal.Confidence >= limits.ConfidenceMin),
            Fraction.Of(proposal.Confidence),
            Fraction.Of(limits.ConfidenceMin)));
        Quantity position = snapshot.Account.Position;
        if (snapshot.Instrument.Kind == InstrumentKind.Spot)
            checks.Add(new(RiskRules.SpotShort, RiskGate.Outcome(proposal.Side == Side.Buy), 0m, 0m));
        checks.Add(new(
            RiskRules.Pyramiding, RiskGate.Outcome(limits.Pyramiding || position.IsZero), Fraction.Of(position.Raw), 0m));
    }

    private static void Stop(Side side, Price stop, Snapshot snapshot, RiskLimits limits, List<RiskCheck> checks)
    {
        Price market = Nearest(side, snapshot);
        Price distance = side == Side.Buy ? market - stop : stop - market;
        bool right = stop.IsPositive && distance.IsPositive;
        checks.Add(new(RiskRules.StopSide, RiskGate.Outcome(right), Fraction.Of(stop.Raw), Fraction.Of(market.Raw))
        {
            Subject = side == Side.Buy ? "below" : "above",
        });
        if (!right) return;
        decimal ticks = distance.Raw / (decimal)Math.Max(1L, snapshot.Instrument.TickSize.Raw);
        checks.Add(new(RiskRules.StopDistance, RiskGate.Outcome(ticks >= limits.StopTicksMin), ticks, limits.StopTicksMin));
    }

    // The market price closest to the stop: a stop must not trigger on arrival.
    private static Price Nearest(Side side, Snapshot snapshot)
    {
        Price last = snapshot.LastPrice;
        if (!snapshot.Book.IsLive) return last;
        if (side == Side.Buy) return snapshot.Book.Bids[0].Price < last ? snapshot.Book.Bids[0].Price : last;
        return snapshot.Book.Asks[0].Price > last ? snapshot.Book.Asks[0].Price : last;
    }

    private static void AtMost(string rule, int measured, int limit, List<RiskCheck> checks) =>
        checks.Add(new(rule, RiskGate.Outcome(measured <= limit), measured, limit));

    private static void Below(string rule, decimal measured, decimal limit, List<RiskCheck> checks) =>
        checks.Add(new(rule, RiskGate.Outcome(measured < limit), measured, limit));

    private static string Name(TradingMode mode) => mode switch
    {
        TradingMode.Normal => nameof(TradingMode.Normal),
        TradingMode.Guarded => nameof(TradingMode.Guarded),
        TradingMode.ReduceOnly => nameof(TradingMode.ReduceOnly),
        TradingMode.CancelOnly => nameof(TradingMode.CancelOnly),
        _ => nameof(TradingMode.Halted),
    };
}
