using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Risk;

/// <summary>What losses demand, mildest first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LadderAction>))]
public enum LadderAction
{
    None,

    /// <summary>Nothing is opened until the next UTC day.</summary>
    PauseEntries,

    /// <summary>Positions may only shrink.</summary>
    ReduceOnly,

    /// <summary>Close everything, cancel everything, stop until a human resumes.</summary>
    FlattenAndHalt,
}

/// <summary>A loss that reached a share of its limit.</summary>
/// <param name="Rule"><see cref="RiskRules.DailyLoss"/>, <see cref="RiskRules.WeeklyLoss"/> or <see cref="RiskRules.Drawdown"/>.</param>
/// <param name="Measured">Loss as a fraction.</param>
/// <param name="Threshold">Share of the limit that was reached: the first or second alert's, or 1 for the limit itself.</param>
public readonly record struct LadderAlert(string Rule, decimal Measured, decimal Limit, decimal Threshold)
{
    public string Message => Threshold >= 1m
        ? $"{Rule}: {Measured:P2} lost, the limit of {Limit:P2} is reached."
        : $"{Rule}: {Measured:P2} lost, more than {Threshold:P0} of the limit of {Limit:P2}.";
}

/// <summary>Where the account stands on the ladder. Losses are fractions, 0 when there is none.</summary>
/// <param name="Alerts">The highest threshold reached per limit.</param>
public sealed record LadderState(
    LadderAction Action, decimal DailyLoss, decimal WeeklyLoss, decimal Drawdown, IReadOnlyList<LadderAlert> Alerts);

/// <summary>
/// Turns losses into restraint, on equity that includes unrealised profit: daily loss pauses entries, weekly loss allows
/// only reducing, drawdown from the peak flattens and halts. Each limit acts when it is reached, not when it is passed.
/// </summary>
public static class LossLadder
{
    public static LadderState Assess(AccountView account, RiskLimits limits)
    {
        decimal day = Loss(account.EquityAtDayStart, account.Equity);
        decimal week = Loss(account.EquityAtWeekStart, account.Equity);
        decimal drawdown = Loss(account.EquityPeak, account.Equity);
        return new(Action(day, week, drawdown, limits), day, week, drawdown, Alerts(day, week, drawdown, limits));
    }

    /// <summary>Share of <paramref name="start"/> that is gone; an account that starts with nothing has lost all.</summary>
    internal static decimal Loss(decimal start, decimal now)
    {
        if (start <= 0) return 1m;
        return now >= start ? 0m : (start - now) / start;
    }

    internal static LadderAction Action(decimal day, decimal week, decimal drawdown, RiskLimits limits)
    {
        if (drawdown >= limits.DrawdownMax) return LadderAction.FlattenAndHalt;
        if (week >= limits.WeeklyLossMax) return LadderAction.ReduceOnly;
        return day >= limits.DailyLossMax ? LadderAction.PauseEntries : LadderAction.None;
    }

    private static IReadOnlyList<LadderAlert> Alerts(decimal day, decimal week, decimal drawdown, RiskLimits limits)
    {
        List<LadderAlert>? alerts = null;
        Add(RiskRules.DailyLoss, day, limits.DailyLossMax);
        Add(RiskRules.WeeklyLoss, week, limits.WeeklyLossMax);
        Add(RiskRules.Drawdown, drawdown, limits.DrawdownMax);
        return alerts ?? (IReadOnlyList<LadderAlert>)[];

        void Add(string rule, decimal measured, decimal limit)
        {
            decimal threshold = measured >= limit ? 1m
                : measured >= limit * limits.AlertSecond ? limits.AlertSecond
                : measured >= limit * limits.AlertFirst ? limits.AlertFirst : 0m;
            if (threshold > 0) (alerts ??= []).Add(new(rule, measured, limit, threshold));
        }
    }
}
