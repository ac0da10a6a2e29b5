using Parley.Ports;

namespace Parley.Backtesting;

/// <summary>
/// The bars of one instrument and one timeframe, in time order, stored by column: what a backtest reads. Prices are exact
/// counts of 10⁻⁸, times are nanoseconds since 1970. Missing bars stay missing; they are counted, never bridged.
/// </summary>
public sealed class BarSeries
{
    private long[] openTimes;
    private long[] opens;
    private long[] highs;
    private long[] lows;
    private long[] closes;
    private double[] volumes;

    /// <param name="capacity">Bars to reserve room for; the series grows beyond it.</param>
    public BarSeries(Symbol symbol, Timeframe timeframe, int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeframe.Nanoseconds, nameof(timeframe));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Symbol = symbol;
        Timeframe = timeframe;
        openTimes = GC.AllocateUninitializedArray<long>(capacity);
        opens = GC.AllocateUninitializedArray<long>(capacity);
        highs = GC.AllocateUninitializedArray<long>(capacity);
        lows = GC.AllocateUninitializedArray<long>(capacity);
        closes = GC.AllocateUninitializedArray<long>(capacity);
        volumes = GC.AllocateUninitializedArray<double>(capacity);
    }

    public Symbol Symbol { get; }

    public Timeframe Timeframe { get; }

    public int Count { get; private set; }

    /// <summary>Places where at least one bar is missing.</summary>
    public int Gaps { get; private set; }

    /// <summary>Bars missing in all gaps together.</summary>
    public long MissingBars { get; private set; }

    /// <summary>Start of each bar, nanoseconds since 1970, ascending.</summary>
    public ReadOnlySpan<long> OpenTimes => openTimes.AsSpan(0, Count);

    /// <summary>10⁻⁸ quote currency.</summary>
    public ReadOnlySpan<long> Opens => opens.AsSpan(0, Count);

    /// <summary>10⁻⁸ quote currency.</summary>
    public ReadOnlySpan<long> Highs => highs.AsSpan(0, Count);

    /// <summary>10⁻⁸ quote currency.</summary>
    public ReadOnlySpan<long> Lows => lows.AsSpan(0, Count);

    /// <summary>10⁻⁸ quote currency.</summary>
    public ReadOnlySpan<long> Closes => closes.AsSpan(0, Count);

    /// <summary>Base currency.</summary>
    public ReadOnlySpan<double> Volumes => volumes.AsSpan(0, Count);

    /// <exception cref="ArgumentOutOfRangeException">No such bar.</exception>
    public Timestamp OpenTime(int index) => new(OpenTimes[Checked(index)]);

    /// <exception cref="ArgumentOutOfRangeException">No such bar.</exception>
    public Timestamp CloseTime(int index) => OpenTime(index) + Timeframe;

    /// <summary>Collects the bars a source pushes.</summary>
    /// <exception cref="MarketDataException">
    /// The source is malformed, holds no bars, or holds bars of more than one instrument or timeframe.
    /// </exception>
    public static BarSeries FromSource(IMarketSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var collector = new BarCollector(source);
        while (source.Pump(collector))
        {
        }

        return collector.Series;
    }

    /// <exception cref="ArgumentException">No bars, or one that does not fit; see <see cref="Add"/>.</exception>
    public static BarSeries From(ReadOnlySpan<Bar> bars)
    {
        if (bars.IsEmpty) throw new ArgumentException("There are no bars.", nameof(bars));
        var series = new BarSeries(bars[0].Symbol, bars[0].Timeframe, bars.Length);
        foreach (ref readonly Bar bar in bars) series.Add(bar);
        return series;
    }

    /// <exception cref="ArgumentException">
    /// Another symbol or timeframe, a bar that starts before the last one ended, or prices that cannot be.
    /// </exception>
    public void Add(in Bar bar)
    {
        if (bar.Symbol != Symbol || bar.Timeframe != Timeframe)
            throw new ArgumentException($"{bar.Symbol} {bar.Timeframe} does not belong to {Symbol} {Timeframe}.", nameof(bar));
        string? violation = TryAdd(
            bar.OpenTime.Nanoseconds, bar.Open.Raw, bar.High.Raw, bar.Low.Raw, bar.Close.Raw, bar.Volume);
        if (violation is not null) throw new ArgumentException($"Bar {Count} {violation}.", nameof(bar));
    }

    /// <summary>The bars that open in [<paramref name="from"/>, <paramref name="to"/>), as a series of their own.</summary>
    public BarSeries Between(Timestamp from, Timestamp to)
    {
        int first = LowerBound(from.Nanoseconds);
        int end = Math.Max(first, LowerBound(to.Nanoseconds));
        var part = new BarSeries(Symbol, Timeframe, Math.Max(1, end - first));
        for (int i = first; i < end; i++)
            part.TryAdd(openTimes[i], opens[i], highs[i], lows[i], closes[i], volumes[i]);
        return part;
    }

    /// <summary>Appends a bar, or says why not and leaves the series as it was.</summary>
    internal string? TryAdd(long openTime, long open, long high, long low, long close, double volume)
    {
        int at = Count;
        long earliest = at == 0 ? long.MinValue : openTimes[at - 1] + Timeframe.Nanoseconds;
        string? violation = BarRules.Violation(earliest, openTime, open, high, low, close, volume);
        if (violation is not null) return violation;
        if (at == openTimes.Length) Grow();
        if (at > 0 && openTime > earliest) CountGap(openTime - earliest);
        openTimes[at] = openTime;
        opens[at] = open;
        highs[at] = high;
        lows[at] = low;
        closes[at] = close;
        volumes[at] = volume;
        Count = at + 1;
        return null;
    }

    internal long OpenRaw(int index) => opens[index];

    internal long HighRaw(int index) => highs[index];

    internal long LowRaw(int index) => lows[index];

    internal long CloseRaw(int index) => closes[index];

    internal double VolumeAt(int index) => volumes[index];

    internal TimeSeries ToCloseLine()
    {
        double[] values = new double[Count];
        for (int i = 0; i < values.Length; i++) values[i] = FixedPoint.ToDouble(closes[i]);
        return new TimeSeries(openTimes.AsMemory(0, Count), Timeframe.Nanoseconds, values);
    }

    internal ReadOnlyMemory<long> OpenTimesMemory => openTimes.AsMemory(0, Count);

    private void CountGap(long nanoseconds)
    {
        Gaps++;
        MissingBars += Math.Max(1, nanoseconds / Timeframe.Nanoseconds);
    }

    private int Checked(int index) =>
        (uint)index < (uint)Count
            ? index
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"The series holds {Count} bars.");

    private int LowerBound(long time)
    {
        int found = OpenTimes.BinarySearch(time);
        return found >= 0 ? found : ~found;
    }

    private void Grow()
    {
        int capacity = openTimes.Length * 2;
        Array.Resize(ref openTimes, capacity);
        Array.Resize(ref opens, capacity);
        Array.Resize(ref highs, capacity);
        Array.Resize(ref lows, capacity);
        Array.Resize(ref closes, capacity);
        Array.Resize(ref volumes, capacity);
    }
}
