using Parley.Domain;

namespace Parley.Risk.Tests;

/// <summary>The rules about the moment: streaks, hours, funding, crashes, expectancy.</summary>
public sealed class GuardTests
{
    // 2024-07-19, a Friday, 00:00 UTC.
    private static readonly Timestamp Midnight = Timestamp.FromMilliseconds(1_721_347_200_000);

    [Theory]
    [InlineData(4, 0, true)]
    [InlineData(5, 29, false)]
    [InlineData(5, 30, true)]
    [InlineData(9, 5, false)]
    public void A_streak_of_losses_pauses_entries_for_a_while(int streak, int minutesAgo, bool allowed)
    {
        RiskInputs inputs = new() { LossStreak = streak, LastLossAt = Midnight + TimeSpan.FromMinutes(-minutesAgo) };
        Holds(Scenario.Calm().With(a => a with { Risk = inputs }), RiskRules.LossStreak, allowed, "in a row");
    }

    [Theory]
    [InlineData(21, 0, ClosedDays.Every, 22, false)]
    [InlineData(21, 0, ClosedDays.Every, 23, false)]
    [InlineData(21, 0, ClosedDays.Every, 20, true)]
    [InlineData(21, 2, ClosedDays.Every, 1, false)]
    [InlineData(21, 2, ClosedDays.Every, 2, true)]
    [InlineData(8, 12, ClosedDays.Weekdays, 9, false)]
    [InlineData(8, 12, ClosedDays.Weekend, 9, true)]
    [InlineData(8, 12, ClosedDays.Weekend, 33, false)]
    [InlineData(22, 4, ClosedDays.Weekdays, 26, false)]
    [InlineData(22, 4, ClosedDays.Weekend, 2, true)]
    public void Closed_hours_open_nothing(int from, int to, ClosedDays days, int hour, bool allowed)
    {
        ClosedHours hours = new() { From = TimeSpan.FromHours(from), To = TimeSpan.FromHours(to), Days = days };
        Scenario calm = At(Midnight + TimeSpan.FromHours(hour));
        Holds(calm with { Limits = calm.Limits with { ClosedHours = [hours] } }, RiskRules.Schedule, allowed, "UTC");
    }

    [Theory]
    [Trait("Fault", "F-039")]
    [InlineData(0, false)]
    [InlineData(30, false)]
    [InlineData(31, true)]
    [InlineData(8 * 3_600 - 30, false)]
    [InlineData(8 * 3_600 - 31, true)]
    [InlineData(3_590, false)]
    [InlineData(3_631, true)]
    public void Entries_keep_away_from_the_settlement_of_funding(int seconds, bool allowed)
    {
        Scenario calm = At(Midnight + TimeSpan.FromSeconds(seconds)).With(a => a with
        {
            Risk = new() { LastFunding = Midnight, NextFunding = Midnight + TimeSpan.FromHours(1) },
        });
        Holds(calm with { Limits = calm.Limits with { FundingQuiet = TimeSpan.FromSeconds(30) } }, RiskRules.Funding, allowed, "Funding");
    }

    [Theory]
    [Trait("Fault", "F-039")]
    [InlineData(8 * 3_600, true)]
    [InlineData(9 * 3_600 - 30, false)]
    [InlineData(1 * 3_600 + 30, false)]
    [InlineData(16 * 3_600, false)] // of what follows its last word the venue has said nothing
    public void The_venues_word_on_funding_stands_above_the_usual_hours(int seconds, bool allowed)
    {
        Scenario calm = At(Midnight + TimeSpan.FromSeconds(seconds)).With(a => a with
        {
            Risk = new() { LastFunding = Midnight + TimeSpan.FromHours(1), NextFunding = Midnight + TimeSpan.FromHours(9) },
        });
        Holds(calm with { Limits = calm.Limits with { FundingQuiet = TimeSpan.FromSeconds(30) } }, RiskRules.Funding, allowed, "Funding");
    }

    [Theory]
    [InlineData(0.049, true)]
    [InlineData(0.05, false)]
    [InlineData(-0.2, false)]
    [InlineData(double.NaN, false)]
    public void After_a_crash_nothing_is_opened(double move, bool allowed)
    {
        Scenario calm = Scenario.Calm();
        Snapshot snapshot = calm.Snapshot with { Features = [.. calm.Snapshot.Features, new("5m", [new("return_1", move)])] };
        Holds(calm with { Snapshot = snapshot }, RiskRules.FlashCrash, allowed, "last bar moved");
    }

    [Theory]
    [InlineData(0.35, false)]
    [InlineData(0.36, true)]
    public void A_trade_that_cannot_earn_its_costs_is_refused(double winRate, bool allowed)
    {
        // Stop 2000 of 60000 away, target twice that, costs of 60: (2000 + 60) ÷ 6000 = 34.33 %.
        Scenario calm = Scenario.Calm();
        Scenario priced = calm with { Limits = calm.Limits with { WinRate = winRate - 0.01, RoundTripCost = 0.001m } };
        Holds(priced, RiskRules.Expectancy, allowed, "breaks even");
    }

    [Fact]
    public void Closing_asks_none_of_these_rules()
    {
        RiskInputs inputs = new() { LossStreak = 99, LastLossAt = Midnight, Returns = new double[10], Elsewhere = new double[3] };
        Scenario held = Scenario.Calm(Side.Sell).With(a => a with
        {
            Position = Quantity.From(0.5m),
            Risk = inputs,
            Equity = 1m,
            UnknownOrders = 3,
            OpenOrders = 3,
            OrdersInLastMinute = 999,
            ExposureElsewhere = 1e9m,
            Mode = TradingMode.ReduceOnly,
        });
        Snapshot crashed = held.Snapshot with { Features = [new("5m", [new("return_1", -0.5)])] };
        RiskLimits strict = held.Limits with
        {
            FundingQuiet = TimeSpan.FromHours(1),
            WinRate = 0.01,
            ClosedHours = [new() { From = TimeSpan.Zero, To = TimeSpan.FromHours(24) }],
        };
        RiskVerdict verdict = (held with { Snapshot = crashed, Limits = strict }).Judge();
        verdict.Allowed.ShouldBeTrue();
        verdict.Reduces.ShouldBeTrue();
        verdict.Quantity.ShouldBe(Quantity.From(0.5m));
    }

    private static Scenario At(Timestamp moment)
    {
        Scenario calm = Scenario.Calm();
        return calm with { Snapshot = calm.Snapshot with { AsOf = moment } };
    }

    private static void Holds(Scenario scenario, string rule, bool allowed, string inWords)
    {
        RiskVerdict verdict = scenario.Judge();
        RiskCheck check = verdict.Checks.Single(c => c.Rule == rule);
        check.Outcome.ShouldBe(allowed ? RiskOutcome.Passed : RiskOutcome.Refused);
        check.Explanation.ShouldContain(inWords);
        verdict.Allowed.ShouldBe(allowed);
    }
}
