using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

public sealed class BarModeTests
{
    [Fact]
    public void Order_sent_at_a_close_fills_at_the_next_open()
    {
        Bench bench = new(Bench.Terms);
        bench.Bar(0, 100m, 101m, 99m, 100.5m);
        bench.Place(Bench.Market("a", Side.Buy, 1m)).ShouldHaveSingleItem().ShouldBeOfType<OrderAccepted>();

        bench.Bar(1, 102m, 103m, 98m, 99m);

        OrderFilled fill = bench.Facts().Fills().ShouldHaveSingleItem();
        (fill.Price.Value, fill.At).ShouldBe((102m, Bench.At(60_000)));
        fill.Fee.ShouldBe(0.051m);
    }

    [Fact]
    public void Order_that_arrives_after_an_open_waits_for_the_one_after_it()
    {
        Bench bench = new(Bench.Terms with { Latency = TimeSpan.FromMilliseconds(1) });
        bench.Bar(0, 100m, 101m, 99m, 100.5m);
        bench.Place(Bench.Market("a", Side.Buy, 1m));

        bench.Bar(1, 102m, 103m, 98m, 99m);
        bench.Facts().Fills().ShouldBeEmpty();
        bench.Bar(2, 99.3m, 100m, 98m, 99m);

        bench.Facts().Legs().ShouldBe([(99.3m, 1m)]);
    }

    [Theory]
    [InlineData(Side.Buy, 100.2)]
    [InlineData(Side.Sell, 99.8)]
    public void Slippage_moves_the_price_against_the_order_onto_the_tick_grid(Side side, double price)
    {
        Bench bench = new(Bench.Terms with { BarSlippageBps = 15 });
        bench.Place(Bench.Market("a", side, 1m));

        bench.Bar(0, 100m, 101m, 99m, 100m);

        // 15 basis points of 100 are 0.15: to the next tick outward.
        bench.Facts().Legs().ShouldBe([((decimal)price, 1m)]);
    }

    [Fact]
    public void Stop_inside_the_bar_fills_at_the_stop_and_a_gapped_one_at_the_open()
    {
        Bench bench = LongOne();
        bench.Place(Bench.Stop("inside", Side.Sell, 0.5m, 95m));
        bench.Place(Bench.Stop("gapped", Side.Sell, 0.5m, 90m));

        bench.Bar(1, 99m, 100m, 95m, 96m);
        bench.Facts().Fills().Select(fill => (fill.Id.Value, fill.Price.Value)).ShouldBe([("inside", 95m)]);
        bench.Bar(2, 85m, 91m, 84m, 90m);

        bench.Facts().Fills().Select(fill => (fill.Id.Value, fill.Price.Value, fill.At)).ShouldBe([("gapped", 85m, Bench.At(120_000))]);
    }

    [Fact]
    public void When_stop_and_target_are_both_inside_the_bar_the_stop_comes_first()
    {
        Bench bench = LongOne();
        bench.Place(Bench.Limit("target", Side.Sell, 1m, 105m, reduceOnly: true));
        bench.Place(Bench.Stop("stop", Side.Sell, 1m, 95m));

        bench.Bar(1, 100m, 110m, 90m, 100m);

        List<VenueFact> facts = bench.Facts();
        facts.Fills().ShouldHaveSingleItem().Id.Value.ShouldBe("stop");
        facts.OfType<OrderExpired>().ShouldHaveSingleItem().Id.Value.ShouldBe("target");
    }

    [Fact]
    public void Limit_needs_the_price_to_trade_through_it()
    {
        Bench bench = LongOne();
        bench.Place(Bench.Limit("a", Side.Sell, 1m, 105m));

        bench.Bar(1, 100m, 105m, 99m, 100m);
        bench.Facts().Fills().ShouldBeEmpty();
        bench.Bar(2, 100m, 105.1m, 99m, 100m);

        OrderFilled fill = bench.Facts().Fills().ShouldHaveSingleItem();
        (fill.Price.Value, fill.IsMaker).ShouldBe((105m, true));
    }

