using System.Text.Json;
using Parley.Execution;

namespace Parley.Orchestrations.Tests;

/// <summary>Between "sent" and "known".</summary>
public sealed class UnknownOrderTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    [Trait("Fault", "F-001")]
    [Trait("Invariant", "I-09")]
    [Trait("Invariant", "I-16")]
    public void An_unanswered_order_becomes_unknown_blocks_new_risk_and_is_never_sent_again()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Pass(TimeSpan.FromMilliseconds(700));
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Submitting);
        bench.Pass(TimeSpan.FromMilliseconds(50));
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Unknown);
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Guarded);
        bench.Desk.Send(order, "d1", bench.Now).ShouldBeFalse();
        bench.Buy("d2", 0.01m);
        bench.Pass(TimeSpan.FromMinutes(5));
        bench.Venue.Placed.ShouldBe([order]);
    }

    [Fact]
    [Trait("Fault", "F-013")]
    public void It_is_looked_up_after_growing_waits()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Say(new OutcomeUnknown(order.Id, bench.Symbol, bench.Now, "Connection reset."));
        Timestamp lost = bench.Now;
        List<double> at = [];
        bench.Pass(46 * Second, () =>
        {
            if (bench.Venue.LookedUp.Count > at.Count) at.Add(Math.Round((bench.Now - lost).TotalSeconds, 1));
        });
        at.ShouldBe([0.5, 1.5, 3.5, 7.5, 15.5, 30.5, 45.5]);
        bench.Venue.LookedUp.ShouldAllBe(id => id == order.Id);
    }

    [Fact]
    [Trait("Fault", "F-005")]
    [Trait("Invariant", "I-22")]
    public void Any_evidence_resolves_it_and_a_clean_reconciliation_loosens()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Pass(2 * Second);
        bench.Say(bench.Filled(order, 1, 0.01m));
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Filled);
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Guarded, "only holdings that agree loosen");
        bench.Say(bench.Accepted(bench.Venue.Placed[^1].Id));
        int lookups = bench.Venue.LookedUp.Count;
        bench.Pass(Second);
        bench.Venue.Stocks.ShouldNotBeEmpty();
        bench.Say(bench.Stock(0.01m, bench.Venue.Placed[^1]));
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Normal);
        bench.Pass(60 * Second);
        bench.Venue.LookedUp.Count.ShouldBe(lookups, "what was still to be asked about it is forgotten");
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    public void Absence_needs_the_horizon_two_lookups_and_a_stock_after_it()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        Timestamp sent = bench.Now;
        // Every lookup and every stock is answered, and knows nothing.
        int lookups = 0, stocks = 0;
        void Answer()
        {
            if (bench.Venue.LookedUp.Count > lookups && ++lookups > 0) bench.Say(bench.NotFound(order.Id));
            if (bench.Venue.Stocks.Count > stocks && ++stocks > 0) bench.Say(bench.Stock(0));
        }

        bench.Pass(57 * Second, Answer);
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Unknown, "the horizon is not over");
        bench.Pass(35 * Second, Answer);
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Absent);
        bench.Watched.Alerts.ShouldContain(alert => alert.Rule == "OrderAbsent" && alert.IsCritical);
        bench.Venue.Placed.Count.ShouldBe(1, "nothing is sent in its place");
        AbsenceProved proof = bench.Records.Single(r => r.Kind == LedgerKinds.Absent).Data.Deserialize(DecisionJson.Canonical.AbsenceProved)!;
        proof.NotFound.Count.ShouldBe(2);
        proof.NotFound.ShouldAllBe(at => at - sent > new ProtocolOptions().Horizon);
        (proof.StockBegun - sent).ShouldBeGreaterThan(new ProtocolOptions().Horizon);
        bench.Pass(5 * Second, Answer);
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Normal);
    }

    [Theory]
    [InlineData("no lookup answered")]
    [InlineData("no stock answered")]
    [InlineData("the stock lists it")]
    [InlineData("the position differs")]
    [InlineData("the user stream is down")]
    [Trait("Invariant", "I-17")]
    public void Without_any_one_of_the_proofs_it_stays_unknown_and_a_human_is_called(string missing)
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        if (missing == "the user stream is down")
            bench.Say(new VenueCondition(Symbol.Account, bench.Now, "user-stream", TradingMode.ReduceOnly, "Closed."));
        int lookups = 0, stocks = 0;
        bench.Pass(TimeSpan.FromMinutes(31), () =>
        {
            if (bench.Venue.LookedUp.Count > lookups && ++lookups > 0 && missing != "no lookup answered") bench.Say(bench.NotFound(order.Id));
            if (bench.Venue.Stocks.Count <= stocks || ++stocks == 0 || missing == "no stock answered") return;
            if (missing == "the stock lists it") return;
            bench.Say(bench.Stock(missing == "the position differs" ? 0.01m : 0));
        });
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Unknown);
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.CancelOnly);
        bench.Watched.Alerts.ShouldContain(alert => alert.Rule == "OrderStuck");
    }

    [Fact]
    public void A_stock_that_lists_it_resolves_it()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m, Price.From(59_500));
        bench.Pass(Second);
        bench.Say(bench.Stock(0, order));
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Working);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    [Trait("Invariant", "I-18")]
    public void A_late_fill_of_an_absent_order_counts_and_is_closed()
    {
        OrderBench bench = Absent(out PlaceOrder order);
        bench.Say(bench.Filled(order, 7, 0.01m));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.01m));
        bench.Watched.Alerts.ShouldContain(alert => alert.Rule == "LateFact" && alert.IsCritical);
        PlaceOrder close = bench.Venue.Placed.Single(p => p is { ReduceOnly: true, Type: OrderType.Market });
        (close.Side, close.Quantity).ShouldBe((Side.Sell, Quantity.From(0.01m)));
        bench.Say(bench.Accepted(close.Id), bench.Filled(close, 8, 0.01m));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.Zero);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    public void An_absent_order_that_turns_up_on_the_book_is_cancelled()
    {
        OrderBench bench = Absent(out PlaceOrder order);
        bench.Say(bench.Accepted(order.Id));
        bench.Venue.Cancelled.ShouldBe([order.Id]);
        bench.Modes.ModeOf(bench.Symbol).ShouldBe(TradingMode.Guarded);
    }

    [Fact]
    [Trait("Fault", "F-008")]
    public void A_fill_of_a_refused_order_is_adopted_too()
    {
        OrderBench bench = new();
        PlaceOrder order = bench.Buy("d1", 0.01m);
        bench.Say(new OrderRefused(order.Id, bench.Symbol, bench.Now, "NOTIONAL", "Too small."));
        bench.Say(bench.Filled(order, 7, 0.01m));
        bench.Portfolio.Held(bench.Symbol).ShouldBe(Quantity.From(0.01m));
        bench.Venue.Placed.ShouldContain(p => p.ReduceOnly && p.Type == OrderType.Market);
    }

    private static OrderBench Absent(out PlaceOrder order)
    {
        OrderBench bench = new();
        PlaceOrder lost = order = bench.Buy("d1", 0.01m, Price.From(59_500));
        int lookups = 0, stocks = 0;
        bench.Pass(100 * Second, () =>
        {
            if (bench.Venue.LookedUp.Count > lookups && ++lookups > 0) bench.Say(bench.NotFound(lost.Id));
            if (bench.Venue.Stocks.Count > stocks && ++stocks > 0) bench.Say(bench.Stock(0));
        });
        bench.Order(order.Id).Phase.ShouldBe(OrderPhase.Absent);
        return bench;
    }
}
