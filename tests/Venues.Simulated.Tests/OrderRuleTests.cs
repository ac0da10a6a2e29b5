using Parley.Domain;

namespace Parley.Venues.Simulated.Tests;

public sealed class OrderRuleTests
{
    public static TheoryData<PlaceOrder, string, string[]> Refused { get; } = new()
    {
        { Bench.Limit("a", Side.Buy, 1m, 99.95m), "PRICE_FILTER", ["99.95", "0.1"] },
        { Bench.Limit("a", Side.Buy, 1m, 0m), "PRICE_FILTER", ["0"] },
        { Bench.Limit("a", Side.Buy, 1m, -5m), "PRICE_FILTER", ["-5"] },
        { Bench.Stop("a", Side.Sell, 1m, 99.95m), "PRICE_FILTER", ["99.95"] },
        { Bench.Limit("a", Side.Buy, 1.0005m, 99m), "LOT_SIZE", ["1.0005", "0.001", "nearest below is 1"] },
        { Bench.Market("a", Side.Buy, 0.0005m), "LOT_SIZE", ["0.0005", "minimum 0.001"] },
        { Bench.Market("a", Side.Buy, -1m), "LOT_SIZE", ["-1"] },
        { Bench.Market("a", Side.Buy, 0m), "LOT_SIZE", ["0"] },
        { Bench.Limit("a", Side.Buy, 0.01m, 99m), "NOTIONAL", ["0.99", "minimum 5"] },
        { Bench.Market("a", Side.Buy, 0.01m), "NOTIONAL", ["1.001"] },
        { Bench.Market("a", Side.Buy, 1m) with { Symbol = new("NOPE") }, "UNKNOWN_SYMBOL", ["NOPE", "BTCUSDT"] },
        { Bench.Market("a", Side.Buy, 1m) with { Limit = Price.From(1m) }, "ORDER_FORM", ["limit 1"] },
        { Bench.Limit("a", Side.Buy, 1m, 99m) with { Limit = null }, "ORDER_FORM", ["limit none"] },
        { Bench.Stop("a", Side.Buy, 1m, 199m) with { Stop = null }, "ORDER_FORM", ["stop none"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Order_against_a_rule_is_refused_with_rule_and_numbers(PlaceOrder order, string rule, string[] numbers)
    {
        Bench bench = Bench.WithBook();

        OrderRefused refusal = bench.Place(order).Refusal();

        refusal.Rule.ShouldBe(rule);
        foreach (string number in numbers) refusal.Reason.ShouldContain(number);
        bench.Venue.OpenOrders.ShouldBeEmpty();
    }

    [Fact]
    public void Reduce_only_is_exempt_from_the_smallest_notional()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Market("in", Side.Buy, 1m));

        bench.Place(Bench.Market("out", Side.Sell, 0.01m, reduceOnly: true)).Legs().ShouldBe([(100.0m, 0.01m)]);
    }

    [Fact]
    public void An_id_is_refused_while_its_order_is_open_and_taken_again_afterwards()
    {
        Bench bench = Bench.WithBook();
        bench.Place(Bench.Limit("a", Side.Buy, 1m, 99m));

        bench.Place(Bench.Limit("a", Side.Buy, 1m, 98m)).Refusal().Rule.ShouldBe("DUPLICATE_ID");
        bench.Venue.Cancel(Bench.Btc, new("a"));
        bench.Facts();
        bench.Place(Bench.Limit("a", Side.Buy, 1m, 98m)).ShouldHaveSingleItem().ShouldBeOfType<OrderAccepted>();
    }

    [Fact]
    public void Perpetual_needs_initial_margin_for_position_and_open_orders()
    {
        Bench bench = Bench.WithBook(Bench.Terms with { InitialCash = 100m, LeverageMax = 5 });

        // 6 × 100.05 (the middle) is 600.3 notional: 120.06 margin and 0.30015 fee.
        OrderRefused refusal = bench.Place(Bench.Market("a", Side.Buy, 6m)).Refusal();
        refusal.Rule.ShouldBe("INSUFFICIENT_BALANCE");
        refusal.Reason.ShouldContain("120.36015");
        bench.Place(Bench.Limit("b", Side.Buy, 3m, 99m)).ShouldHaveSingleItem().ShouldBeOfType<OrderAccepted>();
        bench.Place(Bench.Limit("c", Side.Buy, 3m, 99m)).Refusal().Rule.ShouldBe("INSUFFICIENT_BALANCE");
        bench.Place(Bench.Limit("d", Side.Sell, 3m, 101m))
            .ShouldHaveSingleItem().ShouldBeOfType<OrderAccepted>("only one side can fill into a position");
    }

    [Fact]
    public void Closing_needs_no_margin_even_when_equity_is_gone()
    {
        Bench bench = Bench.WithBook(Bench.Terms with { InitialCash = 50m, LeverageMax = 5 });
        bench.Place(Bench.Market("in", Side.Buy, 2m)).Fills().Count.ShouldBe(2);
        bench.Book(1, bids: [(70m, 5m)], asks: [(70.1m, 5m)]);

        bench.Venue.Equity.ShouldBeLessThan(0);
        bench.Place(Bench.Market("more", Side.Buy, 1m)).Refusal().Rule.ShouldBe("INSUFFICIENT_BALANCE");
        bench.Place(Bench.Market("out", Side.Sell, 2m)).Legs().ShouldBe([(70m, 2m)]);
    }

    [Fact]
    public void Spot_buys_need_cash_with_fee_and_open_buys_set_it_aside()
    {
        Bench bench = Bench.WithBook(Bench.SpotTerms with { InitialCash = 300m });

        // 100.1 + 200.4 = 300.5 before the fee.
        OrderRefused refusal = bench.Place(Bench.Market("a", Side.Buy, 3m)).Refusal();
        refusal.Rule.ShouldBe("INSUFFICIENT_BALANCE");
        refusal.Reason.ShouldContain("300.65025");
        bench.Place(Bench.Limit("b", Side.Buy, 2m, 99m));
        bench.Place(Bench.Market("c", Side.Buy, 2m)).Refusal().Reason.ShouldContain("101.901");
        bench.Place(Bench.Market("d", Side.Buy, 1m)).Legs().ShouldBe([(100.1m, 1m)]);
        bench.Venue.Cash.ShouldBe(300m - 100.1m - 0.05005m);
    }

    [Fact]
    public void Spot_cannot_be_sold_short_and_open_sells_set_coins_aside()
    {
        Bench bench = Bench.WithBook(Bench.SpotTerms);
        bench.Place(Bench.Market("a", Side.Sell, 1m)).Refusal().Rule.ShouldBe("INSUFFICIENT_BALANCE");
        bench.Place(Bench.Market("in", Side.Buy, 1m));
        bench.Place(Bench.Limit("b", Side.Sell, 0.6m, 101m));

        bench.Place(Bench.Market("c", Side.Sell, 0.5m)).Refusal().Reason.ShouldContain("0.4");
        bench.Place(Bench.Market("d", Side.Sell, 0.4m)).Legs().ShouldBe([(100.0m, 0.4m)]);
    }

    [Fact]
    public void Options_out_of_bounds_are_refused_by_name()
    {
        Refuses(Bench.Terms with { Instruments = [] }, nameof(SimulatedVenueOptions.Instruments));
        Refuses(Bench.Terms with { Instruments = [Bench.Spot, Bench.Spot] }, nameof(SimulatedVenueOptions.Instruments));
        Refuses(Bench.Terms with { InitialCash = -1 }, nameof(SimulatedVenueOptions.InitialCash));
        Refuses(Bench.Terms with { LeverageMax = 0 }, nameof(SimulatedVenueOptions.LeverageMax));
        Refuses(Bench.Terms with { Latency = TimeSpan.FromTicks(-1) }, nameof(SimulatedVenueOptions.Latency));
        Refuses(Bench.Terms with { TakerFeeBps = 2_000 }, nameof(SimulatedVenueOptions.TakerFeeBps));
    }

    private static void Refuses(SimulatedVenueOptions options, string name) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new SimulatedVenue(options)).ParamName.ShouldBe(name);
}
