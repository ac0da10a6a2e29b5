using Parley.Domain;

namespace Parley.Risk.Tests;

public sealed class EntrySizingTests
{
    [Fact]
    public void Loss_at_the_stop_never_exceeds_the_risked_share_of_equity() => Cases.Check(seed =>
    {
        (Scenario scenario, RiskVerdict verdict) = Opened(seed);
        if (!verdict.Allowed) return false;
        AccountView account = scenario.Snapshot.Account;
        decimal held = Math.Abs(account.Position.Value) * Math.Abs(Best(scenario) - verdict.Stop!.Value.Value);
        decimal loss = verdict.Quantity.Value * Math.Abs(verdict.EntryExpected - verdict.Stop.Value.Value);
        loss.ShouldBePositive();
        // EntryExpected is rounded at 28 digits.
        (loss + held).ShouldBeLessThanOrEqualTo(account.Equity * scenario.Limits.RiskPerTrade * 1.000_000_000_001m);
        return true;
    }, atLeast: 2_000);

    [Fact]
    public void Full_confidence_risks_the_whole_share_to_within_one_step_for_any_stop_distance() => Cases.Check(seed =>
    {
        Random random = new(seed);
        Scenario calm = Scenario.Calm(random.Next(2) == 0 ? Side.Buy : Side.Sell);
        decimal range = Math.Round((decimal)Math.Pow(10, random.NextDouble() * 4), 1);
        Side side = calm.Proposal.Side;
        decimal distance = 2m * range;
        Price stop = Price.From(60_000m + (side == Side.Buy ? -distance : distance));
        Scenario scenario = calm with
        {
            Proposal = calm.Proposal with { StopPrice = stop },
            Snapshot = calm.Snapshot with { Book = BookView.Empty, DailyVolume = 1e9 },
            Limits = calm.Limits with { PositionMax = 1e6m, LeverageMax = 1e6m, MaintenanceMargin = 0m },
        };
        RiskVerdict verdict = scenario.Judge();
        verdict.Allowed.ShouldBeTrue();
        decimal loss = verdict.Quantity.Value * distance;
        loss.ShouldBeInRange(100m - 0.001m * distance, 100m);
        return true;
    }, atLeast: Cases.Count);

    [Fact]
    public void No_order_takes_a_position_past_any_limit() => Cases.Check(seed =>
    {
        (Scenario scenario, RiskVerdict verdict) = Opened(seed);
        if (!verdict.Allowed) return false;
        (Snapshot snapshot, RiskLimits limits, AccountView account) = (scenario.Snapshot, scenario.Limits, scenario.Snapshot.Account);
        decimal price = Math.Max(verdict.EntryExpected, snapshot.LastPrice.Value);
        decimal notional = (Math.Abs(account.Position.Value) + verdict.Quantity.Value) * price;
        const decimal Rounding = 1.000_000_000_001m;
        notional.ShouldBeLessThanOrEqualTo(account.Equity * limits.PositionMax * Rounding);
        bool calm = snapshot.Find("1h", "realised_volatility") < limits.HighVolatility;
        decimal leverage = calm ? limits.LeverageMax : limits.LeverageMaxHighVolatility;
        if (snapshot.Instrument.Kind == InstrumentKind.Spot)
        {
            leverage = Math.Min(leverage, 1m);
            (verdict.Quantity.Value * price).ShouldBeLessThan(account.Cash * Rounding);
        }

        (notional + account.ExposureElsewhere).ShouldBeLessThanOrEqualTo(account.Equity * leverage * Rounding);
        verdict.Quantity.ToDouble().ShouldBeLessThanOrEqualTo(snapshot.DailyVolume!.Value * (double)limits.LiquidityMax * 1.000001);
        return true;
    }, atLeast: 2_000);

