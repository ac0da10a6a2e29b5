using System.Text.Json.Serialization;
using Parley.Domain;

namespace Parley.Risk;

/// <summary>The names of the gate's rules, as they appear in verdicts, on the page and in the ledger.</summary>
public static class RiskRules
{
    public const string TradingMode = "TradingMode";
    public const string DataQuality = "DataQuality";
    public const string UnknownOrders = "UnknownOrders";
    public const string OpenOrders = "OpenOrders";
    public const string SignalFlood = "SignalFlood";
    public const string Equity = "Equity";
    public const string DailyLoss = "DailyLoss";
    public const string WeeklyLoss = "WeeklyLoss";
    public const string Drawdown = "Drawdown";
    public const string LossStreak = "LossStreak";
    public const string Schedule = "Schedule";
    public const string Funding = "Funding";
    public const string FlashCrash = "FlashCrash";
    public const string Confidence = "Confidence";
    public const string SpotShort = "SpotShort";
    public const string Pyramiding = "Pyramiding";
    public const string CloseFirst = "CloseFirst";
    public const string StopSide = "StopSide";
    public const string StopDistance = "StopDistance";
    public const string Expectancy = "Expectancy";
    public const string Kelly = "Kelly";
    public const string RiskPerTrade = "RiskPerTrade";
    public const string PositionMax = "PositionMax";
    public const string Leverage = "Leverage";
    public const string NetExposure = "NetExposure";
    public const string Correlation = "Correlation";
    public const string Liquidation = "Liquidation";
    public const string Cash = "Cash";
    public const string Liquidity = "Liquidity";
    public const string Slippage = "Slippage";
    public const string TradeValueAtRisk = "TradeValueAtRisk";
    public const string ValueAtRisk = "ValueAtRisk";
    public const string Shortfall = "Shortfall";
    public const string QuantityMin = "QuantityMin";
    public const string NotionalMin = "NotionalMin";
}

[JsonConverter(typeof(JsonStringEnumConverter<RiskOutcome>))]
public enum RiskOutcome
{
    Passed,

    /// <summary>Allowed, but smaller than asked for.</summary>
    Reduced,

    Refused,
}

/// <summary>One rule applied to one proposal.</summary>
/// <param name="Rule">One of <see cref="RiskRules"/>.</param>
/// <param name="Measured">What the proposal would bring, in the unit of <paramref name="Limit"/>, which the rule decides.</param>
public readonly record struct RiskCheck(string Rule, RiskOutcome Outcome, decimal Measured, decimal Limit)
{
    /// <summary>Quantity asked of this rule; zero for rules that do not size.</summary>
    public Quantity Before { get; init; }

    /// <summary>Quantity this rule lets through; zero for rules that do not size.</summary>
    public Quantity After { get; init; }

    /// <summary>What the rule speaks about, where numbers do not say it: a mode, the first data issue.</summary>
    public string? Subject { get; init; }

    /// <summary>The check in full words. Written when asked for, so that the gate itself formats nothing.</summary>
    public string Explanation => RiskExplanation.Of(this);
}

/// <summary>What the gate says to a proposal.</summary>
/// <param name="Quantity">To be traded: on the venue's grid and positive when allowed, zero when not.</param>
/// <param name="Checks">Every rule that was applied, in order. A refusal ends the sizing.</param>
public sealed record RiskVerdict(bool Allowed, Quantity Quantity, IReadOnlyList<RiskCheck> Checks)
{
    /// <summary>
    /// True: the proposal opposes an open position, which is to be closed by a reduce-only order of
    /// <see cref="Quantity"/>; nothing is opened. A new proposal may open the other side once the position is flat.
    /// </summary>
    public bool Reduces { get; init; }

    /// <summary>Average price at which <see cref="Quantity"/> is expected to fill, in quote currency; 0 when not allowed.</summary>
    public decimal EntryExpected { get; init; }

    /// <summary>Where the protective stop belongs, on the tick grid; none when nothing is opened.</summary>
    public Price? Stop { get; init; }

    /// <summary>The first refusal, or null.</summary>
    [JsonIgnore]
    public RiskCheck? Refusal
    {
        get
        {
            foreach (RiskCheck check in Checks)
                if (check.Outcome == RiskOutcome.Refused) return check;
            return null;
        }
    }
}
