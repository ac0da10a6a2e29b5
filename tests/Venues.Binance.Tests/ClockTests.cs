using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests;

public class ClockTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1_900)]
    [InlineData(2_000)]
    [Trait("Fault", "F-047")]
    [Trait("Invariant", "I-27")]
    public void Requests_are_signed_by_the_venues_clock(int aheadMs)
    {
        Session session = Session.Spot();
        session.Ahead = TimeSpan.FromMilliseconds(aheadMs);
        session.Ready();
        session.Wire.When("POST /api/v3/order", Samples.SpotFilled);
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));

        long signed = long.Parse(Session.Parameter(session.Wire.Sent[^1], "timestamp")!);
        Math.Abs(signed - session.VenueMs).ShouldBeLessThanOrEqualTo(1);
        Session.Parameter(session.Wire.Sent[^1], "recvWindow").ShouldBe("1500");
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(300, TradingMode.Guarded)]
    [InlineData(-900, TradingMode.CancelOnly)]
    [Trait("Fault", "F-047")]
    public void A_clock_found_wrong_demands_caution_until_it_is_found_right(int driftMs, TradingMode? demanded)
    {
        Session session = Session.Spot().Ready();
        session.Ahead += TimeSpan.FromMilliseconds(driftMs);
        session.Pass(60.2);

        if (demanded is null) session.All<VenueCondition>().ShouldBeEmpty();
        else session.The<VenueCondition>().ShouldSatisfyAllConditions(c => c.Name.ShouldBe("clock"), c => c.Demands.ShouldBe(demanded.Value));
        session.Pass(3);
        if (demanded is not null) session.All<VenueCondition>()[^1].Demands.ShouldBe(TradingMode.Normal);
        Math.Abs(session.Gateway.Now.Milliseconds - session.VenueMs).ShouldBeLessThan(driftMs < 0 ? 1_000 : 2);
    }

    [Fact]
    [Trait("Fault", "F-047")]
    public void A_refused_timestamp_measures_again_and_the_window_stays()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("POST /api/v3/order", _ => Reply.Error(400, -1021, "Timestamp for this request is outside of the recvWindow."));
        session.Gateway.Place(Session.Market("a.1", Side.Buy, 1));
        session.Run();

        session.The<OrderRefused>().Rule.ShouldBe("TIMESTAMP");
        session.SentTo("/api/v3/time", WireMethod.Get).Count.ShouldBe(7);
        session.Gateway.Place(Session.Market("a.2", Side.Buy, 1));
        Session.Parameter(session.Wire.Sent[^1], "recvWindow").ShouldBe("1500");
        session.SentTo("/api/v3/order", WireMethod.Post).Count.ShouldBe(2);
    }

    [Fact]
    [Trait("Fault", "F-048")]
    public void A_step_of_the_wall_clock_moves_nothing_and_is_checked()
    {
        Session session = Session.Spot().Ready();
        Timestamp before = session.Gateway.Now;
        session.Time.StepWall(TimeSpan.FromSeconds(-5));
        session.Ahead += TimeSpan.FromSeconds(5);
        session.Gateway.Now.ShouldBe(before);
        session.Run();

        session.SentTo("/api/v3/time", WireMethod.Get).Count.ShouldBe(7);
        session.All<VenueCondition>().Select(c => (c.Name, c.Demands)).ShouldBe([("clock", TradingMode.Guarded), ("clock", TradingMode.Normal)]);
    }

    [Fact]
    [Trait("Fault", "F-048")]
    public void After_a_step_nothing_is_opened_while_the_clock_cannot_be_measured()
    {
        Session session = Session.Spot().Ready();
        session.Wire.When("GET /api/v3/time", _ => Reply.Gone(neverLeft: true));
        session.Time.StepWall(TimeSpan.FromSeconds(3));
        session.Pass(4);
        VenueCondition condition = session.The<VenueCondition>();
        (condition.Name, condition.Demands).ShouldBe(("clock", TradingMode.Guarded));
    }

    [Fact]
    public void The_median_of_the_quickest_probes_wins_over_slow_ones()
    {
        ManualTime time = new();
        VenueClock clock = new(time);
        TimeSpan truth = TimeSpan.FromMilliseconds(500);
        foreach (int slowMs in new[] { 0, 400, 300, 2, 900, 700, 4 })
        {
            Timestamp sent = clock.Local;
            time.Advance(TimeSpan.FromMilliseconds(slowMs));
            // The way back took all the time: half of it is the error of this probe.
            clock.Add(sent, clock.Local, sent + truth);
        }

        clock.Settle();
        (clock.Now - (clock.Local + truth)).Duration().ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void The_clock_never_goes_back()
    {
        Session session = Session.Spot().Ready();
        Timestamp latest = session.Gateway.Now;
        for (int i = 0; i < 200; i++)
        {
            session.Ahead = TimeSpan.FromMilliseconds(i % 3 * 700);
            session.Pass(2);
            session.Gateway.Now.ShouldBeGreaterThanOrEqualTo(latest);
            latest = session.Gateway.Now;
        }
    }
}