    [Fact]
    public void No_order_pays_more_slippage_than_allowed() => Cases.Check(seed =>
    {
        (Scenario scenario, RiskVerdict verdict) = Opened(seed);
        if (!verdict.Allowed || !scenario.Snapshot.Book.IsLive) return false;
        BookFill fill = BookWalk.Estimate(scenario.Snapshot.Book, scenario.Proposal.Side, verdict.Quantity);
        fill.Filled.ShouldBe(verdict.Quantity);
        fill.Slippage.ShouldBeLessThanOrEqualTo(scenario.Limits.SlippageMax);
        decimal mid = BookWalk.Mid(scenario.Snapshot.Book);
        (Math.Abs(fill.WorstPrice.Value - mid) / mid).ShouldBeLessThanOrEqualTo(scenario.Limits.SlippageCeiling);
        return true;
    }, atLeast: 1_500);

    [Fact]
    public void Every_allowed_quantity_and_stop_lies_on_the_grid_and_is_large_enough() => Cases.Check(seed =>
    {
        (Scenario scenario, RiskVerdict verdict) = Opened(seed);
        if (!verdict.Allowed) return false;
        Instrument instrument = scenario.Snapshot.Instrument;
        verdict.Quantity.IsMultipleOf(instrument.StepSize).ShouldBeTrue();
        verdict.Quantity.ShouldBeGreaterThanOrEqualTo(instrument.QuantityMin);
        (verdict.Quantity.Value * scenario.Snapshot.LastPrice.Value).ShouldBeGreaterThanOrEqualTo(instrument.NotionalMin);
        verdict.Stop!.Value.IsMultipleOf(instrument.TickSize).ShouldBeTrue();
        return true;
    }, atLeast: 2_000);

    [Fact]
    public void A_tighter_limit_never_allows_more() => Cases.Check(seed =>
    {
        (Scenario scenario, RiskVerdict verdict) = Opened(seed);
        if (!verdict.Allowed) return false;
        // Of a size that risks too much in the tail, the gate takes a part that is safe, not the largest that is: asked for less,
        // it may allow more. That is judged elsewhere; here the tail of all positions stays out.
        RiskLimits limits = scenario.Limits with { ValueAtRiskMax = 1e6m, ShortfallMax = 1e6m };
        verdict = (scenario with { Limits = limits }).Judge();
        RiskLimits[] tighter =
        [
            limits with { RiskPerTrade = limits.RiskPerTrade / 2 },
            limits with { PositionMax = limits.PositionMax / 2 },
            limits with { LeverageMax = limits.LeverageMax / 2, LeverageMaxHighVolatility = 0.5m },
            limits with { SlippageMax = limits.SlippageMax / 2 },
            limits with { SlippageCeiling = limits.SlippageMax },
            limits with { LiquidityMax = limits.LiquidityMax / 2 },
            limits with { LiquidationStops = 2 * limits.LiquidationStops },
            limits with { NetExposureMax = limits.NetExposureMax / 4 },
            limits with { TradeValueAtRiskMax = limits.TradeValueAtRiskMax / 2 },
            limits with { WinRate = 0.4, KellyFraction = 0.1m },
        ];
        // A smaller order pays a better average, so a limit in money may leave room for a hair more coins in the position;
        // and the looser order may have lost almost a whole step to the grid.
        double held = Math.Abs(scenario.Snapshot.Account.Position.ToDouble());
        double step = scenario.Snapshot.Instrument.StepSize.ToDouble();
        double most = (held + verdict.Quantity.ToDouble() + step) * (1 + (double)limits.SlippageMax);
        foreach (RiskLimits tight in tighter)
            (held + (scenario with { Limits = tight }).Judge().Quantity.ToDouble()).ShouldBeLessThanOrEqualTo(most);
        return true;
    }, atLeast: 2_000);

    [Fact]
    public void A_refusal_has_no_quantity_and_names_the_rule_with_its_numbers() => Cases.Check(seed =>
    {
        RiskVerdict verdict = Scenario.Draw(seed).Judge();
        if (verdict.Allowed)
        {
            verdict.Refusal.ShouldBeNull();
            verdict.Quantity.IsPositive.ShouldBeTrue();
            return false;
        }

        verdict.Quantity.ShouldBe(Quantity.Zero);
        RiskCheck refusal = verdict.Refusal.ShouldNotBeNull();
        refusal.Rule.ShouldNotBeNullOrEmpty();
        refusal.Explanation.ShouldNotStartWith("Refused:");
        return true;
    }, atLeast: 1_000);

