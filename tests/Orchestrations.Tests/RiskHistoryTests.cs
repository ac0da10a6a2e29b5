using Parley.Execution;

namespace Parley.Orchestrations.Tests;

/// <summary>What the desk gathers for the risk gate.</summary>
public sealed class RiskHistoryTests
{
    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly Symbol Eth = new("ETHUSDT");
    private static readonly Timestamp Start = Timestamp.Parse("2024-07-19T00:00:00Z");

    [Fact]
    public void Returns_are_those_of_the_longest_bars_up_to_an_hour_and_only_the_youngest_are_kept()
    {
        RiskHistory history = Desk(Timeframe.OneMinute, Timeframe.OneHour, Timeframe.OneDay);
        for (int i = 0; i <= RiskHistory.BarsKept + 5; i++)
        {
            history.OnBar(Bar(Btc, i, 100 + i % 2));
            history.OnBar(Bar(Btc, i, 7) with { Timeframe = Timeframe.OneMinute });
        }

        RiskInputs known = For(history, Btc);
        known.ReturnsEvery.ShouldBe(Timeframe.OneHour);
        known.Returns.Count.ShouldBe(RiskHistory.BarsKept);
        known.Returns[^1].ShouldBe(0.01);
        known.Returns[^2].ShouldBe(-0.009901, "rounded to a millionth");
        known.Elsewhere.ShouldBeEmpty();
        For(Desk(Timeframe.OneDay), Btc).ReturnsEvery.ShouldBe(Timeframe.OneDay);
    }

    [Fact]
    public void Profits_elsewhere_are_those_of_the_same_bars()
    {
        RiskHistory history = Desk(Timeframe.OneHour);
        foreach ((int hour, decimal btc) in new (int, decimal)[] { (0, 100), (1, 101), (2, 101), (3, 102) }) history.OnBar(Bar(Btc, hour, btc));
        // Its second hour is missing.
        foreach ((int hour, decimal eth) in new (int, decimal)[] { (0, 10), (1, 11), (3, 9.9m) }) history.OnBar(Bar(Eth, hour, eth));
        RiskInputs known = For(history, Btc, (Eth, -3m));
        known.Elsewhere.ShouldBe([-2.97, 0, 2.97], "short 29.7 of it: +10 % loses, no bar is no move, −10 % pays");
        known.NetElsewhere.ShouldBe(-30m, "at the last price");
        For(history, Btc, (Eth, -3m)).Elsewhere.ShouldBeSameAs(known.Elsewhere, "nothing has changed");
        For(history, Btc, (Eth, -3m)).Returns.ShouldBeSameAs(known.Returns, "nothing has changed");
        For(history, Btc, (Eth, 6m)).Elsewhere.ShouldBe([5.94, 0, -5.94]);
        For(history, Eth, (Eth, -3m)).NetElsewhere.ShouldBe(0m, "its own position is not elsewhere");
    }

    [Fact]
    public void Losses_in_a_row_end_with_a_profit()
    {
        RiskHistory history = Desk(Timeframe.OneHour);
        List<RoundTrip> trips = [Trip(1, -5), Trip(2, 0), Trip(3, -1)];
        RiskInputs known = history.For(Btc, trips, _ => Quantity.Zero, _ => default);
        (known.LossStreak, known.LastLossAt).ShouldBe((2, Start + TimeSpan.FromHours(3)));
        trips.Add(Trip(4, 0.01m));
        known = history.For(Btc, trips, _ => Quantity.Zero, _ => default);
        (known.LossStreak, known.LastLossAt).ShouldBe((0, default));
    }

    [Fact]
    [Trait("Fault", "F-039")]
    public void Settlements_of_funding_are_the_venues()
    {
        RiskHistory history = Desk(Timeframe.OneHour);
        For(history, Btc).NextFunding.ShouldBe(default);
        foreach (int hour in new[] { 4, 4, 8, 4 })
            history.OnMark(new MarkPrice(Btc, Start, Start, Price.From(100m), 0.0001, Start + TimeSpan.FromHours(hour)));
        RiskInputs known = For(history, Btc);
        (known.LastFunding, known.NextFunding).ShouldBe((Start + TimeSpan.FromHours(4), Start + TimeSpan.FromHours(8)));
        For(history, Eth).NextFunding.ShouldBe(default);
    }

    private static RiskHistory Desk(params Timeframe[] timeframes) =>
        new([Snapshots.Bitcoin, Snapshots.Bitcoin with { Symbol = Eth, BaseAsset = "ETH" }], timeframes);

    private static RiskInputs For(RiskHistory history, Symbol symbol, params (Symbol Symbol, decimal Held)[] held) =>
        history.For(symbol, [], s => Quantity.From(held.FirstOrDefault(h => h.Symbol == s).Held), _ => Price.From(10m));

    private static Bar Bar(Symbol symbol, int hour, decimal close) => new(
        symbol, Timeframe.OneHour, Start + TimeSpan.FromHours(hour), Price.From(close), Price.From(close), Price.From(close), Price.From(close), 1, 1, 1, false);

    private static RoundTrip Trip(int hour, decimal profit) => new(
        Btc, Side.Buy, Start, Start + TimeSpan.FromHours(hour), 100m, 100m, Quantity.From(1m), 0m, 0m, profit);
}
