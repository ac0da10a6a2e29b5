using System.Text.Json;
using Parley.Domain;

namespace Parley.Risk.Tests;

public sealed class RiskGateTests
{
    [Theory]
    [InlineData(Side.Buy)]
    [InlineData(Side.Sell)]
    public void A_sound_proposal_in_a_calm_market_is_allowed(Side side)
    {
        RiskVerdict verdict = Scenario.Calm(side).Judge();
        verdict.Allowed.ShouldBeTrue();
        verdict.Reduces.ShouldBeFalse();
        verdict.Checks.ShouldAllBe(check => check.Outcome == RiskOutcome.Passed);
    }

    [Theory]
    [InlineData(TradingMode.Guarded)]
    [InlineData(TradingMode.ReduceOnly)]
    [InlineData(TradingMode.CancelOnly)]
    [InlineData(TradingMode.Halted)]
    [Trait("Invariant", "I-23")]
    public void Only_normal_mode_opens(TradingMode mode) =>
        RefusedBy(Scenario.Calm().With(a => a with { Mode = mode }), RiskRules.TradingMode, mode.ToString());

    [Fact]
    [Trait("Fault", "F-061")]
    [Trait("Invariant", "I-25")]
    public void An_open_data_issue_blocks_new_risk()
    {
        Scenario calm = Scenario.Calm();
        DataIssue issue = new(DataIssueKind.Stale, new("BTCUSDT"), calm.Snapshot.AsOf, "Nothing came for 4 s.");
        RefusedBy(
            calm with { Snapshot = calm.Snapshot with { DataIssues = [issue] } }, RiskRules.DataQuality, "Nothing came for 4 s.");
    }

    [Fact]
    [Trait("Invariant", "I-16")]
    public void Unknown_and_open_orders_block_new_risk()
    {
        RefusedBy(Scenario.Calm().With(a => a with { UnknownOrders = 1 }), RiskRules.UnknownOrders, "1 order");
        RefusedBy(Scenario.Calm().With(a => a with { OpenOrders = 2 }), RiskRules.OpenOrders, "2 order");
    }

    [Fact]
    public void A_flood_of_entries_is_stopped_at_the_limit()
    {
        Scenario.Calm().With(a => a with { OrdersInLastMinute = 9 }).Judge().Allowed.ShouldBeTrue();
        RefusedBy(Scenario.Calm().With(a => a with { OrdersInLastMinute = 10 }), RiskRules.SignalFlood, "entry 11");
    }

    [Fact]
    public void Each_rung_of_the_loss_ladder_stops_entries()
    {
        RefusedBy(Scenario.Calm().With(a => a with { EquityAtDayStart = 10_530m }), RiskRules.DailyLoss, "5%");
        RefusedBy(Scenario.Calm().With(a => a with { EquityAtWeekStart = 10_900m }), RiskRules.WeeklyLoss, "8%");
        RefusedBy(Scenario.Calm().With(a => a with { EquityPeak = 11_200m }), RiskRules.Drawdown, "10%");
        RefusedBy(Scenario.Calm().With(a => a with { Equity = 0m }), RiskRules.Equity, "0");
    }

    [Theory]
    [InlineData(0.54)]
    [InlineData(1.01)]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Confidence_must_be_a_number_between_the_minimum_and_one(double confidence)
    {
        Scenario calm = Scenario.Calm();
        RefusedBy(calm with { Proposal = calm.Proposal with { Confidence = confidence } }, RiskRules.Confidence, "onfidence");
    }

    [Fact]
    public void Spot_is_never_sold_short()
    {
        Scenario calm = Scenario.Calm(Side.Sell);
        RefusedBy(calm with { Snapshot = calm.Snapshot with { Instrument = Scenario.Spot } }, RiskRules.SpotShort, "short");
    }

    [Fact]
    public void A_position_on_the_same_side_is_not_added_to_unless_switched_on()
    {
        Scenario held = Scenario.Calm().With(a => a with { Position = Quantity.From(0.01m), AverageEntry = 60_000m });
        RefusedBy(held, RiskRules.Pyramiding, "0.01");
        RiskVerdict verdict = (held with { Limits = held.Limits with { Pyramiding = true } }).Judge();
        verdict.Allowed.ShouldBeTrue();
        // 0.01 already risks 20 of the 100 that may be lost.
        verdict.Quantity.ShouldBe(Quantity.From(0.039m));
    }