    [Fact]
    public void Walking_the_book_sizes_to_the_last_step_below_the_risked_share()
    {
        Scenario calm = Scenario.Calm();
        BookView steps = new(
            [new(Price.From(59_990m), Quantity.From(1m))],
            [new(Price.From(60_000m), Quantity.From(0.02m)), new(Price.From(60_050m), Quantity.From(1m))]);
        // 100 may be lost: 0.02 × 2,000 at the first level, then 60 ÷ 2,050 at the second.
        RiskVerdict verdict = (calm with { Snapshot = calm.Snapshot with { Book = steps } }).Judge();
        verdict.Quantity.ShouldBe(Quantity.From(0.049m));
        RiskCheck risk = verdict.Checks.Single(c => c.Rule == RiskRules.RiskPerTrade);
        risk.Measured.ShouldBe(0.01m, 0.000001m);
    }

    [Fact]
    public void Confidence_scales_the_size_by_its_square_root()
    {
        Scenario calm = Scenario.Calm();
        Scenario noBook = calm with { Snapshot = calm.Snapshot with { Book = BookView.Empty } };
        noBook.Judge().Quantity.ShouldBe(Quantity.From(0.05m));
        (noBook with { Proposal = noBook.Proposal with { Confidence = 0.64 } }).Judge().Quantity.ShouldBe(Quantity.From(0.04m));
    }

    [Fact]
    public void A_thin_book_reduces_the_order_to_what_stays_inside_the_slippage_limit()
    {
        Scenario calm = Scenario.Calm();
        BookView thin = new(
            [new(Price.From(59_990m), Quantity.From(1m))],
            [new(Price.From(60_010m), Quantity.From(0.02m)), new(Price.From(60_200m), Quantity.From(1m))]);
        RiskVerdict verdict = (calm with { Snapshot = calm.Snapshot with { Book = thin } }).Judge();
        verdict.Allowed.ShouldBeTrue();
        RiskCheck slippage = verdict.Checks.Single(c => c.Rule == RiskRules.Slippage);
        slippage.Outcome.ShouldBe(RiskOutcome.Passed);

        Scenario strict = calm with
        {
            Snapshot = calm.Snapshot with { Book = thin },
            Limits = calm.Limits with { SlippageMax = 0.001m },
        };
        RiskVerdict reduced = strict.Judge();
        // 0.02 at +10 earn 50 each under the bound of 60,060; the level at 60,200 costs 140 each: 0.02 × 50 ÷ 140 more.
        reduced.Quantity.ShouldBe(Quantity.From(0.027m));
        reduced.Checks.Single(c => c.Rule == RiskRules.Slippage).Outcome.ShouldBe(RiskOutcome.Reduced);
    }

    [Fact]
    public void A_spread_wider_than_the_slippage_limit_is_refused()
    {
        Scenario calm = Scenario.Calm();
        BookView wide = new(
            [new(Price.From(59_000m), Quantity.From(1m))], [new(Price.From(61_000m), Quantity.From(1m))]);
        RiskCheck refusal = (calm with { Snapshot = calm.Snapshot with { Book = wide } }).Judge().Refusal.ShouldNotBeNull();
        refusal.Rule.ShouldBe(RiskRules.Slippage);
        refusal.Explanation.ShouldContain("1.6667%");
        refusal.Explanation.ShouldContain("0.2%");
    }

    private static (Scenario Scenario, RiskVerdict Verdict) Opened(int seed)
    {
        Scenario scenario = Scenario.Draw(seed);
        RiskVerdict verdict = scenario.Judge();
        return (scenario, verdict.Reduces ? verdict with { Allowed = false } : verdict);
    }

    private static decimal Best(Scenario scenario)
    {
        BookView book = scenario.Snapshot.Book;
        if (!book.IsLive) return scenario.Snapshot.LastPrice.Value;
        return (scenario.Proposal.Side == Side.Buy ? book.Asks[0] : book.Bids[0]).Price.Value;
    }
}
