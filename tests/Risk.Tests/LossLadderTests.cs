using Parley.Domain;

namespace Parley.Risk.Tests;

public sealed class LossLadderTests
{
    private static readonly RiskLimits Limits = new();

    [Theory]
    [InlineData(10_000, 10_000, 10_000, LadderAction.None)]
    [InlineData(9_501, 10_000, 10_000, LadderAction.None)]
    [InlineData(9_500, 10_000, 10_000, LadderAction.PauseEntries)]
    [InlineData(9_200, 9_300, 10_000, LadderAction.ReduceOnly)]
    [InlineData(9_000, 9_000, 10_000, LadderAction.FlattenAndHalt)]
    [InlineData(-1, 10_000, 10_000, LadderAction.FlattenAndHalt)]
    public void Losses_climb_the_ladder(int equity, int dayStart, int peak, LadderAction expected) =>
        LossLadder.Assess(Account(equity, dayStart, 10_000, peak), Limits).Action.ShouldBe(expected);

    [Fact]
    public void Alerts_come_at_half_and_four_fifths_of_each_limit()
    {
        LossLadder.Assess(Account(9_751, 10_000, 9_751, 9_751), Limits).Alerts.ShouldBeEmpty();
        Only(Account(9_750, 10_000, 9_750, 9_750)).ShouldBe(new(RiskRules.DailyLoss, 0.025m, 0.05m, 0.5m));
        Only(Account(9_360, 9_360, 10_000, 9_360)).ShouldBe(new(RiskRules.WeeklyLoss, 0.064m, 0.08m, 0.8m));
        Only(Account(9_000, 9_000, 9_000, 10_000)).ShouldBe(new(RiskRules.Drawdown, 0.10m, 0.10m, 1m));
        Only(Account(9_000, 9_000, 9_000, 10_000)).Message.ShouldContain("10.00 %");
    }

    [Fact]
    public void An_account_without_a_start_counts_as_lost() =>
        LossLadder.Assess(Account(5, 0, 0, 0), Limits).Action.ShouldBe(LadderAction.FlattenAndHalt);

    [Fact]
    public void Losing_more_never_loosens() => Cases.Check(seed =>
    {
        Random random = new(seed);
        AccountView account = Account(
            random.Next(8_000, 11_000), random.Next(9_000, 11_000), random.Next(9_000, 11_000), random.Next(10_000, 11_000));
        AccountView poorer = account with { Equity = account.Equity - random.Next(0, 500) };
        LadderState before = LossLadder.Assess(account, Limits);
        LadderState after = LossLadder.Assess(poorer, Limits);
        ((int)after.Action).ShouldBeGreaterThanOrEqualTo((int)before.Action);
        after.Alerts.Count.ShouldBeGreaterThanOrEqualTo(before.Alerts.Count);
        return after.Action != LadderAction.None;
    }, atLeast: 1_000);

    [Fact]
    public void Default_limits_have_no_problems_and_each_bad_one_is_named()
    {
        Limits.Problems().ShouldBeEmpty();
        (Limits with { RiskPerTrade = 0.5m }).Problems().ShouldHaveSingleItem().ShouldStartWith("RiskPerTrade is 0.5;");
        (Limits with { LeverageMax = 20m }).Problems().ShouldHaveSingleItem().ShouldContain("10");
        (Limits with { HighVolatility = double.NaN }).Problems().ShouldHaveSingleItem().ShouldContain("HighVolatility");
        (Limits with { ConfidenceMin = double.NaN }).Problems().ShouldHaveSingleItem().ShouldContain("ConfidenceMin");
        (Limits with { SlippageMax = 0.01m }).Problems().Count.ShouldBe(2);
    }

    private static LadderAlert Only(AccountView account) =>
        LossLadder.Assess(account, Limits).Alerts.ShouldHaveSingleItem();

    private static AccountView Account(decimal equity, decimal day, decimal week, decimal peak) =>
        new(equity, equity, Quantity.Zero, 0m, day, week, peak, 0, 0, TradingMode.Normal);
}
