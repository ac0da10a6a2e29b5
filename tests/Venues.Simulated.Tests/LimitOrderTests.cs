using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

public sealed class LimitOrderTests
{
    [Fact]
    public void Crossing_limit_takes_up_to_its_price_and_rests_with_the_rest()
    {
        Bench bench = Bench.WithBook();

        List<VenueFact> facts = bench.Place(Bench.Limit("a", Side.Buy, 5m, 100.2m));

        facts.Legs().ShouldBe([(100.1m, 1m), (100.2m, 2m)]);
        facts.Fills().ShouldAllBe(fill => !fill.IsMaker);
        OpenOrder open = bench.Venue.OpenOrders.ShouldHaveSingleItem();
        open.Filled.ShouldBe(Quantity.From(3m));
    }

    [Fact]
    public void Immediate_or_cancel_takes_what_there_is_and_the_rest_expires()
    {
        Bench bench = Bench.WithBook();

        List<VenueFact> facts = bench.Place(Bench.Limit("a", Side.Sell, 5m, 99.9m, TimeInForce.ImmediateOrCancel));

        facts.Legs().ShouldBe([(100.0m, 1m), (99.9m, 2m)]);
        facts[^1].ShouldBeOfType<OrderExpired>().Reason.ShouldContain("2 of 5 unfilled");
        bench.Venue.OpenOrders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Side.Buy, 100.1)]
    [InlineData(Side.Buy, 101)]
    [InlineData(Side.Sell, 100)]
    public void Post_only_that_would_cross_is_refused(Side side, double limit)
    {
        Bench bench = Bench.WithBook();

        OrderRefused refusal = bench.Place(Bench.Limit("a", side, 1m, (decimal)limit, TimeInForce.PostOnly)).Refusal();

        refusal.Rule.ShouldBe("POST_ONLY");
        refusal.Reason.ShouldContain(limit.ToString());
        bench.Place(Bench.Limit("b", side, 1m, side == Side.Buy ? 100m : 100.1m, TimeInForce.PostOnly))
            .ShouldHaveSingleItem().ShouldBeOfType<OrderAccepted>();
    }

    [Fact]
    public void Resting_order_waits_for_the_queue_ahead_and_pays_the_maker_fee()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Limit("a", Side.Buy, 2m, 99.9m));

        bench.Trade(1, 99.9m, 1.5m, Side.Sell);
        bench.Facts().ShouldBeEmpty();
        bench.Trade(2, 99.9m, 1m, Side.Sell);

        // 2 were ahead; 2.5 traded: half a coin is ours.
        OrderFilled fill = bench.Facts().Fills().ShouldHaveSingleItem();
        (fill.Price.Value, fill.Quantity.Value, fill.IsMaker).ShouldBe((99.9m, 0.5m, true));
        // 2 basis points of 49.95.
        fill.Fee.ShouldBe(0.00999m);
        bench.Trade(3, 99.9m, 10m, Side.Sell);
        bench.Facts().Legs().ShouldBe([(99.9m, 1.5m)]);
    }

    [Fact]
    public void Level_shrinkage_beyond_trades_shortens_the_queue_in_proportion()
    {
        Bench bench = Bench.WithBook();
        bench.Depth(1, bids: [(99.9m, 8m)], asks: []);
        bench.Place(Bench.Limit("a", Side.Buy, 1m, 99.9m));
        bench.Depth(2, bids: [(99.9m, 12m)], asks: []);
        bench.Trade(3, 99.9m, 2m, Side.Sell);

        // 8 ahead, 4 joined behind, 2 traded: 6 of 10 are ahead. Shrinking to 5 cancels 5, of which 3 were ahead.
        bench.Depth(4, bids: [(99.9m, 5m)], asks: []);
        bench.Trade(5, 99.9m, 3m, Side.Sell);
        bench.Facts().Fills().ShouldBeEmpty();
        bench.Trade(6, 99.9m, 0.4m, Side.Sell);

        bench.Facts().Legs().ShouldBe([(99.9m, 0.4m)]);
    }

    [Fact]
    public void A_level_that_falls_by_what_was_traded_leaves_the_queue_as_it_is()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Limit("a", Side.Buy, 1m, 99.9m));
        bench.Trade(1, 99.9m, 1m, Side.Sell);
        bench.Depth(2, bids: [(99.9m, 1m)], asks: []);

        bench.Trade(3, 99.9m, 1m, Side.Sell);
        bench.Facts().Fills().ShouldBeEmpty();
        bench.Trade(4, 99.9m, 0.3m, Side.Sell);

        bench.Facts().Legs().ShouldBe([(99.9m, 0.3m)]);
    }

    [Fact]
    public void Print_through_the_price_fills_regardless_of_the_queue_but_not_beyond_its_quantity()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Limit("a", Side.Buy, 2m, 99.9m));

        bench.Trade(1, 99.8m, 0.7m, Side.Sell);
        bench.Facts().Legs().ShouldBe([(99.9m, 0.7m)]);
        bench.Trade(2, 99.8m, 5m, Side.Sell);
        bench.Facts().Legs().ShouldBe([(99.9m, 1.3m)]);
    }

    [Fact]
    public void Our_own_orders_share_one_print_by_price_and_then_time()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Limit("late-but-better", Side.Buy, 1m, 99.8m));
        bench.Place(Bench.Limit("first", Side.Buy, 1m, 99.7m));
        bench.Place(Bench.Limit("second", Side.Buy, 1m, 99.7m));

        bench.Trade(1, 99.6m, 2.5m, Side.Sell);

        bench.Facts().Fills().Select(fill => (fill.Id.Value, fill.Quantity.Value))
            .ShouldBe([("late-but-better", 1m), ("first", 1m), ("second", 0.5m)]);
    }

    [Fact]
    public void Book_that_comes_to_our_price_fills_what_it_shows_as_maker()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Limit("a", Side.Sell, 2m, 100.4m));

        bench.Depth(1, bids: [(100.6m, 0.5m)], asks: [(100.1m, 0m), (100.2m, 0m), (100.5m, 0m), (101m, 5m)]);

        OrderFilled fill = bench.Facts().Fills().ShouldHaveSingleItem();
        (fill.Price.Value, fill.Quantity.Value, fill.IsMaker).ShouldBe((100.4m, 0.5m, true));
    }

    [Fact]
    public void Off_book_prints_fill_and_trigger_nothing()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Limit("a", Side.Buy, 2m, 99.9m));
        bench.Place(Bench.Market("b", Side.Buy, 1m));
        bench.Place(Bench.Stop("c", Side.Sell, 1m, 99m));

        bench.Trade(1, 80m, 100m, Side.Sell, TradeOrigin.OffBook);

        bench.Facts().ShouldBeEmpty();
        bench.Venue.OpenOrders.Count.ShouldBe(2);
    }

    [Fact]
    public void A_price_behind_the_quote_has_an_unknown_queue_until_the_quote_comes_to_it()
    {
        Bench bench = new(Bench.Terms);
        bench.Quote(0, bid: 100m, bidQuantity: 1m, ask: 100.1m, askQuantity: 1m);
        bench.Place(Bench.Limit("a", Side.Buy, 1m, 99.9m));

        bench.Trade(1, 99.9m, 50m, Side.Sell);
        bench.Facts().ShouldBeEmpty();
        bench.Quote(2, bid: 99.9m, bidQuantity: 3m, ask: 100.1m, askQuantity: 1m);
        bench.Trade(3, 99.9m, 3.25m, Side.Sell);

        bench.Facts().Legs().ShouldBe([(99.9m, 0.25m)]);
    }
}
