namespace Parley.Risk.Tests;

public sealed class ExpectancyTests
{
    /// <summary>The scalping parameter sets with their costs, worked out by hand: (stop + cost) ÷ (stop + target).</summary>
    [Theory]
    [InlineData(0.0010, 0.0015, 0.0006, 0.64)]
    [InlineData(0.0010, 0.0015, 0.0010, 0.80)]
    [InlineData(0.0015, 0.0025, 0.0006, 0.525)]
    [InlineData(0.0015, 0.0025, 0.0010, 0.625)]
    [InlineData(0.0020, 0.0035, 0.0010, 0.5454545454545454)]
    [InlineData(0.0015, 0.0030, 0.0006, 0.4666666666666667)]
    public void Costs_raise_the_win_rate_that_breaks_even(double stop, double target, double costs, double expected) =>
        Expectancy.BreakEven(stop, target, costs).ShouldBe(expected, 1e-12);

    [Fact]
    public void Kelly_bets_nothing_without_an_edge_and_a_fifth_at_even_odds_with_sixty_percent()
    {
        Expectancy.Kelly(0.6, 0.01, 0.01, 0).ShouldBe(0.2, 1e-12);
        Expectancy.Kelly(0.5, 0.01, 0.01, 0).ShouldBe(0);
        Expectancy.Kelly(0.6, 0.01, 0.01, 0.01).ShouldBe(0);
        Expectancy.Kelly(double.NaN, 0.01, 0.01, 0).ShouldBe(0);
    }

    [Fact]
    public void Kelly_bets_exactly_when_the_win_rate_is_above_break_even() => Cases.Check(seed =>
    {
        Random random = new(seed);
        double stop = 0.0001 + random.NextDouble() * 0.02;
        double target = 0.0001 + random.NextDouble() * 0.04;
        double costs = random.NextDouble() * 0.002;
        double winRate = random.NextDouble();
        double needed = Expectancy.BreakEven(stop, target, costs);
        if (Math.Abs(winRate - needed) < 1e-9) return false;
        (Expectancy.Kelly(winRate, stop, target, costs) > 0).ShouldBe(winRate > needed);
        return true;
    }, atLeast: 9_900);
}
