using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Flow features on sequences short enough to work out by hand.</summary>
public sealed class FlowExampleTests
{
    private static readonly Timestamp Midnight = SyntheticBars.Start;
    private readonly FeatureEngine engine = new(SyntheticBars.Symbol, [Timeframe.OneMinute]);
    private readonly OrderBook book = new(SyntheticBars.Symbol);
    private long tradeId;
    private long quoteId;

    [Fact]
    public void Order_flow_imbalance_adds_what_the_bid_gains_and_takes_off_what_the_ask_gains()
    {
        Quote(0, 100, 5, 101, 7);
        Quote(60, 100, 8, 101, 7); // bid + 3
        Quote(61, 100, 8, 101, 3); // ask − 4: + 4
        Quote(62, 100.5m, 2, 101, 3); // a better bid: + 2
        Quote(63, 100, 6, 101, 3); // back to the worse one: − 2
        Quote(64, 100, 6, 100.5m, 9); // a better ask: − 9
        Read("order_flow_imbalance_5s", 64).ShouldBe(3 + 4 + 2 - 2 - 9);
        Read("order_flow_imbalance_5s", 65).ShouldBe(4 + 2 - 2 - 9);
        Read("order_flow_imbalance_5s", 80).ShouldBe(0);
        Read("order_flow_imbalance_1m", 64).ShouldBe(-2);
        Read("order_flow_imbalance_1m", 59.5).ShouldBe(-2, "the newest event is later than the moment asked for");
    }

    [Fact]
    public void Aggressive_share_compares_what_was_taken_with_what_was_put_in_its_way()
    {
        Quote(0, 100, 5, 101, 7);
        Quote(60, 100, 8, 101, 6); // 3 added, 1 gone
        Quote(61, 100, 8, 100.5m, 2); // 2 added
        Trade(62, 100.5m, 5, Side.Buy);
        Read("aggressive_passive_ratio_1m", 62).ShouldBe(0.5);
    }

    [Fact]
    public void Flow_at_the_best_prices_starts_again_when_they_are_lost()
    {
        Book(0, live: true);
        Quote(1, 100, 5, 101, 7);
        Book(2, live: true);
        Read("order_flow_imbalance_1m", 60).ShouldNotBeNull();
        Book(61, live: false);
        Read("order_flow_imbalance_1m", 61).ShouldBeNull();
        Read("spread_mean_1m_bps", 61.5).ShouldBeNull();
        Quote(62, 100, 5, 101, 7);
        Quote(63, 100, 9, 101, 7);
        Read("order_flow_imbalance_5s", 66).ShouldBeNull();
        Read("order_flow_imbalance_5s", 67).ShouldBe(4);
        Read("order_flow_imbalance_1m", 121).ShouldBeNull();
        Read("order_flow_imbalance_1m", 122).ShouldBe(4);
    }

    [Fact]
    public void A_quote_older_than_what_was_known_is_refused_also_after_the_book_broke()
    {
        Book(10, live: true);
        Book(11, live: false);
        engine.OnQuote(Quoted(9, 90, 1, 91, 1)).ShouldBeFalse();
        Read("spread_bps", 11).ShouldBeNull();
    }

    [Fact]
    public void Of_quotes_at_the_same_moment_only_younger_numbers_count()
    {
        Quote first = Quoted(10, 100, 1, 101, 1);
        Quote second = Quoted(10, 100, 2, 101, 1);
        engine.OnQuote(first).ShouldBeTrue();
        engine.OnQuote(second).ShouldBeTrue();
        engine.OnQuote(first).ShouldBeFalse();
        engine.OnQuote(second).ShouldBeFalse();
        Read("touch_quantity_bid", 10).ShouldBe(2);
    }

    [Fact]
    public void The_day_starts_again_at_midnight()
    {
        Trade(-20, 100, 4, Side.Sell);
        Trade(-10, 100, 1, Side.Buy);
        Read("cvd_session", -1).ShouldBe(-3);
        Read("profile_poc", -1)!.Value.ShouldBe(100, 0.05);
        Read("cvd_session", 1).ShouldBe(0);
        Read("profile_poc", 1).ShouldBeNull("nothing traded yet on this day");
        Trade(2, 200, 2, Side.Buy);
        Read("cvd_session", 2).ShouldBe(2);
        Read("profile_poc", 2).ShouldBeNull("the second is not over");
        Read("profile_poc", 3)!.Value.ShouldBe(200, 0.1);
        Read("cvd_1m", 3).ShouldBeNull("half a minute is not a minute");
    }

