using Parley.Domain;

namespace Parley.Risk.Tests;

/// <summary>The rules about the account as a whole: net exposure, correlation, liquidation, values at risk, Kelly.</summary>
public sealed class PortfolioRulesTests
{
    private static readonly double[] Waves = [.. Enumerable.Range(0, 100).Select(i => 0.01 * Math.Sin(i))];

    [Fact]
    public void Long_and_short_elsewhere_leave_different_room()
    {
        RiskInputs longer = new() { NetElsewhere = 29_000m };
        RiskCheck bought = Check(With(Side.Buy, longer), RiskRules.NetExposure);
        bought.Outcome.ShouldBe(RiskOutcome.Reduced);
        bought.After.ToDouble().ShouldBe(1_000 / 60_000.1, 1e-6);
        Check(With(Side.Sell, longer), RiskRules.NetExposure).Outcome.ShouldBe(RiskOutcome.Passed);
    }

    [Fact]
    public void Positions_that_move_together_count_as_one()
    {
        RiskInputs same = new() { Returns = Waves, Elsewhere = [.. Waves.Select(w => 9_000 * w)] };
        Scenario scenario = With(Side.Buy, same).With(a => a with { ExposureElsewhere = 9_000m });
        RiskCheck together = Check(scenario, RiskRules.Correlation);
        together.Measured.ShouldBe(1m, 1e-9m);
        together.Outcome.ShouldBe(RiskOutcome.Reduced);
        together.After.ToDouble().ShouldBe(1_000 / 60_000.1, 1e-6);
        together.Explanation.ShouldContain("count as one");
        Scenario against = With(Side.Sell, same).With(a => a with { ExposureElsewhere = 9_000m });
        Check(against, RiskRules.Correlation).Measured.ShouldBe(-1m, 1e-9m);
        Check(against, RiskRules.Correlation).Outcome.ShouldBe(RiskOutcome.Passed);
    }

    [Fact]
    [Trait("Fault", "F-038")]
    public void Liquidation_stays_three_stops_away() => Cases.Check(seed =>
    {
        Scenario drawn = Scenario.Draw(seed);
        Scenario scenario = drawn with
        {
            Snapshot = drawn.Snapshot with { Instrument = drawn.Snapshot.Instrument with { Kind = InstrumentKind.Perpetual } },
            Limits = drawn.Limits with { RiskPerTrade = 0.05m, PositionMax = 10m, LeverageMax = 10m, MaintenanceMargin = 0.05m },
        };
        RiskVerdict verdict = scenario.Judge();
        if (!verdict.Allowed || verdict.Reduces) return false;
        // At three stop distances against the entry what is left still covers the maintenance of all that is held.
        AccountView account = scenario.Snapshot.Account;
        int sign = scenario.Proposal.Side == Side.Buy ? 1 : -1;
        double entry = (double)verdict.EntryExpected;
        double far = entry - sign * 3 * Math.Abs(entry - verdict.Stop!.Value.ToDouble());
        double held = Math.Abs(account.Position.ToDouble());
        double quantity = verdict.Quantity.ToDouble();
        double left = (double)account.Equity - sign * (held * (scenario.Snapshot.LastPrice.ToDouble() - far) + quantity * (entry - far));
        double needed = 0.05 * ((held + quantity) * far + (double)account.ExposureElsewhere);
        double size = (double)account.Equity + (held + quantity) * entry;
        // The average of a smaller order is better than the one the rule reckoned with, never worse than its grid.
        left.ShouldBeGreaterThanOrEqualTo(needed - 1e-7 * size);
        return true;
    }, atLeast: 1_000);

    [Fact]
    [Trait("Fault", "F-036")]
    public void The_bracket_after_the_trade_decides_leverage_and_maintenance()
    {
        Scenario calm = Scenario.Calm();
        Scenario wide = calm with
        {
            Proposal = calm.Proposal with { StopPrice = Price.From(59_900m) },
            Limits = calm.Limits with
            {
                PositionMax = 3m,
                SlippageCeiling = 0.05m,
                SlippageMax = 0.05m,
                Brackets = [new(5_000m, 0.004m, 50m), new(1_000_000m, 0.01m, 1m)],
            },
        };
        Check(wide, RiskRules.Leverage).Limit.ShouldBe(1m);
        Scenario small = wide.With(a => a with
        {
            Equity = 1_000m,
            Cash = 1_000m,
            EquityAtDayStart = 1_000m,
            EquityAtWeekStart = 1_000m,
            EquityPeak = 1_000m,
        });
        Check(small, RiskRules.Leverage).Limit.ShouldBe(3m);
        Symbol symbol = wide.Snapshot.Instrument.Symbol;
        MarginBracket.For(wide.Limits.Brackets, symbol, 5_000.01m)!.Maintenance.ShouldBe(0.01m);
        MarginBracket.For(wide.Limits.Brackets, symbol, 1e12m)!.Maintenance.ShouldBe(0.01m);
        MarginBracket.For([], symbol, 1m).ShouldBeNull();

        // An instrument's own table stands above the table of all others.
        MarginBracket own = new(1_000_000m, 0.01m, 2m) { Symbol = symbol.Value };
        RiskLimits both = wide.Limits with { Brackets = [.. wide.Limits.Brackets, own] };
        both.Problems().ShouldBeEmpty();
        Check(wide with { Limits = both }, RiskRules.Leverage).Limit.ShouldBe(2m);
        (both with { Brackets = [own, own] }).Problems().ShouldHaveSingleItem().ShouldContain("Brackets[1].NotionalMax");
    }

