using System.Reflection;
using FsCheck;
using FsCheck.Fluent;

namespace Parley.Backtesting.Tests;

public sealed class PerformanceMetricsTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2024-03-01T00:00:00Z");

    [Fact]
    public void A_small_run_gives_the_figures_worked_out_by_hand()
    {
        // Four days: 1000 → 1100 → 1045 → 1045 → 1254; returns +10 %, −5 %, 0, +20 %.
        PerformanceMetrics m = Compute([1_100, 1_045, 1_045, 1_254], [
            Trade(0, 6, 100m, 110m, 5m, 0.5m),
            Trade(6, 30, 110m, 99m, 4m, 0.4m),
            Trade(40, 90, 100m, 140.5m, 5m, 0.6m),
        ]);
        m.Days.ShouldBe(4);
        m.AbsoluteProfit.ShouldBe(254m);
        m.TotalProfitPercent.ShouldBe(25.4, 1e-12);
        m.CagrPercent!.Value.ShouldBe(100 * (Math.Pow(1.254, 365.0 / 4) - 1), 1e-3);

        // mean 0.0625; deviations 0.0375, −0.1125, −0.0625, 0.1375: squares 0.036875, ÷ 3 = 0.0122917, root 0.110868
        m.Sharpe!.Value.ShouldBe(0.0625 / Math.Sqrt(0.036875 / 3) * Math.Sqrt(365), 1e-9);
        m.Sortino!.Value.ShouldBe(0.0625 / 0.025 * Math.Sqrt(365), 1e-9);
        m.Omega!.Value.ShouldBe(6.0, 1e-9);
        m.ValueAtRisk95Percent.ShouldBeNull();

        m.MaxUnderwaterPercent.ShouldBe(5.0, 1e-9);
        Drawdown d = m.AbsoluteDrawdown.ShouldNotBeNull();
        (d.Amount, d.High, d.Low).ShouldBe((55.0, 1_100.0, 1_045.0));
        d.Start.ShouldBe(Start + TimeSpan.FromDays(1));
        d.End.ShouldBe(Start + TimeSpan.FromDays(2));
        d.Recovered.ShouldBe(Start + TimeSpan.FromDays(4));
        d.Recovery.ShouldBe(TimeSpan.FromDays(2));
        m.MaxUnderwaterDuration.ShouldBe(TimeSpan.FromDays(3));
        m.Calmar!.Value.ShouldBe(m.CagrPercent.Value / 100 / 0.05, 1e-6);
        (m.DaysWin, m.DaysDraw, m.DaysLose).ShouldBe((2, 1, 1));
        m.BestDay.ShouldNotBeNull().ShouldSatisfyAllConditions(
            b => b.Day.ShouldBe(new DateOnly(2024, 3, 4)), b => b.Profit.ShouldBe(209.0), b => b.Percent!.Value.ShouldBe(20.0, 1e-9));
        m.WorstDay!.Day.ShouldBe(new DateOnly(2024, 3, 2));
        (m.MinBalance, m.MaxBalance).ShouldBe((1_000.0, 1_254.0));

        TradeStatistics t = m.Trades;
        // Net: 50 − 0.5 = 49.50, −44 − 0.4 = −44.40, 202.5 − 0.6 = 201.90.
        (t.Wins, t.Draws, t.Losses).ShouldBe((2, 0, 1));
        t.DailyAvgTrades!.Value.ShouldBe(0.75, 1e-12);
        t.AverageWin.ShouldBe(125.70m);
        t.AverageLoss.ShouldBe(-44.40m);
        t.ProfitFactor!.Value.ShouldBe(251.4 / 44.4, 1e-12);
        t.Expectancy.ShouldBe(69m);
        t.ExpectancyRatio!.Value.ShouldBe((1 + 125.7 / 44.4) * 2 / 3 - 1, 1e-12);
        t.AverageStake.ShouldBe((500m + 440m + 500m) / 3);
        t.TotalTradeVolume.ShouldBe(500m + 550m + 440m + 396m + 500m + 702.5m);
        t.BestTrade!.Value.NetProfit.ShouldBe(201.90m);
        t.WorstTrade!.Value.NetProfit.ShouldBe(-44.40m);
        t.AverageDurationWinners.ShouldBe(TimeSpan.FromHours(28));
        t.AverageDurationLosers.ShouldBe(TimeSpan.FromHours(24));
        (t.MaxConsecutiveWins, t.MaxConsecutiveLosses).ShouldBe((1, 1));
        m.ExposurePercent!.Value.ShouldBe(100.0 * 80 / 96, 1e-9);
        m.DailyTurnover!.Value.ShouldBe(3_088.5 / 1_111 / 4, 1e-9);
        m.MarketChangePercent!.Value.ShouldBe(40.0, 1e-12);
    }

    [Fact]
    public void Short_trades_earn_when_the_price_falls_and_are_counted_apart()
    {
        ClosedTrade trade = Trade(0, 5, 100m, 90m, 2m, 0.4m) with { Side = Side.Sell };
        TradeStatistics t = TradeStatistics.Of([trade, Trade(5, 9, 100m, 101m, 1m, 0m)], open: null, days: 1);
        trade.NetProfit.ShouldBe(19.6m);
        (t.LongTrades, t.ShortTrades, t.LongProfit, t.ShortProfit).ShouldBe((1, 1, 1m, 19.6m));
    }

    [Fact]
    public void Streaks_end_at_draws()
    {
        TradeStatistics t = TradeStatistics.Of(
            [Net(1), Net(1), Net(0), Net(1), Net(-1), Net(-1), Net(-1), Net(0), Net(-1)], open: null, days: 1);
        (t.MaxConsecutiveWins, t.MaxConsecutiveLosses, t.Draws).ShouldBe((2, 3, 2));
        t.DailyAvgTrades.ShouldBe(9.0);

        static ClosedTrade Net(int profit) => Trade(0, 1, 100m, 100m + profit, 1m, 0m);
    }

    [Fact]
    public void A_run_without_trades_has_no_ratios_rather_than_zeros()
    {
        PerformanceMetrics m = Compute([1_000, 1_000, 1_000], []);
        object?[] undefined =
        [
            m.Sharpe, m.Sortino, m.Calmar, m.Omega, m.ProbabilisticSharpe, m.Trades.ProfitFactor, m.Trades.Expectancy,
            m.Trades.WinRatePercent, m.Trades.BestTrade, m.AbsoluteDrawdown, m.Trades.AverageStake, m.Trades.AverageWin,
        ];
        undefined.ShouldAllBe(v => v == null);
        m.CagrPercent.ShouldBe(0.0);
        m.MaxUnderwaterPercent.ShouldBe(0.0);
        m.MaxUnderwaterDuration.ShouldBe(TimeSpan.Zero);
        m.ExposurePercent.ShouldBe(0.0);
    }

    [Fact]
    public void One_day_is_too_short_for_daily_ratios_and_for_growth_per_year()
    {
        PerformanceMetrics m = PerformanceMetrics.Compute(Input(
            TimeSeries.From([(Start + TimeSpan.FromHours(1), 1_010.0), (Start + TimeSpan.FromHours(2), 990.0)]), []));
        m.Days.ShouldBe(1);
        new double?[] { m.Sharpe, m.Sortino, m.Omega, m.CagrPercent, m.Calmar, m.ProbabilisticSharpe }.ShouldAllBe(v => v == null);
    }

    [Fact]
    public void A_day_ends_at_midnight_and_a_day_without_points_returns_nothing()
    {
        TimeSpan day = TimeSpan.FromDays(1);
        PerformanceMetrics m = PerformanceMetrics.Compute(Input(
            TimeSeries.From([(Start + day, 1_100.0), (Start + day + TimeSpan.FromTicks(1), 1_000.0), (Start + day * 4, 1_200.0)]),
            []));
        m.Days.ShouldBe(4);
        (m.DaysWin, m.DaysDraw, m.DaysLose).ShouldBe((2, 1, 1));
        m.BestDay!.Profit.ShouldBe(200.0);
        m.BestDay.Day.ShouldBe(new DateOnly(2024, 3, 4));
    }

    [Fact]
    public void Any_curve_gives_what_the_plain_definitions_give() =>
        Prop.ForAll<int, PositiveInt>((seed, length) =>
        {
            double[] values = Walk(seed, 2 + length.Get % 300);
            PerformanceMetrics m = Compute(values, []);
            double[] returns = [.. values.Select((v, i) => v / (i == 0 ? 1_000.0 : values[i - 1]) - 1)];
            double mean = returns.Average();
            double deviation = Math.Sqrt(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Length - 1));
            m.Sharpe!.Value.ShouldBe(mean / deviation * Math.Sqrt(365), 1e-8);
            double[] curve = [1_000.0, .. values];
            double worst = curve.Select((v, i) => 1 - v / curve[..(i + 1)].Max()).Max();
            m.MaxUnderwaterPercent.ShouldBe(100 * worst, 1e-9);
            double fall = curve.Select((v, i) => curve[..(i + 1)].Max() - v).Max();
            (m.AbsoluteDrawdown?.Amount ?? 0.0).ShouldBe(fall, 1e-9);
            if (returns.Length >= 20) m.ValueAtRisk95Percent!.Value.ShouldBe(-100 * Quantile(returns, 0.05), 1e-9);
            if (returns.Length >= 100) m.ValueAtRisk99Percent!.Value.ShouldBe(-100 * Quantile(returns, 0.01), 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void No_metric_is_ever_infinite_or_not_a_number() =>
        Prop.ForAll<int, PositiveInt, bool>((seed, length, wild) =>
        {
            double[] values = [.. Walk(seed, 1 + length.Get % 40).Select(v => wild ? v * 1e9 : Math.Round(v / 500) * 500 + 1)];
            ClosedTrade[] trades = [.. Enumerable.Range(0, length.Get % 4).Select(i => Trade(i, i + 1, 10m, 10m + seed % 3, 1m, 0m))];
            PerformanceMetrics m = Compute(values, trades);
            foreach (object owner in (object[])[m, m.Trades])
                foreach (PropertyInfo property in owner.GetType().GetProperties())
                    if (property.GetValue(owner) is double number) double.IsFinite(number).ShouldBeTrue(property.Name);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.841344746068543)]
    [InlineData(-1.96, 0.0249978951482204)]
    [InlineData(3.0, 0.998650101968370)]
    [InlineData(-5.0, 2.86651571879194e-7)]
    public void The_normal_distribution_agrees_with_the_tables(double x, double expected) =>
        NormalDistribution.Cumulative(x).ShouldBe(expected, 1e-14);

    [Fact]
    public void The_probabilistic_sharpe_ratio_is_that_of_the_paper()
    {
        // Symmetric returns of ±1 % around a drift of 0.2 %: skewness 0, kurtosis 1, so the spread term is 1.
        double[] returns = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? 0.012 : -0.008)];
        double sharpe = 0.002 / (0.01 * Math.Sqrt(50.0 / 49.0));
        ReturnStatistics.ProbabilisticSharpe(returns)!.Value
            .ShouldBe(NormalDistribution.Cumulative(sharpe * Math.Sqrt(49)), 1e-9);
    }

    private static double Quantile(double[] returns, double tail)
    {
        double[] sorted = [.. returns.Order()];
        double at = tail * (sorted.Length - 1);
        int below = (int)Math.Floor(at);
        return sorted[below] + (at - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
    }

    private static double[] Walk(int seed, int days)
    {
        var random = new Random(seed);
        double value = 1_000;
        return [.. Enumerable.Range(0, days).Select(_ => value *= 1 + (random.NextDouble() - 0.48) * 0.1)];
    }

    /// <summary>One point at the end of each day.</summary>
    private static PerformanceMetrics Compute(double[] values, ClosedTrade[] trades) =>
        PerformanceMetrics.Compute(Input(
            TimeSeries.From([.. values.Select((v, i) => (Start + TimeSpan.FromDays(i + 1), v))]), trades));

    private static PerformanceInput Input(TimeSeries equity, ClosedTrade[] trades) => new(equity, trades)
    {
        StartingBalance = 1_000m,
        FinalBalance = (decimal)equity[equity.Count - 1],
        Begin = Start,
        FeesPaid = trades.Sum(t => t.Fees),
        FirstPrice = 100m,
        LastPrice = 140m,
    };

    private static ClosedTrade Trade(int fromHour, int toHour, decimal entry, decimal exit, decimal quantity, decimal fees) => new(
        Side.Buy,
        fromHour,
        toHour,
        Start + TimeSpan.FromHours(fromHour),
        Start + TimeSpan.FromHours(toHour),
        entry,
        exit,
        Quantity.From(quantity),
        fees,
        "exit_signal");
}
