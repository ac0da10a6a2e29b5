using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class RestoreTests(ITestOutputHelper output)
{
    [Fact]
    public void A_restored_engine_goes_on_bit_for_bit_from_any_cut()
    {
        IReadOnlyList<MarketEvent> events = MarketScenario.Events(seed: 31);
        var random = new Lcg(32);
        for (int trial = 0; trial < 12; trial++)
        {
            int cut = random.Below(events.Count);
            var original = MarketScenario.Engine();
            foreach (MarketEvent e in events.Take(cut)) e.ApplyTo(original);
            FeatureEngine restored = FeatureEngine.Restore(original.Save());
            foreach (MarketEvent e in events.Skip(cut))
            {
                e.ApplyTo(original);
                e.ApplyTo(restored);
                SameBits(restored, original, e.At).ShouldBeTrue($"cut at {cut}, event at {e.At}");
            }

            restored.Save().ShouldBe(original.Save(), $"cut at {cut}");
        }

    }

    [Fact]
    public void A_restored_engine_goes_on_bit_for_bit_on_recorded_bars()
    {
        Bar[] bars = RecordedBars.Load("nostalgia_for_infinity/ETH_USDT-5m.json");
        var original = new FeatureEngine(SyntheticBars.Symbol, [Timeframe.FiveMinutes]);
        FeatureEngine relay = original;
        var random = new Lcg(33);
        foreach (Bar bar in bars)
        {
            if (random.Below(500) == 0) relay = FeatureEngine.Restore(relay.Save());
            original.OnBar(bar);
            if (!ReferenceEquals(relay, original)) relay.OnBar(bar);
        }

        relay.ShouldNotBeSameAs(original);
        relay.Save().ShouldBe(original.Save());
    }

    [Fact]
    public void Identity_comes_back_with_the_state()
    {
        var engine = new FeatureEngine(new Symbol("ETHUSDT"), FeatureEngine.DefaultTimeframes);
        FeatureEngine restored = FeatureEngine.Restore(engine.Save());
        restored.Symbol.ShouldBe(engine.Symbol);
        restored.Timeframes.ShouldBe(engine.Timeframes);
        restored.Columns.ShouldBe(engine.Columns);
    }

    [Fact]
    public void A_full_state_stays_small()
    {
        var engine = new FeatureEngine(SyntheticBars.Symbol, FeatureEngine.DefaultTimeframes, MarketScenario.References);
        foreach (Timeframe timeframe in FeatureEngine.DefaultTimeframes)
            foreach (Bar bar in SyntheticBars.Walk(1_000, seed: 36))
                engine.OnBar(bar with { Timeframe = timeframe, OpenTime = SyntheticBars.Start + (bar.OpenTime - SyntheticBars.Start) * (timeframe.Duration / bar.Timeframe.Duration) }).ShouldBeTrue();
        foreach (MarketEvent e in MarketScenario.Events(seed: 37).Where(e => e is not MarketEvent.BarClosed)) e.ApplyTo(engine);
        output.WriteLine($"{engine.Save().Length} bytes of state with full windows on 1m, 5m and 1h.");
        engine.Save().Length.ShouldBeLessThan(64 * 1024);
    }

    [Fact]
    public void Any_damaged_byte_is_noticed()
    {
        byte[] state = Midway().Save();
        var random = new Lcg(35);
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] damaged = [.. state];
            damaged[random.Below(damaged.Length)] ^= (byte)(1 + random.Below(255));
            Should.Throw<StateException>(() => FeatureEngine.Restore(damaged));
        }
    }

    [Fact]
    public void A_state_cut_short_is_noticed()
    {
        byte[] state = Midway().Save();
        foreach (int length in new[] { 0, 3, 4, 15, 16, 40, state.Length / 2, state.Length - 1 })
            Should.Throw<StateException>(() => FeatureEngine.Restore(state.AsSpan(0, length)));
    }

    private static FeatureEngine Midway()
    {
        var engine = MarketScenario.Engine();
        foreach (MarketEvent e in MarketScenario.Events(seed: 34).Take(1_500)) e.ApplyTo(engine);
        return engine;
    }

    private static bool SameBits(FeatureEngine left, FeatureEngine right, Timestamp asOf)
    {
        Span<double> ours = stackalloc double[left.Columns.Count];
        Span<double> theirs = stackalloc double[right.Columns.Count];
        left.CopyTo(asOf, ours);
        right.CopyTo(asOf, theirs);
        return Bits.Same(ours, theirs);
    }
}