    [Theory]
    [InlineData(Side.Buy, 60_000)]
    [InlineData(Side.Buy, 61_000)]
    [InlineData(Side.Buy, 0)]
    [InlineData(Side.Buy, -5)]
    [InlineData(Side.Sell, 60_000)]
    [InlineData(Side.Sell, 59_000)]
    public void A_stop_on_the_wrong_side_is_refused(Side side, int stop)
    {
        Scenario calm = Scenario.Calm(side);
        RefusedBy(calm with { Proposal = calm.Proposal with { StopPrice = Price.From(stop) } }, RiskRules.StopSide, $"Stop {stop}");
    }

    [Fact]
    public void A_stop_must_keep_its_distance_from_the_market()
    {
        Scenario calm = Scenario.Calm();
        Scenario At(decimal stop) => calm with
        {
            Proposal = calm.Proposal with { StopPrice = Price.From(stop) },
            Limits = calm.Limits with { PositionMax = 1e6m, LeverageMax = 1e6m, LiquidityMax = 1m },
        };
        RefusedBy(At(59_999.6m), RiskRules.StopDistance, "4 ticks");
        At(59_999.5m).Judge().Checks.Single(c => c.Rule == RiskRules.StopDistance).Outcome.ShouldBe(RiskOutcome.Passed);
    }

    [Fact]
    public void Stops_are_rounded_toward_the_entry()
    {
        StopGrid.TowardEntry(Side.Buy, Price.From(58_000.01m), Price.From(0.1m)).ShouldBe(Price.From(58_000.1m));
        StopGrid.TowardEntry(Side.Sell, Price.From(62_000.09m), Price.From(0.1m)).ShouldBe(Price.From(62_000m));
    }

    [Fact]
    public void High_or_unknown_volatility_lowers_the_leverage_limit()
    {
        Scenario wide = Scenario.Calm();
        wide = wide with
        {
            Proposal = wide.Proposal with { StopPrice = Price.From(59_900m) },
            Limits = wide.Limits with { PositionMax = 5m },
        };
        // 0.1 BTC at 60,000 would be 0.6 of equity; the stop at 100 asks for 1 BTC, six times equity.
        LeverageLimit(wide).ShouldBe(3m);
        LeverageLimit(wide with { Snapshot = wide.Snapshot with { Features = [new("1h", [new("realised_volatility", 1.0)])] } })
            .ShouldBe(1m);
        LeverageLimit(wide with { Snapshot = wide.Snapshot with { Features = [] } }).ShouldBe(1m);
        LeverageLimit(wide with { Snapshot = wide.Snapshot with { Features = [new("1h", [new("realised_volatility", double.NaN)])] } })
            .ShouldBe(1m);
    }

    [Fact]
    public void Exposure_in_other_instruments_counts_toward_leverage()
    {
        Scenario calm = Scenario.Calm().With(a => a with { ExposureElsewhere = 29_000m });
        RiskVerdict verdict = calm.Judge();
        RiskCheck leverage = verdict.Checks.Single(c => c.Rule == RiskRules.Leverage);
        leverage.Outcome.ShouldBe(RiskOutcome.Reduced);
        verdict.Quantity.ShouldBe(Quantity.From(0.016m));
        leverage.Explanation.ShouldContain("Reduced from");
    }

    [Fact]
    public void Volume_that_is_not_known_is_not_assumed()
    {
        Scenario calm = Scenario.Calm();
        RefusedBy(calm with { Snapshot = calm.Snapshot with { DailyVolume = null } }, RiskRules.Liquidity, "not known");
        RefusedBy(calm with { Snapshot = calm.Snapshot with { DailyVolume = double.NaN } }, RiskRules.Liquidity, "not known");
    }

