using Parley.Domain;

namespace Parley.Risk;

/// <summary>What must hold before a position may be opened at all. Every rule is applied, so that a verdict names all that is wrong.</summary>
internal static class EntryRules
{
    public static bool Pass(RiskCase question, Price stop, RiskLimits limits, RiskSheet sheet)
    {
        State(question, limits, sheet);
        Losses(question, limits, sheet);
        MarketRules.Apply(question, limits, sheet);
        Intent(question, limits, sheet);
        Stop(question, stop, limits, sheet);
        return sheet.Refusal < 0;
    }

    private static void State(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        RiskAccount account = question.Account;
        sheet.Add(new(RiskRules.TradingMode, RiskGate.Outcome(account.Mode == TradingMode.Normal), (int)account.Mode, 0m)
        {
            Subject = Name(account.Mode),
        });
        int issues = question.DataIssues;
        sheet.Add(new(RiskRules.DataQuality, RiskGate.Outcome(issues == 0), issues, 0m)
        {
            Subject = issues == 0 ? null : question.FirstIssue,
        });
        AtMost(RiskRules.UnknownOrders, account.UnknownOrders, 0, sheet);
        // An entry that can still fill counts as filled; waiting is simpler than reserving for it.
        AtMost(RiskRules.OpenOrders, account.OpenOrders, 0, sheet);
        AtMost(RiskRules.SignalFlood, account.OrdersInLastMinute + 1, limits.OrdersPerMinuteMax, sheet);
        sheet.Add(new(RiskRules.Equity, RiskGate.Outcome(account.Equity > 0), account.Equity, 0m));
    }

    private static void Losses(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        RiskAccount account = question.Account;
        Loss(RiskRules.DailyLoss, account.EquityAtDayStart, account.Equity, limits.DailyLossMax, sheet);
        Loss(RiskRules.WeeklyLoss, account.EquityAtWeekStart, account.Equity, limits.WeeklyLossMax, sheet);
        Loss(RiskRules.Drawdown, account.EquityPeak, account.Equity, limits.DrawdownMax, sheet);
        if (question.Inputs is not { } known) return;
        bool isLong = known.LossStreak >= limits.LossStreakMax;
        bool cools = isLong && question.AsOf < known.LastLossAt + limits.LossCooldown;
        sheet.Add(new(RiskRules.LossStreak, RiskGate.Outcome(!cools), known.LossStreak, limits.LossStreakMax)
        {
            Subject = isLong ? "cooldown" : null,
        });
    }

    private static void Intent(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        // Written so that NaN fails.
        bool sane = question.Confidence is >= 0 and <= 1;
        sheet.Add(new(
            RiskRules.Confidence,
            RiskGate.Outcome(sane && question.Confidence >= limits.ConfidenceMin),
            Fraction.Of(question.Confidence),
            Fraction.Of(limits.ConfidenceMin)));
        Quantity position = question.Account.Position;
        if (question.Instrument.Kind == InstrumentKind.Spot)
            sheet.Add(new(RiskRules.SpotShort, RiskGate.Outcome(question.Side == Side.Buy), 0m, 0m));
        sheet.Add(new(
            RiskRules.Pyramiding, RiskGate.Outcome(limits.Pyramiding || position.IsZero), Fraction.Of(position.Raw), 0m));
    }

    private static void Stop(RiskCase question, Price stop, RiskLimits limits, RiskSheet sheet)
    {
        Price market = Nearest(question);
        Price distance = question.Side == Side.Buy ? market - stop : stop - market;
        bool right = stop.IsPositive && distance.IsPositive;
        sheet.Add(new(RiskRules.StopSide, RiskGate.Outcome(right), Fraction.Of(stop.Raw), Fraction.Of(market.Raw))
        {
            Subject = question.Side == Side.Buy ? "below" : "above",
        });
        if (!right) return;
        long tick = Math.Max(1L, question.Instrument.TickSize.Raw);
        (long whole, long rest) = Math.DivRem(distance.Raw, tick);
        decimal ticks = rest == 0 ? whole : distance.Raw / (decimal)tick;
        sheet.Add(new(RiskRules.StopDistance, RiskGate.Outcome(ticks >= limits.StopTicksMin), ticks, limits.StopTicksMin));
        if (limits.WinRate is not { } measured) return;
        double needed = Expectancy.BreakEven(distance.Raw / (double)market.Raw, limits);
        sheet.Add(new(RiskRules.Expectancy, RiskGate.Outcome(needed < measured), Fraction.Of(needed), Fraction.Of(measured)));
    }

    // The market price closest to the stop: a stop must not trigger on arrival.
    private static Price Nearest(RiskCase question)
    {
        Price last = question.LastPrice;
        if (!question.IsBookLive) return last;
        Price best = question.Side == Side.Buy ? question.Bids.Span[0].Price : question.Asks.Span[0].Price;
        if (question.Side == Side.Buy) return best < last ? best : last;
        return best > last ? best : last;
    }

    private static void AtMost(string rule, int measured, int limit, RiskSheet sheet) =>
        sheet.Add(new(rule, RiskGate.Outcome(measured <= limit), measured, limit));

    // As the loss ladder has it, but decided by an exact product: dividing decimals is what costs time here.
    private static void Loss(string rule, decimal start, decimal now, decimal limit, RiskSheet sheet)
    {
        bool within = start > 0 && start - now < limit * start;
        decimal measured = start <= 0 ? 1m : now >= start ? 0m : Fraction.Of((double)(start - now) / (double)start);
        sheet.Add(new(rule, RiskGate.Outcome(within), measured, limit));
    }

    internal static string Name(TradingMode mode) => mode switch
    {
        TradingMode.Normal => nameof(TradingMode.Normal),
        TradingMode.Guarded => nameof(TradingMode.Guarded),
        TradingMode.ReduceOnly => nameof(TradingMode.ReduceOnly),
        TradingMode.CancelOnly => nameof(TradingMode.CancelOnly),
        _ => nameof(TradingMode.Halted),
    };
}
