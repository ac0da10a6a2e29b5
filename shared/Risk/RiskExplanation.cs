using System.Globalization;

namespace Parley.Risk;

/// <summary>Writes a check in full words, with the numbers that decided it.</summary>
internal static class RiskExplanation
{
    public static string Of(RiskCheck check) => check.Rule switch
    {
        RiskRules.TradingMode => $"Trading mode is {check.Subject}; {(Refused(check) ? "it does not allow" : "it allows")} this.",
        RiskRules.DataQuality => Refused(check)
            ? $"{check.Measured} open data issue(s), the first: {check.Subject}"
            : "No open data issue.",
        RiskRules.UnknownOrders => $"{check.Measured} order(s) with unknown outcome; new risk needs 0.",
        RiskRules.OpenOrders => $"{check.Measured} order(s) can still fill; new risk needs 0.",
        RiskRules.SignalFlood => $"This would be entry {check.Measured} within a minute; at most {check.Limit} are allowed.",
        RiskRules.Equity => $"Equity is {Number(check.Measured)}; it must be above 0.",
        RiskRules.DailyLoss => $"Lost {Share(check.Measured)} since the start of the day; entries pause at {Share(check.Limit)}.",
        RiskRules.WeeklyLoss => $"Lost {Share(check.Measured)} since the start of the week; only reducing at {Share(check.Limit)}.",
        RiskRules.Drawdown => $"Lost {Share(check.Measured)} from the peak; trading halts at {Share(check.Limit)}.",
        RiskRules.LossStreak => Refused(check)
            ? $"{check.Measured} losses in a row; from {check.Limit} on, entries pause for a while after the last."
            : check.Subject is null
                ? $"{check.Measured} losses in a row; entries pause from {check.Limit} on."
                : $"{check.Measured} losses in a row, and the pause after the last is over.",
        RiskRules.Schedule => Refused(check)
            ? $"It is {Number(check.Measured)} h UTC; nothing is opened before {Number(check.Limit)} h."
            : $"It is {Number(check.Measured)} h UTC; the market is open.",
        RiskRules.Funding =>
            $"Funding settles {Number(check.Measured)} s from now or did so then; entries keep {Number(check.Limit)} s away.",
        RiskRules.FlashCrash => $"The last bar moved {Share(check.Measured)}; nothing is opened from {Share(check.Limit)} on.",
        RiskRules.Confidence => check.Measured is < 0 or > 1
            ? "Confidence is not a number between 0 and 1."
            : $"Confidence is {Number(check.Measured)}; opening needs {Number(check.Limit)}.",
        RiskRules.SpotShort => Refused(check) ? "Spot cannot be sold short." : "A spot purchase.",
        RiskRules.Pyramiding => Refused(check)
            ? $"A position of {Number(check.Measured)} is open on the same side; adding to it is switched off."
            : "Adds to no position, or adding is switched on.",
        RiskRules.CloseFirst => $"The proposal opposes the open position of {check.Before}: {check.After} is closed first.",
        RiskRules.StopSide => $"Stop {Number(check.Measured)} must be positive and lie {check.Subject} the market at {Number(check.Limit)}.",
        RiskRules.StopDistance => $"The stop lies {Number(check.Measured)} ticks from the market; at least {Number(check.Limit)} are needed.",
        RiskRules.Expectancy =>
            $"After costs the trade breaks even at a win rate of {Share(check.Measured)}; measured is {Share(check.Limit)}.",
        RiskRules.Kelly => $"Kelly would risk {Share(check.Measured)} of equity; the part allowed is {Share(check.Limit)}.",
        RiskRules.RiskPerTrade => Refused(check)
            ? $"No risk is left within {Share(check.Limit)} of equity."
            : $"{check.After} loses {Share(check.Measured)} of equity at the stop; at most {Share(check.Limit)} may be lost.",
        RiskRules.PositionMax => $"The position would be {Times(check.Measured)} equity; at most {Times(check.Limit)}.{Effect(check)}",
        RiskRules.Leverage =>
            $"All positions would be {Times(check.Measured)} equity; at most {Times(check.Limit)} ({check.Subject}).{Effect(check)}",
        RiskRules.NetExposure =>
            $"Long less short would be {Times(check.Measured)} equity; at most {Times(check.Limit)} either way.{Effect(check)}",
        RiskRules.Correlation =>
            $"Profit correlates {Number(check.Measured)} with the other positions; from {Number(check.Limit)} on they count as one.{Effect(check)}",
        RiskRules.Liquidation =>
            $"Liquidation would lie {Number(check.Measured)} stop distances away; at least {Number(check.Limit)} are needed.{Effect(check)}",
        RiskRules.TradeValueAtRisk => check.Subject is null
            ? $"The position's daily value at risk would be {Share(check.Measured)} of equity; at most {Share(check.Limit)}.{Effect(check)}"
            : $"Value at risk is not measured: {check.Subject}.",
        RiskRules.ValueAtRisk =>
            $"Daily value at risk of all positions would be {Share(check.Measured)} of equity; at most {Share(check.Limit)}.{Effect(check)}",
        RiskRules.Shortfall =>
            $"Daily expected shortfall of all positions would be {Share(check.Measured)} of equity; at most {Share(check.Limit)}.{Effect(check)}",
        RiskRules.Cash => $"The order would take {Number(check.Measured)} with its fee; cash is {Number(check.Limit)}.{Effect(check)}",
        RiskRules.Liquidity =>
            $"The order would be {check.Subject ?? $"{Share(check.Measured)} of a day's volume"}; at most {Share(check.Limit)}.{Effect(check)}",
        RiskRules.Slippage => check.Subject is null
            ? $"The average fill would lie {Share(check.Measured)} from the mid price; at most {Share(check.Limit)}.{Effect(check)}"
            : $"Slippage is not measured: {check.Subject}.",
        RiskRules.QuantityMin => $"{Number(check.Measured)} on the grid; the venue's smallest order is {Number(check.Limit)}.",
        RiskRules.NotionalMin => $"Worth {Number(check.Measured)}; the venue's smallest order is worth {Number(check.Limit)}.",
        _ => $"{check.Outcome}: measured {Number(check.Measured)}, limit {Number(check.Limit)}.",
    };

    private static bool Refused(RiskCheck check) => check.Outcome == RiskOutcome.Refused;

    private static string Effect(RiskCheck check) => check.Outcome switch
    {
        RiskOutcome.Reduced => $" Reduced from {check.Before} to {check.After}.",
        RiskOutcome.Refused => $" Of {check.Before} only {check.After} would be left, less than the venue's smallest order.",
        _ => "",
    };

    private static string Share(decimal value) => value.ToString("0.####%", CultureInfo.InvariantCulture);

    private static string Times(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture) + " ×";

    private static string Number(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);
}