    [Fact]
    public void Limit_is_improved_when_the_bar_opens_beyond_it()
    {
        Bench bench = LongOne();
        bench.Place(Bench.Limit("a", Side.Sell, 1m, 105m));

        bench.Bar(1, 108m, 109m, 99m, 100m);

        OrderFilled fill = bench.Facts().Fills().ShouldHaveSingleItem();
        (fill.Price.Value, fill.IsMaker).ShouldBe((108m, false));
    }

    [Fact]
    public void Immediate_or_cancel_lives_for_one_open()
    {
        Bench bench = new(Bench.Terms);
        bench.Bar(0, 100m, 100m, 100m, 100m);
        bench.Place(Bench.Limit("a", Side.Buy, 1m, 99m, TimeInForce.ImmediateOrCancel));
        bench.Place(Bench.Limit("b", Side.Buy, 1m, 101m, TimeInForce.ImmediateOrCancel));

        bench.Bar(1, 100m, 100m, 90m, 95m);

        List<VenueFact> facts = bench.Facts();
        facts.Fills().ShouldHaveSingleItem().Id.Value.ShouldBe("b");
        facts.OfType<OrderExpired>().ShouldHaveSingleItem().Id.Value.ShouldBe("a");
    }

    [Fact]
    public void Entry_and_its_stop_live_through_the_same_bar()
    {
        Bench bench = new(Bench.Terms);
        bench.Bar(0, 100m, 100m, 100m, 100m);
        bench.Place(Bench.Market("in", Side.Buy, 1m));
        bench.Place(Bench.Stop("stop", Side.Sell, 1m, 98m));

        bench.Bar(1, 100m, 101m, 97m, 99m);

        bench.Facts().Fills().Select(fill => (fill.Id.Value, fill.Price.Value)).ShouldBe([("in", 100m), ("stop", 98m)]);
    }

    [Fact]
    public void Bars_that_overlap_earlier_ones_and_bars_beside_a_live_feed_are_ignored()
    {
        Bench bench = LongOne();
        bench.Place(Bench.Stop("stop", Side.Sell, 1m, 95m));
        bench.Venue.OnBar(new Bar(
            Bench.Btc, Timeframe.FiveMinutes, Bench.At(0), Price.From(100m), Price.From(100m), Price.From(50m), Price.From(99m), 1, 1, 1, false));
        bench.Facts().ShouldBeEmpty();

        bench.Book(600_000, bids: [(100m, 5m)], asks: [(100.1m, 5m)]);
        bench.Bar(11, 60m, 60m, 50m, 50m);
        bench.Facts().ShouldBeEmpty();
    }

    [Fact]
    public void Order_that_waited_for_a_bar_meets_the_book_that_comes_first()
    {
        Bench bench = new(Bench.Terms);
        bench.Bar(0, 100m, 101m, 99m, 100m);
        bench.Place(Bench.Market("a", Side.Buy, 2m));

        bench.Book(61_000, bids: [(100m, 1m)], asks: [(100.1m, 1m), (100.3m, 1m)]);

        bench.Facts().Legs().ShouldBe([(100.1m, 1m), (100.3m, 1m)]);
    }

    [Fact]
    public void Post_only_order_that_waited_for_a_market_is_a_maker_when_the_market_comes()
    {
        Bench bench = new(Bench.Terms);
        bench.Place(Bench.Limit("a", Side.Buy, 1m, 101m, TimeInForce.PostOnly));

        bench.Book(61_000, bids: [(100m, 1m)], asks: [(100.1m, 0.4m)]);

        OrderFilled fill = bench.Facts().Fills().ShouldHaveSingleItem();
        (fill.Price.Value, fill.Quantity.Value, fill.IsMaker).ShouldBe((101m, 0.4m, true));
    }

    /// <summary>One coin long from the open of minute 0 at 100, whose bar closed at 100.</summary>
    private static Bench LongOne()
    {
        Bench bench = new(Bench.Terms);
        bench.Place(Bench.Market("in", Side.Buy, 1m));
        bench.Bar(0, 100m, 100m, 100m, 100m);
        bench.Facts().Legs().ShouldBe([(100m, 1m)]);
        return bench;
    }
}
