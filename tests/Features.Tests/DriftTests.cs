using Parley.Domain;

namespace Parley.Features.Tests;

public sealed class DriftTests(ITestOutputHelper output)
{
    private const int Updates = 1_000_000;

    [Fact]
    public void After_a_million_bars_every_feature_equals_its_batch_value()
    {
        // Steps large and small by turns: what a large value leaves in a running sum would show on the small ones.
        Bar[] bars = SyntheticBars.Walk(Updates, seed: 61);
        var engine = new FeatureEngine(SyntheticBars.Symbol, [Timeframe.FiveMinutes]);
        for (int i = 0; i < Updates; i++)
        {
            double scale = i / 1_000 % 2 == 0 ? 1e6 : 1e-6;
            bars[i] = bars[i] with { Volume = bars[i].Volume * scale };
            engine.OnBar(bars[i]);
        }

        // Recursive definitions forget: after 5,000 bars nothing of their start is left in 53 bits, and after a year of
        // days nothing of what averages over days.
        var recent = new BarColumns(bars[^5_000..]);
        var year = new BarColumns(bars[^105_000..]);
        double[] row = new double[engine.Columns.Count];
        engine.CopyTo(bars[^1].CloseTime, row);
        for (int c = 0; c < FeatureCatalogue.Bars.Count; c++)
        {
            string name = FeatureCatalogue.Bars[c].Name;
            if (name is "obv" or "bars_since_gap") continue;
            BarColumns series = name is "expected_volatility" or "volatility_surprise" ? year : recent;
            double expected = BarReference.Columns[name](series)[^1];
            double deviation = row[c].Equals(expected) ? 0 : Math.Abs(row[c] - expected) / Math.Abs(expected);
            output.WriteLine($"{name,-24} {deviation:0.0e+00}");
            deviation.ShouldBeLessThan(1e-9, name);
        }
    }

    [Fact]
    public void On_balance_volume_adds_a_million_volumes_without_losing_one()
    {
        var obv = new OnBalanceVolume();
        var random = new Lcg(62);
        decimal exact = 0;
        decimal previous = 0;
        for (int i = 0; i < Updates; i++)
        {
            decimal close = 100 + random.Below(1_000);
            decimal volume = random.Below(1_000_000) * (i % 3 == 0 ? 1m : 0.0001m);
            exact += Math.Sign(close - previous) * volume;
            previous = close;
            obv.Update(SyntheticBars.Make(SyntheticBars.Start, close, close, close, close, (double)volume));
        }

        obv.Value.ShouldBe((double)exact, Math.Abs((double)exact) * 1e-12);
    }

    [Fact]
    public void A_rolling_sum_forgets_a_giant_completely()
    {
        var sum = new RollingSum(50);
        var random = new Lcg(63);
        double[] window = new double[50];
        for (int i = 0; i < Updates; i++)
        {
            double value = random.Below(100) == 0 ? 1e15 : random.Below(1_000) * 1e-6;
            window[i % 50] = value;
            sum.Update(value);
            if (i < 50 || i % 97 != 0) continue;
            double expected = (double)window.Sum(v => (decimal)v);
            sum.Value.ShouldBe(expected, expected * 1e-12);
        }
    }
}
