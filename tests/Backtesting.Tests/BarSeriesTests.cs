using Parley.Ports;

namespace Parley.Backtesting.Tests;

public sealed class BarSeriesTests
{
    [Fact]
    public void Missing_bars_are_counted_and_stay_missing()
    {
        var series = new BarSeries(RandomBars.Symbol, Timeframe.FiveMinutes, capacity: 1);
        foreach (int index in (int[])[0, 1, 5, 6, 8]) series.Add(RandomBars.At(index, 100, 101, 99, 100));
        (series.Count, series.Gaps, series.MissingBars).ShouldBe((5, 2, 4L));
    }

    [Theory]
    [InlineData(100, 99, 98, 100, "high")]
    [InlineData(100, 110, 101, 105, "open")]
    [InlineData(100, 110, 90, 111, "close")]
    [InlineData(0, 110, 0, 105, "positive")]
    [InlineData(100, 95, 105, 100, "below low")]
    public void A_bar_that_cannot_be_is_refused_and_leaves_the_series_alone(int open, int high, int low, int close, string word)
    {
        var series = new BarSeries(RandomBars.Symbol, Timeframe.FiveMinutes);
        ArgumentException error = Should.Throw<ArgumentException>(() => series.Add(RandomBars.At(0, open, high, low, close)));
        error.Message.ShouldContain(word == "high" ? "lies outside" : word);
        series.Count.ShouldBe(0);
    }

    [Fact]
    public void Time_that_goes_backwards_another_symbol_and_a_bad_volume_are_refused()
    {
        BarSeries series = RandomBars.Flat(100, 100);
        Bar next = RandomBars.At(2, 100, 100, 100, 100);
        Should.Throw<ArgumentException>(() => series.Add(RandomBars.At(1, 100, 100, 100, 100))).Message.ShouldContain("before");
        Should.Throw<ArgumentException>(() => series.Add(next with { Symbol = new Symbol("OTHER") }));
        Should.Throw<ArgumentException>(() => series.Add(next with { Timeframe = Timeframe.OneHour }));
        Should.Throw<ArgumentException>(() => series.Add(next with { Volume = double.NaN }));
        Should.Throw<ArgumentException>(() => series.Add(next with { Volume = -1 }));
        series.Add(next);
        series.Count.ShouldBe(3);
    }

    [Fact]
    public void A_part_holds_the_bars_that_open_in_the_range()
    {
        BarSeries series = RandomBars.Flat(1, 2, 3, 4, 5);
        BarSeries part = series.Between(series.OpenTime(1), series.OpenTime(4));
        part.Closes.ToArray().ShouldBe([2_000_000, 3_000_000, 4_000_000]);
        series.Between(series.OpenTime(4), series.OpenTime(1)).Count.ShouldBe(0);
    }

    [Fact]
    public void A_source_gives_its_bars_and_an_empty_one_is_an_error()
    {
        Bar[] bars = RandomBars.Make(1, 50);
        BarSeries.FromSource(new ListSource(bars)).Closes.SequenceEqual(BarSeries.From(bars).Closes).ShouldBeTrue();
        Should.Throw<MarketDataException>(() => BarSeries.FromSource(new ListSource([]))).Message.ShouldBe("list: holds no bars");
        Bar[] mixed = [bars[0], bars[1] with { Symbol = new Symbol("OTHER") }];
        Should.Throw<MarketDataException>(() => BarSeries.FromSource(new ListSource(mixed))).Message.ShouldStartWith("list:2:");
    }

    private sealed class ListSource(Bar[] bars) : IMarketSource
    {
        public string Name => "list";

        public long FramesRead { get; private set; }

        public double? Progress => null;

        public bool Pump(IMarketSink sink)
        {
            if (FramesRead == bars.Length) return false;
            sink.OnBar(bars[FramesRead++]);
            return true;
        }

        public void Dispose()
        {
        }
    }
}
