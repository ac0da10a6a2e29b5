using Parley.Domain;

namespace Parley.Risk;

/// <summary>Moments at which the market is no place to open anything: closed hours, funding, a crash.</summary>
internal static class MarketRules
{
    // Venues that do not say when funding settles settle it every eight hours from midnight UTC.
    private static readonly Timeframe FundingEvery = Timeframe.From(TimeSpan.FromHours(8));

    public static void Apply(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        Schedule(question, limits, sheet);
        Funding(question, limits, sheet);
        Crash(question, limits, sheet);
    }

    private static void Schedule(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        if (limits.ClosedHours.Count == 0) return;
        int closed = -1;
        for (int i = 0; i < limits.ClosedHours.Count && closed < 0; i++)
            if (limits.ClosedHours[i].Holds(question.AsOf)) closed = i;
        ClosedHours window = limits.ClosedHours[Math.Max(closed, 0)];
        sheet.Add(new(RiskRules.Schedule, RiskGate.Outcome(closed < 0), ClosedHours.HourOf(question.AsOf), Hours(window.To)));
    }

    private static void Funding(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        if (question.Instrument.Kind != InstrumentKind.Perpetual || limits.FundingQuiet <= TimeSpan.Zero) return;
        TimeSpan away = AwayFromFunding(question.AsOf, question.Inputs);
        sheet.Add(new(
            RiskRules.Funding, RiskGate.Outcome(away > limits.FundingQuiet), Seconds(away), Seconds(limits.FundingQuiet)));
    }

    private static void Crash(RiskCase question, RiskLimits limits, RiskSheet sheet)
    {
        if (question.LastMove is not { } move) return;
        // Written so that NaN fails: a move that is no number is no calm market.
        bool calm = Math.Abs(move) < (double)limits.CrashMoveMax;
        sheet.Add(new(RiskRules.FlashCrash, RiskGate.Outcome(calm), Fraction.Of(Math.Abs(move)), limits.CrashMoveMax));
    }

    /// <summary>Time to the nearest settlement, before or after, by the venue's word as far as it goes.</summary>
    private static TimeSpan AwayFromFunding(Timestamp now, RiskInputs? known)
    {
        if (known is null || known.NextFunding == default) return AwayFromUsual(now);
        TimeSpan away = (known.NextFunding - now).Duration();
        // What follows the settlement that was told last, the venue has not said yet.
        if (now > known.NextFunding) return Least(away, AwayFromUsual(now));
        return known.LastFunding == default ? away : Least(away, (now - known.LastFunding).Duration());
    }

    private static TimeSpan AwayFromUsual(Timestamp now)
    {
        Timestamp before = now.FloorTo(FundingEvery);
        return Least(now - before, before + FundingEvery - now);
    }

    private static TimeSpan Least(TimeSpan left, TimeSpan right) => left < right ? left : right;

    private static decimal Hours(TimeSpan time) => time.Ticks / (decimal)TimeSpan.TicksPerHour;

    private static decimal Seconds(TimeSpan time) => time.Ticks / (decimal)TimeSpan.TicksPerSecond;
}