    [Fact]
    public void Values_at_risk_stay_within_their_limits() => Cases.Check(seed =>
    {
        Scenario scenario = Scenario.Draw(seed);
        RiskVerdict verdict = scenario.Judge();
        AccountView account = scenario.Snapshot.Account;
        if (!verdict.Allowed || verdict.Reduces || account.Risk is not { } known || known.Returns.Count < 60) return false;
        double price = Math.Max((double)verdict.EntryExpected, scenario.Snapshot.LastPrice.ToDouble());
        double notional = (scenario.Proposal.Side == Side.Buy ? 1 : -1)
            * (Math.Abs(account.Position.ToDouble()) + verdict.Quantity.ToDouble()) * price;
        double perDay = Math.Sqrt(24);
        double equity = (double)account.Equity;
        const double Rounding = 1 + 1e-9;
        double[] returns = [.. known.Returns];
        double[] elsewhere = [.. known.Elsewhere];
        (perDay * HistoricalRisk.Of(returns, notional, []).ValueAtRisk).ShouldBeLessThanOrEqualTo(0.01 * equity * Rounding);
        TailLoss all = HistoricalRisk.Of(returns, notional, elsewhere);
        (perDay * all.ValueAtRisk).ShouldBeLessThanOrEqualTo(0.05 * equity * Rounding);
        (perDay * all.Shortfall).ShouldBeLessThanOrEqualTo(0.08 * equity * Rounding);
        return true;
    }, atLeast: 500);

    [Fact]
    public void Histories_that_do_not_match_open_nothing_and_short_ones_say_so()
    {
        Scenario uneven = With(Side.Buy, new() { Returns = Waves, Elsewhere = [0.1] });
        uneven.Judge().Allowed.ShouldBeFalse();
        Check(uneven, RiskRules.TradeValueAtRisk).Explanation.ShouldContain("different lengths");
        Scenario brief = With(Side.Buy, new() { Returns = [0.01, 0.02] });
        brief.Judge().Allowed.ShouldBeTrue();
        Check(brief, RiskRules.TradeValueAtRisk).Explanation.ShouldContain("too short");
    }

    [Fact]
    public void A_part_of_kelly_caps_the_risk_of_a_trade()
    {
        Scenario calm = Scenario.Calm();
        Scenario measured = calm with { Limits = calm.Limits with { WinRate = 0.35, RoundTripCost = 0m } };
        // Even odds of two: 0.35 − 0.65 ÷ 2 = 2.5 % of equity, a quarter of it 0.625 %, which is less than 1 %.
        RiskCheck kelly = Check(measured, RiskRules.Kelly);
        kelly.Measured.ShouldBe(0.025m, 1e-9m);
        kelly.Outcome.ShouldBe(RiskOutcome.Reduced);
        Check(measured, RiskRules.RiskPerTrade).Measured.ShouldBe(0.00625m, 0.0001m);
    }

    [Fact]
    public void Inputs_are_written_only_when_there_are_any()
    {
        System.Text.Json.JsonSerializer.Serialize(Scenario.Flat).ShouldNotContain("Risk");
        System.Text.Json.JsonSerializer.Serialize(Scenario.Flat with { Risk = new() }).ShouldContain("\"Risk\":{");
    }

    private static Scenario With(Side side, RiskInputs inputs)
    {
        Scenario calm = Scenario.Calm(side);
        return (calm with
        {
            Proposal = calm.Proposal with { StopPrice = Price.From(side == Side.Buy ? 59_700m : 60_300m) },
            Limits = calm.Limits with { TradeValueAtRiskMax = 0.5m, ValueAtRiskMax = 0.5m, ShortfallMax = 0.5m },
        }).With(a => a with { Risk = inputs });
    }

    private static RiskCheck Check(Scenario scenario, string rule) => scenario.Judge().Checks.Single(c => c.Rule == rule);
}
