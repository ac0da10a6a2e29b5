using System.Text;
using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class PlanTests
{
    private static readonly IReadOnlyList<PlaceOrder> Entry =
        EntryPlan.For("20240719T0005-BTCUSDT", Facts.Perpetual, Side.Buy, Quantity.From(0.05m), Price.From(58_000m));

    [Fact]
    public void An_entry_is_a_market_order_and_the_stop_that_protects_it()
    {
        Entry.Count.ShouldBe(2);
        Entry[0].ShouldBe(new(
            new("20240719T0005-BTCUSDT.e.0"), Facts.Symbol, Side.Buy, OrderType.Market, Quantity.From(0.05m), null, null,
            TimeInForce.ImmediateOrCancel, ReduceOnly: false));
        Entry[1].ShouldBe(new(
            new("20240719T0005-BTCUSDT.s.0"), Facts.Symbol, Side.Sell, OrderType.StopMarket, Quantity.From(0.05m), null,
            Price.From(58_000m), TimeInForce.GoodTillCancelled, ReduceOnly: true));
    }

    [Fact]
    [Trait("Fault", "F-032")]
    public void The_stop_placed_after_the_fill_is_the_stop_that_was_planned()
    {
        StopPlan plan = ProtectiveStops.Reconcile(
            Facts.Perpetual, Quantity.From(0.05m), Price.From(58_000m), "20240719T0005-BTCUSDT", []);
        plan.Place.ShouldBe(Entry[1]);
    }

    [Fact]
    public void An_exit_only_reduces()
    {
        PlaceOrder exit = ExitPlan.For("d2", Facts.Perpetual, Quantity.From(-0.07m), Quantity.From(0.07m), attempt: 1).ShouldHaveSingleItem();
        (exit.Id.Value, exit.Side, exit.Type, exit.ReduceOnly).ShouldBe(("d2.x.1", Side.Buy, OrderType.Market, true));
        Should.Throw<InvariantViolation>(() => ExitPlan.For("d2", Facts.Perpetual, Quantity.From(0.07m), Quantity.From(0.071m), 0))
            .Message.ShouldStartWith("I-15");
    }

    [Theory]
    [InlineData(0, 58_000)]
    [InlineData(-0.05, 58_000)]
    [InlineData(0.0505, 58_000)]
    [InlineData(0.05, 58_000.05)]
    [InlineData(0.05, 0)]
    [Trait("Fault", "F-016")]
    [Trait("Invariant", "I-05")]
    public void What_lies_off_the_grid_does_not_leave(double quantity, double stop) =>
        Should.Throw<InvariantViolation>(() =>
            EntryPlan.For("d1", Facts.Perpetual, Side.Buy, Quantity.From((decimal)quantity), Price.From((decimal)stop)));

    [Theory]
    [InlineData("")]
    [InlineData("a decision with spaces")]
    [InlineData("a-decision-name-that-is-far-too-long")]
    public void Ids_the_venue_would_refuse_do_not_leave(string decisionId) =>
        Should.Throw<ArgumentException>(() =>
            EntryPlan.For(decisionId, Facts.Perpetual, Side.Buy, Quantity.From(0.05m), Price.From(58_000m)));

    [Fact]
    [Trait("Invariant", "I-19")]
    public void Intents_have_one_canonical_text_and_one_hash()
    {
        string text = """
            [{"id":"20240719T0005-BTCUSDT.e.0","symbol":"BTCUSDT","side":"Buy","type":"Market","quantity":0.05,"limit":null,
            "stop":null,"timeInForce":"ImmediateOrCancel","reduceOnly":false},
            {"id":"20240719T0005-BTCUSDT.s.0","symbol":"BTCUSDT","side":"Sell","type":"StopMarket","quantity":0.05,"limit":null,
            "stop":58000,"timeInForce":"GoodTillCancelled","reduceOnly":true}]
            """.ReplaceLineEndings("");
        Encoding.UTF8.GetString(IntentHash.Canonical(Entry)).ShouldBe(text);
        IntentHash.Of(Entry).ShouldBe(ContentHash.Of(Encoding.UTF8.GetBytes(text)));
        IntentHash.Of([]).ShouldBe(ContentHash.Of("[]"u8));
    }

    [Fact]
    [Trait("Invariant", "I-19")]
    public void Every_property_of_an_intent_is_in_its_hash()
    {
        PlaceOrder order = Entry[0];
        PlaceOrder[] others =
        [
            order with { Id = new("x") }, order with { Symbol = new("ETHUSDT") }, order with { Side = Side.Sell },
            order with { Type = OrderType.Limit }, order with { Quantity = Quantity.From(0.051m) },
            order with { Limit = Price.From(1m) }, order with { Stop = Price.From(1m) },
            order with { TimeInForce = TimeInForce.PostOnly }, order with { ReduceOnly = true },
        ];
        others.Append(order).Select(o => IntentHash.Of([o])).Distinct().Count().ShouldBe(others.Length + 1);
        IntentHash.Of([Entry[1], Entry[0]]).ShouldNotBe(IntentHash.Of(Entry));
    }
}
