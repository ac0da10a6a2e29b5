using Parley.Domain;

namespace Parley.Features.Tests;

/// <summary>A series of bars, column by column.</summary>
internal sealed class BarColumns(IReadOnlyList<Bar> bars)
{
    public int Count { get; } = bars.Count;

    public double[] Open { get; } = [.. bars.Select(b => b.Open.ToDouble())];

    public double[] High { get; } = [.. bars.Select(b => b.High.ToDouble())];

    public double[] Low { get; } = [.. bars.Select(b => b.Low.ToDouble())];

    public double[] Close { get; } = [.. bars.Select(b => b.Close.ToDouble())];

    public double[] Volume { get; } = [.. bars.Select(b => b.Volume)];

    public double[] TakerBuyVolume { get; } = [.. bars.Select(b => b.TakerBuyVolume)];

    /// <summary>Hours since 1970 at the open.</summary>
    public long[] Hour { get; } = [.. bars.Select(b => b.OpenTime.Milliseconds / 3_600_000)];

    /// <summary>Hours since 1970 at the close.</summary>
    public long[] CloseHour { get; } = [.. bars.Select(b => b.CloseTime.Milliseconds / 3_600_000)];

    public DateTimeOffset[] ClosedAt { get; } = [.. bars.Select(b => b.CloseTime.ToDateTimeOffset())];

    public string[] Day { get; } = [.. bars.Select(b => b.OpenTime.ToString()[..10])];

    public bool[] StartsAfterGap { get; } =
        [.. bars.Select((b, i) => i > 0 && (b.AfterGap || b.OpenTime != bars[i - 1].CloseTime))];

    public static double[] Empty(int count)
    {
        double[] column = new double[count];
        Array.Fill(column, double.NaN);
        return column;
    }

    /// <summary>A column whose first value stands on the bar numbered <paramref name="firstBar"/>, counted from 1.</summary>
    public double[] Column(int firstBar, Func<int, double> valueAt)
    {
        double[] column = Empty(Count);
        for (int i = firstBar - 1; i < Count; i++) column[i] = valueAt(i);
        return column;
    }

    public static double[] Window(double[] column, int last, int count) => column[(last - count + 1)..(last + 1)];

    public static long Cents(double[] column, int i) => (long)Math.Round(column[i] * 100);
}
