using Parley.Execution;

namespace Parley.Orchestrations.Tests;

/// <summary>Stops, cancels, modes and holdings, against a venue that says what a test wants.</summary>
public sealed class DeskOrderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Fault", "F-012")]
    [Trait("Invariant", "I-20")]
    public void A_cancel_is_repeated_then_looked_up_and_never_believed()
    {
        OrderBench bench = new();
        PlaceOrder order = Resting(bench);
        bench.Desk.Stops.Close(bench.Instruments[0], bench.Now);
        bench.Pass(8 * Second);
        bench.Venue.Cancelled.Count.ShouldBe(5);
        bench.Venue.LookedUp.ShouldNotBeEmpty();
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Working);
        bench.Say(new OrderCancelled(order.Id, bench.Symbol, bench.Now));
        int lookups = bench.Venue.LookedUp.Count;
        bench.Pass(60 * Second);
        bench.Venue.LookedUp.Count.ShouldBe(lookups);
        bench.Venue.Cancelled.Count.ShouldBe(5);
    }

    [Fact]
    [Trait("Fault", "F-012")]
    [Trait("Fault", "F-008")]
    public void A_refused_cancel_is_a_question_and_a_fill_after_it_counts()
    {
        OrderBench bench = new();
        PlaceOrder order = Resting(bench);
        bench.Desk.Stops.Close(bench.Instruments[0], bench.Now);
        bench.Say(new CancelRefused(order.Id, bench.Symbol, bench.Now, "Unknown order sent."));
        bench.Venue.LookedUp.ShouldBe([order.Id]);
        bench.Order(order.Id).IsDone.ShouldBeFalse();
        bench.Say(bench.Filled(order, 1, 0.01m));
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Filled);
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.01m));
    }

    [Fact]
    [Trait("Fault", "F-031")]
    [Trait("Invariant", "I-14")]
    public void A_position_without_a_live_stop_for_two_seconds_is_closed()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Say(bench.Accepted(order.Id), bench.Filled(order, 1, 0.01m));
        bench.Venue.Placed.Count(p => p.Type == OrderType.StopMarket).ShouldBe(1);
        bench.Pass(TimeSpan.FromMilliseconds(1_950));
        bench.Venue.Placed.ShouldNotContain(p => p.ReduceOnly && p.Type == OrderType.Market);
        bench.Pass(TimeSpan.FromMilliseconds(100));
        PlaceOrder close = bench.Venue.Placed.Single(p => p.ReduceOnly && p.Type == OrderType.Market);
        close.Quantity.ShouldBe(Quantity.From(0.01m));
        bench.Watched.Alerts.Count(a => a.Rule == "PositionBare").ShouldBe(1);
    }

    [Fact]
    [Trait("Fault", "F-031")]
    public void A_refused_stop_closes_the_position_at_once_also_while_guarded()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Modes.Tighten(TradingMode.ReduceOnly, "by hand");
        bench.Say(bench.Accepted(order.Id), bench.Filled(order, 1, 0.01m));
        PlaceOrder stop = bench.Venue.Placed[^1];
        bench.Say(new OrderRefused(stop.Id, bench.Symbol, bench.Now, "-2021", "Order would immediately trigger."));
        (bench.Venue.Placed[^1].Type, bench.Venue.Placed[^1].ReduceOnly).ShouldBe((OrderType.Market, true));
    }

    [Fact]
    [Trait("Fault", "F-009")]
    [Trait("Invariant", "I-10")]
    public void An_overfill_stops_trading_but_not_the_desk()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Say(bench.Accepted(order.Id), bench.Filled(order, 1, 0.01m), bench.Filled(order, 2, 0.001m));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.CancelOnly);
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.011m));
        bench.Watched.Alerts.ShouldContain(a => a.Rule == "Invariant" && a.IsCritical);
        bench.Venue.Placed.ShouldContain(p => p.Type == OrderType.StopMarket && p.Quantity == Quantity.From(0.011m));
        bench.Modes.Reconciled(bench.Symbol, bench.Now + Second);
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.CancelOnly, "only a human ends it");
    }

    [Theory]
    [InlineData(TradingMode.CancelOnly)]
    [InlineData(TradingMode.Halted)]
    [Trait("Invariant", "I-23")]
    public void Where_only_cancels_may_leave_no_order_leaves(TradingMode mode)
    {
        OrderBench bench = new();
        PlaceOrder resting = Resting(bench);
        int placed = bench.Venue.Placed.Count;
        bench.Modes.Tighten(mode, "by hand");
        bench.Buy("d2", 0.01m);
        bench.Desk.Stops.Close(bench.Instruments[0], bench.Now);
        bench.Pass(5 * Second);
        bench.Venue.Placed.Count.ShouldBe(placed);
        bench.Venue.Cancelled.Contains(resting.Id).ShouldBe(mode == TradingMode.CancelOnly);
    }

    [Fact]
    [Trait("Fault", "F-066")]
    [Trait("Fault", "F-067")]
    [Trait("Invariant", "I-07")]
    [Trait("Invariant", "I-22")]
    public void Holdings_that_differ_twice_allow_only_cancels_until_they_agree()
    {
        OrderBench bench = new(new() { StockInterval = 60 * Second });
        bench.Turn();
        bench.Say(bench.Stock(0.5m));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Normal, "one stock may have missed a fill");
        bench.Pass(Second);
        bench.Say(bench.Stock(0.5m));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.CancelOnly);
        DeskAlert alert = bench.Watched.Alerts.Single(a => a.Rule == "PositionMismatch");
        alert.Message.ShouldContain("the venue holds 0.5, the ledger says 0");
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.Zero, "no fill is made up");
        bench.Pass(10 * Second);
        bench.Say(bench.Stock(0));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Normal);
    }

    [Fact]
    public void Holdings_are_compared_every_interval_and_whenever_the_user_stream_comes_back()
    {
        OrderBench bench = new(new() { StockInterval = 60 * Second });
        bench.Turn();
        bench.Venue.Stocks.Count.ShouldBe(1);
        bench.Say(bench.Stock(0));
        bench.Pass(59 * Second);
        bench.Venue.Stocks.Count.ShouldBe(1);
        bench.Pass(2 * Second);
        bench.Venue.Stocks.Count.ShouldBe(2);
        bench.Say(bench.Stock(0));
        bench.Say(new VenueCondition(Symbol.Account, bench.Now, "user-stream", TradingMode.ReduceOnly, "Closed."));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.ReduceOnly);
        bench.Pass(Second);
        bench.Say(new VenueCondition(Symbol.Account, bench.Now, "user-stream", TradingMode.Normal, "Open."));
        bench.Venue.Stocks.Count.ShouldBe(3);
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.ReduceOnly);
        bench.Say(bench.Stock(0));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-025")]
    public void Orders_of_others_count_are_told_once_and_left_alone()
    {
        OrderBench bench = new();
        PlaceOrder human = new(new("web_1"), bench.Symbol, Side.Buy, OrderType.Limit, Quantity.From(1), Price.From(50_000), null, TimeInForce.GoodTillCancelled, false);
        bench.Say(bench.Stock(0, human));
        bench.Say(bench.Stock(0, human));
        bench.Desk.Foreign(bench.Symbol).Single().Order.ShouldBe(human);
        bench.Watched.Alerts.Count(a => a.Rule == "ForeignOrder").ShouldBe(1);
        bench.Venue.Cancelled.ShouldBeEmpty();
        bench.Say(bench.Filled(human, 5, 0.2m));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.2m));
    }

    [Theory]
    [InlineData("autoclose-1721347200000")]
    [InlineData("adl_autoclose")]
    [InlineData("settlement_autoclose-1")]
    [Trait("Fault", "F-037")]
    public void What_the_venue_closes_by_force_counts_and_ends_new_risk(string id)
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Hold("d1", 0.01m);
        bench.Say(bench.Filled(order with { Id = new(id), Side = Side.Sell }, 9, 0.01m));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.Zero);
        bench.Modes.Mode.ShouldBe(TradingMode.ReduceOnly);
        bench.Watched.Alerts.ShouldContain(a => a.Rule == "ForcedClose" && a.IsCritical);
    }

    [Fact]
    [Trait("Fault", "F-040")]
    public void The_stop_of_a_closed_position_is_swept()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Hold("d1", 0.01m);
        PlaceOrder stop = bench.Venue.Placed[^1];
        bench.Say(bench.Filled(order with { Id = new("adl_autoclose"), Side = Side.Sell }, 9, 0.01m));
        bench.Venue.Cancelled.ShouldContain(stop.Id);
    }

    [Fact]
    [Trait("Invariant", "I-14")]
    public void A_stop_nobody_answers_for_is_followed_by_another_before_the_position_is_given_up()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Say(bench.Accepted(order.Id), bench.Filled(order, 1, 0.01m));
        bench.Pass(TimeSpan.FromMilliseconds(800));
        PlaceOrder[] stops = [.. bench.Venue.Placed.Where(p => p.Type == OrderType.StopMarket)];
        stops.Select(s => s.Id.Value).ShouldBe(["d1.s.0", "d1.s.1"]);
        bench.Say(bench.Accepted(stops[1].Id));
        bench.Pass(5 * Second);
        bench.Venue.Placed.ShouldNotContain(p => p.ReduceOnly && p.Type == OrderType.Market);
        bench.Venue.Cancelled.Distinct().ShouldBe([stops[0].Id], "two may rest for a moment, one is enough");
    }

    [Fact]
    [Trait("Invariant", "I-36")]
    public void An_order_that_a_stock_overlooked_is_left_in_peace_once_the_venue_says_it_rests()
    {
        OrderBench bench = new(new() { StockInterval = 60 * Second });
        bench.Turn();
        PlaceOrder order = Resting(bench);
        bench.Pass(5 * Second);
        bench.Say(bench.Stock(0));
        bench.Pass(TimeSpan.FromMilliseconds(100));
        bench.Venue.LookedUp.ShouldBe([order.Id]);
        bench.Say(bench.Accepted(order.Id));
        bench.Pass(120 * Second);
        bench.Venue.LookedUp.Count.ShouldBe(1);
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Working);
    }

    [Fact]
    [Trait("Fault", "F-040")]
    public void An_order_we_think_done_and_the_venue_lists_is_cancelled_again()
    {
        OrderBench bench = new();
        PlaceOrder order = Resting(bench);
        bench.Say(new OrderCancelled(order.Id, bench.Symbol, bench.Now));
        bench.Pass(5 * Second);
        bench.Say(bench.Stock(0, order));
        bench.Venue.Cancelled.ShouldBe([order.Id]);
    }

    [Fact]
    [Trait("Invariant", "I-24")]
    public void Every_instrument_is_closed_at_once()
    {
        Instrument ether = Snapshots.Bitcoin with { Symbol = new("ETHUSDT"), BaseAsset = "ETH" };
        OrderBench bench = new(instruments: [Snapshots.Bitcoin, ether]);
        bench.Hold("d1", 0.01m);
        PlaceOrder foreign = new(new("web_1"), ether.Symbol, Side.Buy, OrderType.Market, Quantity.From(1), null, null, TimeInForce.ImmediateOrCancel, false);
        bench.Say(new OrderFilled(foreign.Id, ether.Symbol, bench.Now, 1, Side.Buy, Price.From(3_000), Quantity.From(1), 0, false));
        foreach (Instrument instrument in bench.Instruments) bench.Desk.Stops.Close(instrument, bench.Now);
        bench.Venue.Placed.Where(p => p.ReduceOnly && p.Type == OrderType.Market).Select(p => p.Symbol).ShouldBe([bench.Symbol, ether.Symbol]);
    }

    [Theory]
    [InlineData(InstrumentKind.Spot, TradingMode.Normal)]
    [InlineData(InstrumentKind.Perpetual, TradingMode.CancelOnly)]
    public void Coins_that_were_there_before_us_are_no_mismatch_and_a_position_that_was_is(InstrumentKind kind, TradingMode mode)
    {
        OrderBench bench = new(new() { StockInterval = 60 * Second }, [Snapshots.Bitcoin with { Kind = kind }]);
        bench.Turn();
        bench.Say(bench.Stock(2m));
        bench.Pass(2 * Second);
        bench.Say(bench.Stock(2m));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(mode);
        if (kind != InstrumentKind.Spot) return;

        // A fee taken out of the coins bought is no difference either.
        PlaceOrder order = bench.Buy("d1", 1m);
        OrderFilled fill = bench.Filled(order, 1, 1m) with { Charged = new("BTC", 0.001m) };
        bench.Say(bench.Accepted(order.Id), fill);
        bench.Say(bench.Accepted(bench.Venue.Placed[^1].Id));
        for (int i = 0; i < 3; i++)
        {
            bench.Pass(60 * Second);
            bench.Say(bench.Stock(2.999m, bench.Venue.Placed[^1]));
        }

        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Normal);
    }

    [Fact]
    [Trait("Fault", "F-026")]
    [Trait("Fault", "F-027")]
    [Trait("Invariant", "I-14")]
    public void A_fee_taken_in_coins_leaves_a_stop_that_asks_for_no_more_than_is_there()
    {
        OrderBench bench = new(instruments: [Snapshots.Bitcoin with { Kind = InstrumentKind.Spot }]);
        PlaceOrder order = bench.Buy("d1", 1m);
        bench.Say(bench.Accepted(order.Id), bench.Filled(order, 1, 1m) with { Fee = 75m, Charged = new("BTC", 0.00125m) });
        PlaceOrder stop = bench.Venue.Placed[^1];
        (stop.Type, stop.Quantity).ShouldBe((OrderType.StopMarket, Quantity.From(0.998m)));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.99875m));
        bench.Portfolio.Cash.ShouldBe(10_000m - 60_000m, "the fee was coins, not money");
        bench.Portfolio.Equity.ShouldBe(10_000m - 75m);

        // It goes on after a restart with what is there, and what cannot be sold is no position.
        bench = bench.Restart();
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.99875m));
        bench.Say(bench.Accepted(stop.Id), bench.Filled(stop, 2, 0.998m));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.00075m));
        bench.Desk.IsFlat(bench.Symbol).ShouldBeTrue();
        bench.Desk.IsQuiet.ShouldBeTrue();
        bench.Portfolio.RoundTrips.ShouldHaveSingleItem().NetProfit.ShouldBe(-75.01m);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    public void On_spot_a_close_waits_for_the_end_of_the_stop_that_locks_the_coins()
    {
        OrderBench bench = new(instruments: [Snapshots.Bitcoin with { Kind = InstrumentKind.Spot }]);
        bench.Hold("d1", 1m);
        PlaceOrder stop = bench.Venue.Placed[^1];
        bench.Desk.Stops.LocksCoins(bench.Instruments[0]).ShouldBeTrue();
        bench.Desk.Stops.Abandon(bench.Symbol);
        bench.Turn();
        bench.Venue.Cancelled.ShouldBe([stop.Id]);
        bench.Venue.Placed[^1].ShouldBe(stop, "its coins are locked");

        // Part of it fills before the cancel arrives: the close asks for the rest.
        bench.Say(bench.Filled(stop, 7, 0.4m));
        bench.Venue.Placed[^1].ShouldBe(stop);
        bench.Say(new OrderCancelled(stop.Id, bench.Symbol, bench.Now));
        PlaceOrder close = bench.Venue.Placed[^1];
        (close.Type, close.Side, close.Quantity).ShouldBe((OrderType.Market, Side.Sell, Quantity.From(0.6m)));
        bench.Say(bench.Accepted(close.Id), bench.Filled(close, 8, 0.6m));
        bench.Venue.Placed[^1].ShouldBe(close);
        bench.Desk.IsQuiet.ShouldBeTrue();
    }

    private static PlaceOrder Resting(OrderBench bench)
    {
        PlaceOrder order = bench.Buy("d1", 0.01m, Price.From(59_500));
        bench.Say(bench.Accepted(order.Id));
        return order;
    }
}
