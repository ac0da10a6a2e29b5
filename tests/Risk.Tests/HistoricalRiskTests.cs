using Parley.Domain;

namespace Parley.Risk.Tests;

public sealed class HistoricalRiskTests
{
    [Fact]
    public void Twenty_bars_have_one_in_the_worst_twentieth()
    {
        double[] returns = [.. Enumerable.Range(1, 20).Select(i => i / 1_000.0)];
        HistoricalRisk.Of(returns, -1_000, []).ShouldBe(new(20, 20));
        HistoricalRisk.Of(returns, 1_000, []).ShouldBe(new(0, 0));
        double[] more = [.. returns, 0.1];
        HistoricalRisk.Of(more, -1_000, []).ShouldBe(new(20, 60));
    }

    [Fact]
    public void The_tail_is_that_of_the_sorted_losses() => Cases.Check(seed =>
    {
        (double[] returns, double[] elsewhere, double notional) = Draw(seed);
        double[] losses = [.. returns.Select((r, i) => -(notional * r + (elsewhere.Length == 0 ? 0 : elsewhere[i])))];
        Array.Sort(losses);
        Array.Reverse(losses);
        int size = (int)Math.Ceiling(losses.Length / 20.0);
        TailLoss tail = HistoricalRisk.Of(returns, notional, elsewhere);
        tail.ValueAtRisk.ShouldBe(Math.Max(0, losses[size - 1]), 1e-9);
        tail.Shortfall.ShouldBe(Math.Max(0, losses.Take(size).Average()), 1e-9);
        tail.Shortfall.ShouldBeGreaterThanOrEqualTo(tail.ValueAtRisk);
        return true;
    }, atLeast: Cases.Count);

    [Fact]
    public void Between_two_sizes_the_shortfall_is_never_above_the_straight_line() => Cases.Check(seed =>
    {
        (double[] returns, double[] elsewhere, double notional) = Draw(seed);
        double part = new Random(seed).NextDouble();
        double line = (1 - part) * HistoricalRisk.Of(returns, 0, elsewhere).Shortfall
            + part * HistoricalRisk.Of(returns, notional, elsewhere).Shortfall;
        HistoricalRisk.Of(returns, part * notional, elsewhere).Shortfall.ShouldBeLessThanOrEqualTo(line + 1e-9);
        return true;
    }, atLeast: Cases.Count);

    [Fact]
    public void Of_a_long_history_the_youngest_bars_count()
    {
        double[] returns = new double[HistoricalRisk.BarsMax + 500];
        returns.AsSpan(0, 500).Fill(-0.5);
        HistoricalRisk.Of(returns, 1_000, []).ShouldBe(default);
    }

    [Fact]
    public void Correlation_is_one_with_itself_and_minus_one_with_its_opposite()
    {
        double[] left = [0.01, -0.02, 0.005, 0.03];
        HistoricalRisk.Correlation(left, left)!.Value.ShouldBe(1, 1e-12);
        HistoricalRisk.Correlation(left, [-1, 2, -0.5, -3])!.Value.ShouldBe(-1, 1e-12);
        HistoricalRisk.Correlation(left, [0.01, 0.01, 0.01, 0.01]).ShouldBeNull();
        HistoricalRisk.Correlation(left, [0.01]).ShouldBeNull();
    }

    [Fact]
    public void A_day_has_twenty_four_hours() => HistoricalRisk.PerDay(Timeframe.OneHour).ShouldBe(Math.Sqrt(24), 1e-12);

    private static (double[] Returns, double[] Elsewhere, double Notional) Draw(int seed)
    {
        Random random = new(seed);
        double[] returns = [.. Enumerable.Range(0, random.Next(1, 260)).Select(_ => random.NextDouble() - 0.5)];
        double[] elsewhere = random.Next(3) == 0 ? [] : [.. returns.Select(_ => 100 * (random.NextDouble() - 0.5))];
        return (returns, elsewhere, 400 * (random.NextDouble() - 0.5));
    }
}
