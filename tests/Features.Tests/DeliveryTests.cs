using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>At-least-once delivery: the same things twice, and old things again.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public void Everything_delivered_twice_counts_once()
    {
        FeatureEngine once = Engine();
        FeatureEngine twice = Engine();
        foreach (MarketEvent e in MarketScenario.Events(seed: 41))
        {
            e.ApplyTo(once);
            e.ApplyTo(twice);
            e.ApplyTo(twice);
        }

        twice.Save().ShouldBe(once.Save());
    }

    [Fact]
    public void Old_bars_trades_and_quotes_delivered_again_change_nothing()
    {
        MarketEvent[] events = [.. MarketScenario.Events(seed: 42).Where(e => e is not MarketEvent.BookChanged)];
        FeatureEngine clean = Engine();
        FeatureEngine disturbed = Engine();
        var random = new Lcg(43);
        for (int i = 0; i < events.Length; i++)
        {
            events[i].ApplyTo(clean);
            events[i].ApplyTo(disturbed);
            if (events[i].At > events[random.Below(i + 1)].At) events[random.Below(i + 1)].ApplyTo(disturbed);
        }

        disturbed.Save().ShouldBe(clean.Save());
    }

    [Fact]
    public void Data_of_another_symbol_is_refused()
    {
        FeatureEngine engine = Engine();
        var other = new Symbol("ETHUSDT");
        Bar bar = SyntheticBars.OfCloses([1m])[0] with { Symbol = other };
        Should.Throw<ArgumentException>(() => engine.OnBar(bar)).Message.ShouldContain("ETHUSDT");
        Should.Throw<ArgumentException>(() => engine.OnTrade(default(Trade) with { Symbol = other }));
        Should.Throw<ArgumentException>(() => engine.OnQuote(default(Quote) with { Symbol = other }));
        Should.Throw<ArgumentException>(() => engine.OnBook(new OrderBook(other), SyntheticBars.Start));
    }

    [Fact]
    public void Off_book_trades_leave_no_trace_in_flow_but_their_number()
    {
        FeatureEngine engine = Engine();
        Trade print = new(
            SyntheticBars.Symbol, 1, SyntheticBars.Start, default, Price.From(28_722.5m), Quantity.From(3m), Side.Buy, TradeOrigin.OffBook);
        engine.OnTrade(print).ShouldBeFalse();
        engine.OnTrade(print with { TradeId = 2, Origin = TradeOrigin.Market, Quantity = Quantity.From(1m) }).ShouldBeTrue();
        Timestamp later = SyntheticBars.Start + TimeSpan.FromSeconds(61);
        engine.OnTrade(print with { TradeId = 3, VenueTime = later }).ShouldBeFalse();
        IReadOnlyList<Feature> flow = engine.Snapshot(later).Single(g => g.Name == FeatureCatalogue.FlowGroup).Features;
        flow.Single(f => f.Name == "trades_1m").Value.ShouldBe(0);
        flow.Single(f => f.Name == "cvd_1m").Value.ShouldBe(0);
        flow.Single(f => f.Name == "buy_ratio_1m").Value.ShouldBeNull();
    }

    private static FeatureEngine Engine() => MarketScenario.Engine();
}
