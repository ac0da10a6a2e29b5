using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class OrderRegisterTests
{
    [Fact]
    [Trait("Fault", "F-071")]
    [Trait("Invariant", "I-08")]
    [Trait("Invariant", "I-09")]
    public void An_id_is_intended_once()
    {
        OrderRegister register = new();
        register.Intend(Facts.Market("d1.e.0", Side.Buy, 1m)).ShouldBeTrue();
        register.Intend(Facts.Market("d1.e.0", Side.Buy, 1m)).ShouldBeFalse();
        register.Submit(new("d1.e.0"), Facts.Start);
        register.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 1m)).ShouldBe(FactEffect.Applied);
        register.Apply(Facts.Filled("d1.e.0", 1, Side.Buy, 100m, 1m)).ShouldBe(FactEffect.Repeated);
        register.Apply(Facts.Accepted("d9.e.0")).ShouldBe(FactEffect.Foreign);
        register.Live.ShouldBeEmpty();
        register.Intend(Facts.Market("d1.e.0", Side.Buy, 1m)).ShouldBeFalse();
        Should.Throw<InvariantViolation>(() => register.Submit(new("d9.e.0"), Facts.Start));
    }

    [Fact]
    public void Open_and_unknown_orders_are_counted_per_instrument_without_protective_stops()
    {
        OrderRegister register = new();
        PlaceOrder stop = Legs.ProtectiveStop("d1", 0, Facts.Symbol, Side.Sell, Quantity.From(1m), Price.From(90m));
        foreach (PlaceOrder order in (PlaceOrder[])[Facts.Market("d1.e.0", Side.Buy, 1m), Facts.Market("d2.e.0", Side.Buy, 1m), stop])
        {
            register.Intend(order);
            register.OpenOrders(Facts.Symbol).ShouldBe(order == stop ? 2 : register.Count - 1);
            register.Submit(order.Id, Facts.Start);
        }

        register.LoseTrack(new("d2.e.0"));
        (register.OpenOrders(Facts.Symbol), register.UnknownOrders(Facts.Symbol)).ShouldBe((2, 1));
        (register.OpenOrders(new("ETHUSDT")), register.UnknownOrders(new("ETHUSDT"))).ShouldBe((0, 0));
        register.FindAbsent(new("d2.e.0"));
        (register.OpenOrders(Facts.Symbol), register.UnknownOrders(Facts.Symbol)).ShouldBe((1, 0));
        register.Apply(Facts.Accepted("d2.e.0")).ShouldBe(FactEffect.Applied);
        register.OpenOrders(Facts.Symbol).ShouldBe(2);
        register.Count.ShouldBe(3);
    }

    [Fact]
    public void Entries_of_the_last_minute_are_counted_and_reducing_orders_are_not()
    {
        OrderRegister register = new();
        for (int i = 0; i < 3; i++)
        {
            register.Intend(Facts.Market($"d{i}.e.0", Side.Buy, 1m));
            register.Submit(new($"d{i}.e.0"), Facts.At(i * 10_000));
        }

        register.Intend(Legs.ProtectiveStop("d1", 0, Facts.Symbol, Side.Sell, Quantity.From(1m), Price.From(90m)));
        register.Submit(new("d1.s.0"), Facts.At(20_000));
        register.EntriesInLastMinute(Facts.At(59_999)).ShouldBe(3);
        register.EntriesInLastMinute(Facts.At(60_000)).ShouldBe(2);
        register.EntriesInLastMinute(Facts.At(80_000)).ShouldBe(0);
    }
}