    [Fact]
    public void A_trade_as_large_as_one_in_a_hundred_before_it_is_large()
    {
        // 980 of 1 and 20 of 8: the 990th smallest is 8.
        for (int i = 0; i < 1_000; i++) Trade(0, 100, i % 50 == 0 ? 8 : 1, Side.Buy);
        Read("large_trade_threshold", 0)!.Value.ShouldBeInRange(8 / 1.0625, 8);
        Trade(1, 100, 1, Side.Buy);
        Trade(300, 100, 8, Side.Sell);
        Trade(300, 100, 9, Side.Buy);
        Trade(301, 100, 7, Side.Buy);
        Read("large_trades_5m", 300.5).ShouldBe(2);
        Read("large_sell_volume_5m", 301).ShouldBe(8);
        Read("large_buy_volume_5m", 301).ShouldBe(9);
        Read("large_buy_volume_5m", 601).ShouldBe(0);
    }

    [Fact]
    public void A_level_that_gives_more_than_it_ever_showed_was_refilled()
    {
        Book(0, live: true); // best bid 100 × 2, best ask 101 × 3
        Read("iceberg_bid", 0).ShouldBe(0);
        for (int i = 1; i <= 4; i++) Trade(i, 100, 1, Side.Sell);
        Trade(5, 99, 9, Side.Sell);
        Trade(5, 101, 1, Side.Buy);
        Read("iceberg_bid", 5).ShouldBe(2);
        Read("iceberg_ask", 5)!.Value.ShouldBe(1 / 3.0, 1e-15);
        Quote(6, 100, 4, 101, 3);
        Read("iceberg_bid", 6).ShouldBe(1);
        Quote(7, 99.5m, 4, 101, 3);
        Read("iceberg_bid", 7).ShouldBe(0);
        Book(8, live: false);
        Read("iceberg_bid", 8).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(61)]
    public void Volatility_is_unknown_however_long_after_the_first_price_alone(double later)
    {
        Quote(0, 100, 1, 101, 1);
        Read("realised_volatility_1m", later).ShouldBeNull();
    }

    [Fact]
    public void Momentum_looks_back_over_trades_and_over_seconds()
    {
        for (int i = 0; i <= 100; i++) Trade(i, 100 + i, 1, Side.Buy);
        Read("momentum_20_ticks", 100)!.Value.ShouldBe(200 / 180.0 - 1, 1e-15);
        Read("momentum_100_ticks", 100).ShouldBe(1);
        Read("momentum_1m", 100)!.Value.ShouldBe(200 / 140.0 - 1, 1e-15);
        Read("momentum_1m", 159)!.Value.ShouldBe(200 / 199.0 - 1, 1e-15);
        Read("momentum_1m", 160).ShouldBe(0);
        Read("momentum_5m", 299).ShouldBeNull();
        Read("momentum_5m", 300).ShouldBe(1);
        Read("last_price", 300).ShouldBe(200);
    }

    [Fact]
    public void What_was_paid_above_the_mid_counts_twice()
    {
        Trade(0, 100, 1, Side.Buy);
        Quote(61, 99, 1, 101, 1);
        Trade(62, 101, 3, Side.Buy); // 1 % from the mid
        Trade(62, 100.5m, 1, Side.Buy); // half of it
        Read("effective_spread_1m_bps", 62)!.Value.ShouldBe((3 * 200 + 100) / 4.0, 1e-9);
        Read("spread_bps", 62).ShouldBe(200);
        Read("microprice", 62).ShouldBe(100);
    }

    private static Timestamp At(double seconds) => Midnight + TimeSpan.FromSeconds(seconds);

    private static BookLevel Level(decimal price, decimal quantity) => new(Price.From(price), Quantity.From(quantity));

    private Quote Quoted(double at, decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity) => new(
        SyntheticBars.Symbol, ++quoteId, At(at), At(at), Price.From(bid), Quantity.From(bidQuantity), Price.From(ask), Quantity.From(askQuantity));

    private void Quote(double at, decimal bid, decimal bidQuantity, decimal ask, decimal askQuantity) =>
        engine.OnQuote(Quoted(at, bid, bidQuantity, ask, askQuantity)).ShouldBeTrue();

    private void Trade(double at, decimal price, decimal quantity, Side aggressor) => engine.OnTrade(new Trade(
        SyntheticBars.Symbol, ++tradeId, At(at), At(at), Price.From(price), Quantity.From(quantity), aggressor, TradeOrigin.Market)).ShouldBeTrue();

    private void Book(double at, bool live)
    {
        book.ApplySnapshot(new DepthSnapshot(
            SyntheticBars.Symbol, At(at), At(at), ++quoteId, [Level(live ? 100 : 102, 2), Level(99, 9)], [Level(101, 3)])).ShouldBe(live);
        engine.OnBook(book, At(at));
    }

    private double? Read(string name, double at) =>
        engine.Snapshot(At(at)).Single(g => g.Name == FeatureCatalogue.FlowGroup).Features.Single(f => f.Name == name).Value;
}
