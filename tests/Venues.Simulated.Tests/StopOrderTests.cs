using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

public sealed class StopOrderTests
{
    [Fact]
    public void Stop_triggers_when_a_trade_reaches_it_and_walks_the_book()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Market("in", Side.Buy, 2m));
        bench.Place(Bench.Stop("stop", Side.Sell, 2m, 99m));

        bench.Trade(1, 99.1m, 1m, Side.Sell);
        bench.Facts().ShouldBeEmpty();
        bench.Book(2, bids: [(98.9m, 1m), (98.5m, 4m)], asks: [(99m, 1m)]);
        bench.Facts().ShouldBeEmpty();
        bench.Trade(3, 99m, 1m, Side.Sell);

        List<VenueFact> facts = bench.Facts();
        facts.Legs().ShouldBe([(98.9m, 1m), (98.5m, 1m)]);
        facts.Fills().ShouldAllBe(fill => fill.Id.Value == "stop" && fill.At == Bench.At(3));
        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.Zero);
    }

    [Theory]
    [InlineData(Side.Sell, 100.0)]
    [InlineData(Side.Sell, 101.0)]
    [InlineData(Side.Buy, 100.0)]
    [InlineData(Side.Buy, 99.0)]
    public void Stop_that_would_trigger_at_once_is_refused(Side side, double stop)
    {
        Bench bench = Bench.WithBook();
        bench.Trade(1, 100m, 1m, Side.Buy);

        OrderRefused refusal = bench.Place(Bench.Stop("a", side, 1m, (decimal)stop)).Refusal();

        refusal.Rule.ShouldBe("WOULD_TRIGGER");
        refusal.Reason.ShouldContain("100");
    }

    [Fact]
    public void Buy_stop_triggers_upwards()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Stop("a", Side.Buy, 1m, 100.3m, reduceOnly: false));

        bench.Trade(1, 100.3m, 1m, Side.Buy);

        bench.Facts().Legs().ShouldBe([(100.1m, 1m)]);
    }

    [Fact]
    public void Reduce_only_is_cut_to_the_position_and_the_rest_expires()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Market("in", Side.Buy, 1m));

        List<VenueFact> facts = bench.Place(Bench.Market("out", Side.Sell, 2m, reduceOnly: true));

        facts.Legs().ShouldBe([(100.0m, 1m)]);
        facts[^1].ShouldBeOfType<OrderExpired>().Reason.ShouldContain("reduce-only");
        bench.Venue.PositionOf(Bench.Btc).ShouldBe(Quantity.Zero);
    }

    [Fact]
    public void Reduce_only_with_nothing_to_reduce_expires_unfilled()
    {
        Bench bench = Bench.WithBook();

        List<VenueFact> facts = bench.Place(Bench.Market("out", Side.Sell, 2m, reduceOnly: true));

        facts.Select(fact => fact.GetType()).ShouldBe([typeof(OrderAccepted), typeof(OrderExpired)]);
    }

    [Fact]
    public void When_the_position_closes_stops_that_guarded_it_expire_and_those_of_the_other_side_stay()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Market("in", Side.Buy, 1m));
        bench.Place(Bench.Stop("guard", Side.Sell, 1m, 90m));
        bench.Place(Bench.Stop("ahead", Side.Buy, 1m, 110m));

        List<VenueFact> facts = bench.Place(Bench.Market("out", Side.Sell, 1m));

        facts.OfType<OrderExpired>().ShouldHaveSingleItem().Id.Value.ShouldBe("guard");
        bench.Venue.OpenOrders.ShouldHaveSingleItem().Order.Id.Value.ShouldBe("ahead");
    }

    [Fact]
    public void Stop_sent_before_its_entry_rests_and_guards_it()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Stop("guard", Side.Sell, 1m, 90m)).ShouldHaveSingleItem().ShouldBeOfType<OrderAccepted>();
        bench.Place(Bench.Market("in", Side.Buy, 1m));

        bench.Trade(1, 89m, 1m, Side.Sell);

        bench.Facts().Fills().ShouldHaveSingleItem().Id.Value.ShouldBe("guard");
    }

    [Fact]
    public void Stop_reached_while_nothing_is_visible_waits_for_the_first_price()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Market("in", Side.Buy, 1m));
        bench.Place(Bench.Stop("guard", Side.Sell, 1m, 99m));
        bench.Venue.OnDepth(new DepthUpdate(Bench.Btc, Bench.At(1), Bench.At(1), 900, 901, 899, [], []));

        bench.Trade(2, 98m, 1m, Side.Sell);
        bench.Facts().Fills().ShouldBeEmpty("the chain is broken and there is no quote");
        bench.Quote(3, bid: 97m, bidQuantity: 5m, ask: 97.1m, askQuantity: 5m);

        bench.Facts().Legs().ShouldBe([(97m, 1m)]);
    }
}
