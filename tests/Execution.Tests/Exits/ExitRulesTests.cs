using Parley.Domain;

namespace Parley.Execution.Tests;

public sealed class ExitRulesTests
{
    private static readonly Timestamp Opened = Timestamp.FromMilliseconds(1_721_347_200_000);
    private static readonly Price Tick = Price.From(0.1m);

    [Fact]
    public void Nothing_configured_changes_nothing()
    {
        new ExitOptions().IsActive.ShouldBeFalse();
        HeldPosition held = Long().Seen(Price.From(70_000m));
        Advise(held, 70_000m, new()).ShouldBe(new(held.Stop, ExitReason.None));
    }

    [Fact]
    public void A_trailing_stop_secures_half_of_the_best_profit()
    {
        ExitOptions options = new() { TrailShare = 0.5m };
        Advise(Long().Seen(Price.From(60_030m)), 60_030m, options).Stop.ShouldBe(Price.From(59_000m));
        HeldPosition held = Long().Seen(Price.From(60_600m)).Seen(Price.From(60_400m));
        Advise(held, 60_400m, options).ShouldBe(new(Price.From(60_300m), ExitReason.None));
        Advise(held, 60_300m, options).Close.ShouldBe(ExitReason.Stop);
        HeldPosition sold = Short().Seen(Price.From(59_400m));
        Advise(sold, 59_500m, options).Stop.ShouldBe(Price.From(59_700m));
    }

    [Fact]
    public void A_chandelier_hangs_from_the_best_price()
    {
        ExitOptions options = new() { ChandelierMultiple = 3m };
        HeldPosition held = Long().Seen(Price.From(61_000m));
        Advise(held, 60_900m, options, atr: 100).Stop.ShouldBe(Price.From(60_700m));
        Advise(held, 60_900m, options, atr: null).Stop.ShouldBe(held.Stop);
        Advise(Short().Seen(Price.From(59_000m)), 59_100m, options, atr: 100).Stop.ShouldBe(Price.From(59_300m));
    }

    [Theory]
    [InlineData(299, 0, ExitReason.None)]
    [InlineData(300, 0, ExitReason.Time)]
    [InlineData(300, 30, ExitReason.Time)]
    [InlineData(300, -30, ExitReason.Time)]
    [InlineData(300, 31, ExitReason.None)]
    public void A_position_that_goes_nowhere_for_five_minutes_is_closed(int seconds, int profit, ExitReason reason) =>
        Advise(Long(), 60_000m + profit, new() { TimeStop = TimeSpan.FromMinutes(5) }, after: seconds).Close.ShouldBe(reason);

    [Theory]
    [InlineData(ExitRegime.Volatile, 60_149, 60_150, 59_910)]
    [InlineData(ExitRegime.Trending, 60_209, 60_210, 59_880)]
    [InlineData(ExitRegime.Ranging, 60_089, 60_090, 59_940)]
    public void Each_regime_has_its_target_and_stop(ExitRegime regime, int below, int target, int stop)
    {
        ExitOptions options = new() { ByRegime = true };
        Advise(Long(), below, options, regime: regime).ShouldBe(new(Price.From(stop), ExitReason.None));
        Advise(Long(), target, options, regime: regime).Close.ShouldBe(ExitReason.Target);
        Advise(Long(), target, options, regime: ExitRegime.Unknown).ShouldBe(new(Price.From(59_000m), ExitReason.None));
    }

    [Fact]
    public void A_stop_only_ever_moves_in_the_favour_of_its_position() => Cases.Check(10_000, random =>
    {
        ExitOptions options = Draw(random);
        bool isLong = random.Next(2) == 0;
        HeldPosition held = isLong ? Long() : Short();
        decimal mark = 60_000m;
        for (int i = 0; i < 20; i++)
        {
            mark = Math.Max(1m, mark + random.Next(-400, 401));
            held = held.Seen(Price.From(mark));
            double? range = random.Next(3) == 0 ? null : random.NextDouble() * 500;
            ExitAdvice advice = Advise(held, mark, options, range, (ExitRegime)random.Next(0, 4), i * 60);
            if (isLong) advice.Stop.ShouldBeGreaterThanOrEqualTo(held.Stop);
            else advice.Stop.ShouldBeLessThanOrEqualTo(held.Stop);
            advice.Stop.IsMultipleOf(Tick).ShouldBeTrue();
            // A stop that is kept would not trigger on arrival.
            if (advice.Close == ExitReason.None) (isLong ? advice.Stop < Price.From(mark) : advice.Stop > Price.From(mark)).ShouldBeTrue();
            held = held with { Stop = advice.Stop };
        }
    });

    [Fact]
    public void Advice_allocates_nothing()
    {
        ExitOptions options = new() { TrailShare = 0.5m, ChandelierMultiple = 3m, TimeStop = TimeSpan.FromMinutes(5), ByRegime = true };
        HeldPosition held = Long().Seen(Price.From(60_600m));
        Advise(held, 60_500m, options, 100, ExitRegime.Trending);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++) Advise(held, 60_500m, options, 100, ExitRegime.Trending);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Options_out_of_bounds_are_named()
    {
        new ExitOptions().Problems().ShouldBeEmpty();
        new ExitOptions { TrailShare = 1m, TimeStop = TimeSpan.Zero, Ranging = new(0.001m, 0m) }.Problems().Count.ShouldBe(3);
    }

    private static HeldPosition Long() => new(Side.Buy, Price.From(60_000m), Opened, Price.From(59_000m), Price.From(60_000m));

    private static HeldPosition Short() => new(Side.Sell, Price.From(60_000m), Opened, Price.From(61_000m), Price.From(60_000m));

    private static ExitAdvice Advise(
        HeldPosition held, decimal mark, ExitOptions options, double? atr = null, ExitRegime regime = ExitRegime.Unknown, int after = 0) =>
        ExitRules.Advise(held, Price.From(mark), atr, regime, Opened + TimeSpan.FromSeconds(after), Tick, options);

    private static ExitOptions Draw(Random random) => new()
    {
        Target = random.Next(2) == 0 ? null : 0.02m,
        TrailShare = random.Next(2) == 0 ? null : (decimal)(0.05 + 0.9 * random.NextDouble()),
        TrailFrom = random.Next(3) * 0.001m,
        ChandelierMultiple = random.Next(2) == 0 ? null : random.Next(1, 6),
        TimeStop = random.Next(2) == 0 ? null : TimeSpan.FromMinutes(5),
        ByRegime = random.Next(2) == 0,
    };
}
