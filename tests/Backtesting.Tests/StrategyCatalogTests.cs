namespace Parley.Backtesting.Tests;

public sealed class StrategyCatalogTests
{
    [Fact]
    public void Every_strategy_runs_with_its_defaults()
    {
        StrategyCatalog.All.Select(d => d.Name).ShouldBe(["sma-cross", "rsi-reversion", "breakout"]);
        BarSeries bars = RandomBars.Series(11, 2_000, step: 9);
        foreach (StrategyDefinition definition in StrategyCatalog.All)
            StrategyCatalog.Configure(definition.Name, new Dictionary<string, string>()).Run(bars, 10_000m, 10m)
                .Trades.ShouldNotBeEmpty(definition.Name);
    }

    [Fact]
    public void A_configured_strategy_can_run_again_and_gives_the_same()
    {
        BarSeries bars = RandomBars.Series(5, 900, step: 9);
        foreach (StrategyDefinition definition in StrategyCatalog.All)
        {
            ConfiguredStrategy strategy = StrategyCatalog.Configure(definition.Name, BarBacktestTests.Short(definition));
            BarBacktestResult first = strategy.Run(bars, 10_000m, 10m);
            first.Trades.ShouldNotBeEmpty();
            strategy.Run(bars, 10_000m, 10m).Trades.ShouldBe(first.Trades);
        }
    }

    [Fact]
    public void Settings_reach_the_run()
    {
        ConfiguredStrategy strategy = StrategyCatalog.Configure(
            "sma-cross", new Dictionary<string, string> { ["fast"] = "3", ["slow"] = "7", ["quantity"] = "0.25" });
        BarBacktestResult result = strategy.Run(RandomBars.Series(2, 500), 1_000_000m, 10m);
        result.Options.Quantity.ShouldBe(Quantity.From(0.25m));
        result.Trades.ShouldNotBeEmpty();
        result.Trades.ShouldAllBe(t => t.Quantity == Quantity.From(0.25m));
        result.Trades.ShouldBe(BarBacktest.Run(RandomBars.Series(2, 500), new SmaCross(3, 7), result.Options).Trades);
        strategy.Settings.Find("stake").ShouldBeNull();
    }

    [Theory]
    [InlineData("sma-crossing", "", "", "There is no strategy 'sma-crossing'; known are sma-cross, rsi-reversion, breakout, parley.")]
    [InlineData("sma-cross", "fst", "3", "sma-cross has no setting 'fst'; it has fast, slow, quantity, stake.")]
    [InlineData("sma-cross", "fast", "0", "fast must be a whole number from 1 to 100000; it is '0'.")]
    [InlineData("sma-cross", "fast", "2.5", "fast must be a whole number from 1 to 100000; it is '2.5'.")]
    [InlineData("sma-cross", "fast", "NaN", "fast must be a whole number from 1 to 100000; it is 'NaN'.")]
    [InlineData("sma-cross", "fast", "1e1", "fast must be a whole number from 1 to 100000; it is '1e1'.")]
    [InlineData("sma-cross", "fast", "50", "sma-cross: fast must be less than slow; they are 50 and 50.")]
    [InlineData("rsi-reversion", "oversold", "60", "rsi-reversion: oversold must be less than exit; they are 60 and 55.")]
    [InlineData("breakout", "stake", "1.1", "stake must be a number with at most 8 decimals from 0.0001 to 1; it is '1.1'.")]
    [InlineData("breakout", "quantity", "-1", "quantity must be a number with at most 8 decimals from 0.00000001 to 90000000000; it is '-1'.")]
    public void What_cannot_be_used_is_said_in_one_line(string name, string key, string value, string message)
    {
        Dictionary<string, string> given = [];
        if (key.Length > 0) given[key] = value;
        Should.Throw<StrategyException>(() => StrategyCatalog.Configure(name, given, "parley")).Message.ShouldBe(message);
    }

    [Fact]
    public void Quantity_and_stake_exclude_each_other() =>
        Should.Throw<StrategyException>(() => StrategyCatalog.Configure(
            "breakout", new Dictionary<string, string> { ["quantity"] = "1", ["stake"] = "0.5" }));
}
