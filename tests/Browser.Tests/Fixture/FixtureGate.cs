using Parley.Dashboard;

namespace Parley.Browser.Tests;

/// <summary>What the fixture's risk gate says.</summary>
internal static class FixtureGate
{
    public static RiskDto? Judge(DecisionOutcome outcome, decimal quantity) => outcome switch
    {
        DecisionOutcome.Enter => new RiskDto(Allowed: true, quantity, [.. Common(), Sizing(quantity), Slippage()]),
        DecisionOutcome.Exit => new RiskDto(Allowed: true, quantity, [Mode()]),
        DecisionOutcome.Refused => new RiskDto(Allowed: false, 0, [.. Common(), Costs()]),
        _ => null,
    };

    private static RiskCheckDto Mode() =>
        new("trading_mode", RiskCheckOutcome.Passed, null, null, "The desk is in Normal mode, which opens and reduces.");

    private static RiskCheckDto[] Common() =>
    [
        Mode(),
        new("daily_loss", RiskCheckOutcome.Passed, 0.0041, 0.03, "0.41 % lost today of the 3.00 % allowed."),
        new("weekly_loss", RiskCheckOutcome.Passed, 0.0251, 0.06, "2.51 % lost this week of the 6.00 % allowed."),
        new("drawdown", RiskCheckOutcome.Passed, 0.0088, 0.1, "0.88 % below the peak of the 10.00 % allowed."),
        new("leverage", RiskCheckOutcome.Passed, 0.31, 2, "Gross exposure of 0.31 times equity after the order; 2 is the limit."),
        new("data_quality", RiskCheckOutcome.Passed, 0, 0, "No data issue is open on this instrument."),
    ];

    private static RiskCheckDto Sizing(decimal quantity) =>
        new("risk_per_trade", RiskCheckOutcome.Reduced, 0.0061, 0.005, $"Asked for 0.61 % at risk; cut to 0.50 %, which is {quantity} BTC.");

    private static RiskCheckDto Slippage() =>
        new("slippage", RiskCheckOutcome.Passed, 0.7, 5, "Walking the book costs 0.7 basis points; 5 are allowed.");

    private static RiskCheckDto Costs() =>
        new("cost_share", RiskCheckOutcome.Refused, 0.41, 0.25, "A round trip costs 41 % of the distance to the stop; 25 % is the limit.");
}
