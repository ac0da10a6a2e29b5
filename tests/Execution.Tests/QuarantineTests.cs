using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class QuarantineTests
{
    private static readonly ProtocolOptions Options = new();
    private static readonly ClientOrderId Id = new("d1.e.0");
    private static readonly Quarantine Sent = new(Id, Facts.Symbol, Facts.Start, Facts.Start);
    private static readonly Quarantine Lost = Sent.Lose(Facts.At(750), Options);

    [Fact]
    public void The_horizons_are_the_measured_ones_and_bounded()
    {
        Options.Fault().ShouldBeNull();
        Options.Horizon.ShouldBe(TimeSpan.FromSeconds(57));
        (Options with { Margin = TimeSpan.FromSeconds(19) }).Fault()!.ShouldContain("at least 20 s");
        (Options with { VenueLimit = TimeSpan.FromSeconds(9) }).Fault()!.ShouldContain("at least 10 s");
        (Options with { NotFoundNeeded = 1 }).Fault()!.ShouldContain("at least 2");
        (Options with { LookupWaits = [] }).Fault()!.ShouldContain("lookups");
        (Options with { StockInterval = TimeSpan.FromSeconds(1) }).Fault()!.ShouldContain("at least 5 s");
        (Options with { SoftDeadline = TimeSpan.Zero }).Fault()!.ShouldContain("soft deadline");
    }

    [Fact]
    [Trait("Invariant", "I-17")]
    [Trait("Invariant", "I-12")]
    [Trait("Invariant", "I-13")]
    public void The_evidence_proves_absence_exactly_when_it_is_complete_in_any_order_with_any_repeats() => Cases.Check(10_000, random =>
    {
        List<VenueFact> facts = [];
        for (int i = random.Next(4); i > 0; i--) facts.Add(new OrderNotFound(Id, Facts.Symbol, Around(random)));
        for (int i = random.Next(3); i > 0; i--)
        {
            Timestamp begun = Around(random);
            PlaceOrder listed = Facts.Market(random.Next(3) == 0 ? Id.Value : "d9.e.0", Side.Buy, 1m);
            facts.Add(new StockTaken(Facts.Symbol, begun, begun, Quantity.Zero, random.Next(2) == 0 ? [] : [new(listed, "1", Quantity.Zero)]));
        }

        Timestamp horizon = Facts.Start + Options.Horizon;
        bool proved = facts.OfType<OrderNotFound>().Select(f => f.At).Where(at => at > horizon).Distinct().Count() >= 2
            && facts.OfType<StockTaken>().Any(s => s.Begun > horizon && s.Orders.All(o => o.Order.Id != Id));
        Timestamp later = Facts.At(200_000);
        foreach (IEnumerable<VenueFact> order in new[] { facts, Cases.ShuffledWithRepeats(facts, random) })
        {
            Quarantine folded = order.Aggregate(Lost, Fold);
            folded.IsProved(later, Options).ShouldBe(proved);
            folded.IsProved(horizon, Options).ShouldBeFalse();
            folded.Due(later, Options).HasFlag(QuarantineDue.FindAbsent).ShouldBe(proved);
        }
    });

    [Fact]
    [Trait("Invariant", "I-17")]
    public void Time_alone_never_proves_anything() => Cases.Check(10_000, random =>
    {
        Quarantine quarantine = Lost;
        Timestamp now = Facts.At(750);
        for (int i = 0; i < 50; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(1, 1_000_000));
            QuarantineDue due = quarantine.Due(now, Options);
            due.HasFlag(QuarantineDue.FindAbsent).ShouldBeFalse();
            if (due.HasFlag(QuarantineDue.Lookup)) quarantine = quarantine.LookedUp(now, Options);
            if (due.HasFlag(QuarantineDue.TakeStock)) quarantine = quarantine.AskedForStock(now, Options);
            if (due.HasFlag(QuarantineDue.CallHuman)) quarantine = quarantine.Stick();
            quarantine.NextDue(Options).ShouldBeGreaterThan(now, "or the loop would spin");
        }

        quarantine.IsStuck.ShouldBe(now >= Facts.At(750) + Options.StuckAfter);
    });

    [Fact]
    [Trait("Fault", "F-063")]
    public void A_break_of_the_user_stream_takes_the_quiet_stock_back()
    {
        Timestamp after = Facts.At(58_000);
        StockTaken stock = new(Facts.Symbol, after, after, Quantity.Zero, []);
        Quarantine quiet = Lost.Apply(stock, agrees: true, Facts.Start, Options);
        quiet.QuietStock.ShouldBe(after);
        quiet.Interrupt().QuietStock.ShouldBeNull();
        Lost.Apply(stock, agrees: false, Facts.Start, Options).QuietStock.ShouldBeNull();
        Lost.Apply(stock, agrees: true, null, Options).QuietStock.ShouldBeNull("the stream is down");
        Lost.Apply(stock, agrees: true, Facts.At(58_001), Options).QuietStock.ShouldBeNull("the stock is older than the stream");
    }

    [Fact]
    [Trait("Fault", "F-012")]
    public void A_cancel_is_repeated_then_asked_about()
    {
        Pursuit pursuit = Pursuit.OfCancel(Id, Facts.Symbol, Facts.Start, Options);
        Timestamp now = Facts.Start;
        int cancels = 1;
        for (; pursuit.Due(now += Options.CancelInterval) == PursuitDue.Cancel; cancels++) pursuit = pursuit.Cancelled(now, Options);
        cancels.ShouldBe(5);
        pursuit.Due(now).ShouldBe(PursuitDue.Lookup);
        pursuit = pursuit.LookedUp(now, Options);
        pursuit.Due(now).ShouldBe(PursuitDue.Nothing);
        Pursuit again = pursuit.Rests(now, Options);
        again.Due(now + Options.CancelInterval).ShouldBe(PursuitDue.Cancel, "it rests after all and is still not wanted");
        Pursuit.OfCancel(Id, Facts.Symbol, Facts.Start, Options).Refused(Facts.At(10)).Due(Facts.At(10)).ShouldBe(PursuitDue.Lookup);
        Pursuit.OfVanished(Id, Facts.Symbol, Facts.Start).LookedUp(Facts.Start, Options).Rests(Facts.At(1), Options)
            .Due(Facts.At(100_000)).ShouldBe(PursuitDue.Lookup, "nobody wants it cancelled");
    }

    private static Quarantine Fold(Quarantine quarantine, VenueFact fact) => fact switch
    {
        OrderNotFound notFound => quarantine.Apply(notFound, Options),
        StockTaken stock => quarantine.Apply(stock, agrees: true, Facts.Start, Options),
        _ => quarantine,
    };

    private static Timestamp Around(Random random) => Facts.At(random.Next(50, 64) * 1_000);
}
