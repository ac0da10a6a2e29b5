using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>Laws of the rolling windows, for any input and any length.</summary>
public sealed class WindowTests
{
    [Fact]
    public void Rolling_extremes_equal_the_extremes_of_the_window() =>
        Prop.ForAll<int[], byte>((values, size) =>
        {
            int period = 1 + size % 12;
            var highest = new RollingMaximum(period);
            var lowest = new RollingMinimum(period);
            for (int i = 0; i < values.Length; i++)
            {
                highest.Update(values[i]);
                lowest.Update(values[i]);
                int[] window = values[Math.Max(i - period + 1, 0)..(i + 1)];
                if (!Matches(highest.Value, highest.IsWarm, window, period, window.Max())) return false;
                if (!Matches(lowest.Value, lowest.IsWarm, window, period, window.Min())) return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Rolling_sum_equals_the_sum_of_the_window() =>
        Prop.ForAll<int[], byte>((values, size) =>
        {
            int period = 1 + size % 12;
            var sum = new RollingSum(period);
            for (int i = 0; i < values.Length; i++)
            {
                sum.Update(values[i]);
                int[] window = values[Math.Max(i - period + 1, 0)..(i + 1)];
                if (!Matches(sum.Value, sum.IsWarm, window, period, window.Sum(v => (double)v))) return false;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Averages_of_equal_prices_are_equal_to_the_last_bit_whatever_came_before() =>
        Prop.ForAll<PositiveInt[], PositiveInt>((before, price) =>
        {
            var fast = new SimpleMovingAverage(3);
            var slow = new SimpleMovingAverage(7);
            foreach (PositiveInt earlier in before.Concat(Enumerable.Repeat(price, 7)))
            {
                fast.Update(Price.FromRaw(earlier.Get));
                slow.Update(Price.FromRaw(earlier.Get));
            }

            return fast.Value == slow.Value && fast.Value == Price.FromRaw(price.Get).ToDouble();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Bollinger_width_is_zero_exactly_when_the_window_is_flat() =>
        Prop.ForAll<PositiveInt[], PositiveInt>((before, price) =>
        {
            var bands = new BollingerBands(5, 2);
            foreach (PositiveInt earlier in before.Concat(Enumerable.Repeat(price, 5))) bands.Update(Price.FromRaw(earlier.Get));
            bool flat = bands.Deviation == 0 && double.IsNaN(bands.PercentB);
            bands.Update(Price.FromRaw(price.Get + 1));
            return flat && bands.Deviation > 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Prices_up_to_the_limit_do_not_overflow()
    {
        var bands = new BollingerBands(20, 2);
        var average = new SimpleMovingAverage(50);
        for (int i = 0; i < 100; i++)
        {
            bands.Update(i % 2 == 0 ? FeatureEngine.PriceMax : Price.FromRaw(1));
            average.Update(FeatureEngine.PriceMax);
        }

        bands.Value.ShouldBe(2e9, 1);
        bands.Deviation.ShouldBe(2e9, 1);
        average.Value.ShouldBe(4e9);
    }

    private static bool Matches(double value, bool isWarm, int[] window, int period, double expected) =>
        window.Length < period ? !isWarm && double.IsNaN(value) : isWarm && value == expected;
}
