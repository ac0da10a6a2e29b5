using Parley.Execution;

namespace Parley.Orchestrations.Tests;

/// <summary>The whole desk, on a market that says nothing: what runs by the venue's clock must run all the same.</summary>
public sealed class SilentMarketTests
{
    [Fact]
    [Trait("Fault", "F-032")]
    [Trait("Fault", "F-070")]
    public void A_desk_goes_on_from_its_ledger_without_a_single_market_event()
    {
        OrderBench before = new();
        PlaceOrder filled = before.Buy("d1", 0.01m);
        before.Venue.Say(before.Filled(filled, 1, 0.01m));
        before.Desk.TakeFacts(before.Now);

        ScriptedVenue venue = before.Venue;
        venue.Placed.Clear();
        using Ledger ledger = before.Reopen();
        Desk desk = new(Options(before), venue, ledger, before.Watched, TimeProvider.System);
        desk.Idle();
        venue.Placed.Single().Type.ShouldBe(OrderType.StopMarket);
        desk.Held(before.Symbol).ShouldBe(Quantity.From(0.01m));
        desk.ModeOf(before.Symbol).ShouldBe(TradingMode.ReduceOnly);
        venue.Stocks.Count.ShouldBe(1);

        venue.Say(before.Accepted(venue.Placed[0].Id));
        venue.Say(before.Stock(0.01m, venue.Placed[0]));
        desk.Idle();
        desk.ModeOf(before.Symbol).ShouldBe(TradingMode.Normal);
        before.Records.Last(r => r.Kind == LedgerKinds.RunStart).Data.GetProperty("continues").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    [Trait("Invariant", "I-24")]
    public void A_kill_closes_cancels_and_halts_by_the_venues_clock()
    {
        OrderBench before = new();
        before.Hold("d1", 0.01m);
        PlaceOrder stop = before.Venue.Placed[^1];
        ScriptedVenue venue = before.Venue;
        using Ledger ledger = before.Reopen();
        Desk desk = new(Options(before), venue, ledger, before.Watched, TimeProvider.System);
        desk.Idle();
        desk.Post(DeskCommand.CancelOnly);
        desk.Idle();
        desk.Post(DeskCommand.Halt);
        desk.Idle();
        PlaceOrder close = venue.Placed[^1];
        (close.Side, close.Type, close.ReduceOnly).ShouldBe((Side.Sell, OrderType.Market, true));

        // The first one is refused: it is tried again although nobody asks again.
        venue.Say(new OrderRefused(close.Id, before.Symbol, venue.Now, "-1015", "Too many orders."));
        desk.Idle();
        venue.Now += TimeSpan.FromSeconds(1.1);
        desk.Idle();
        PlaceOrder again = venue.Placed[^1];
        again.Id.ShouldNotBe(close.Id);
        venue.Say(before.Filled(again, 2, 0.01m));
        desk.Idle();
        desk.Idle();
        venue.Cancelled.ShouldContain(stop.Id, "the stop goes when nothing is left to protect");
        desk.IsHalted.ShouldBeFalse("its end is not known yet");
        venue.Say(new OrderCancelled(stop.Id, before.Symbol, venue.Now));
        desk.Idle();
        desk.IsHalted.ShouldBeTrue();
    }

    private static DeskOptions Options(OrderBench bench) => new()
    {
        Instruments = bench.Instruments,
        Timeframes = [Timeframe.OneMinute],
        Trigger = Timeframe.OneMinute,
        Settings = TwoPlaces.Settings,
        InitialCash = 10_000,
        Profile = "test",
        Source = "test",
        CodeVersion = "test",
        Recover = () => bench.Records,
    };
}