    [Fact]
    public void An_order_below_the_venues_minimum_is_refused()
    {
        RefusedBy(Scenario.Calm().With(a => Scaled(a, 0.001m)), RiskRules.QuantityMin, "0.001");
        Scenario calm = Scenario.Calm();
        Instrument dear = Scenario.Perpetual with { NotionalMin = 5_000m };
        RefusedBy(calm with { Snapshot = calm.Snapshot with { Instrument = dear } }, RiskRules.NotionalMin, "5000");
    }

    [Theory]
    [InlineData(TradingMode.Normal, true)]
    [InlineData(TradingMode.Guarded, true)]
    [InlineData(TradingMode.ReduceOnly, true)]
    [InlineData(TradingMode.CancelOnly, false)]
    [InlineData(TradingMode.Halted, false)]
    public void A_proposal_against_the_position_closes_it_where_the_mode_allows(TradingMode mode, bool allowed)
    {
        Scenario held = Scenario.Calm(Side.Sell).With(a => a with
        {
            Position = Quantity.From(0.0505m),
            Mode = mode,
            UnknownOrders = 1,
            EquityPeak = 20_000m,
        });
        RiskVerdict verdict = held.Judge();
        verdict.Allowed.ShouldBe(allowed);
        verdict.Reduces.ShouldBe(allowed);
        verdict.Quantity.ShouldBe(allowed ? Quantity.From(0.05m) : Quantity.Zero);
        verdict.Stop.ShouldBeNull();
    }

    [Fact]
    [Trait("Invariant", "I-15")]
    public void Closing_never_makes_a_position_larger() => Cases.Check(seed =>
    {
        Scenario scenario = Scenario.Draw(seed);
        RiskVerdict verdict = scenario.Judge();
        if (!verdict.Reduces) return false;
        Quantity before = scenario.Snapshot.Account.Position;
        Quantity after = scenario.Proposal.Side == Side.Buy ? before + verdict.Quantity : before - verdict.Quantity;
        after.Abs().ShouldBeLessThan(before.Abs());
        after.Abs().ShouldBeLessThan(scenario.Snapshot.Instrument.StepSize);
        return true;
    }, atLeast: 500);

    [Fact]
    public void Same_question_same_answer() => Cases.Check(seed =>
    {
        string first = JsonSerializer.Serialize(Scenario.Draw(seed).Judge());
        JsonSerializer.Serialize(Scenario.Draw(seed).Judge()).ShouldBe(first);
        return true;
    }, atLeast: 2_000, count: 2_000);

    [Fact]
    public void Verdicts_survive_a_trip_through_json()
    {
        RiskVerdict verdict = Scenario.Calm().With(a => a with { ExposureElsewhere = 29_000m }).Judge();
        string json = JsonSerializer.Serialize(verdict);
        json.ShouldContain("\"Explanation\":\"All positions would be");
        RiskVerdict read = JsonSerializer.Deserialize<RiskVerdict>(json).ShouldNotBeNull();
        JsonSerializer.Serialize(read).ShouldBe(json);
    }

    [Fact]
    public void Judging_allocates_only_its_verdict()
    {
        Scenario calm = Scenario.Calm();
        for (int i = 0; i < 100; i++) calm.Judge();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) calm.Judge();
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        each.ShouldBeLessThan(3_072);
    }

    private static AccountView Scaled(AccountView account, decimal by) => account with
    {
        Equity = account.Equity * by,
        Cash = account.Cash * by,
        EquityAtDayStart = account.EquityAtDayStart * by,
        EquityAtWeekStart = account.EquityAtWeekStart * by,
        EquityPeak = account.EquityPeak * by,
    };

    private static decimal LeverageLimit(Scenario scenario)
    {
        RiskVerdict verdict = scenario.Judge();
        return verdict.Checks.Single(c => c.Rule == RiskRules.Leverage).Limit;
    }

    private static void RefusedBy(Scenario scenario, string rule, string inWords)
    {
        RiskVerdict verdict = scenario.Judge();
        verdict.Allowed.ShouldBeFalse();
        RiskCheck refusal = verdict.Checks.Single(c => c.Outcome == RiskOutcome.Refused && c.Rule == rule);
        refusal.Explanation.ShouldContain(inWords);
    }
}
