namespace Parley.Backtesting;

/// <summary>
/// What a strategy may see at the close of one bar: that bar and those before it. The bars after it cannot be reached
/// from here, so no strategy can look ahead.
/// </summary>
public readonly ref struct BarHistory
{
    private readonly BarSeries series;

    internal BarHistory(BarSeries series, int index)
    {
        this.series = series;
        Index = index;
    }

    /// <summary>Number of the bar that has just closed; the first is 0.</summary>
    public int Index { get; }

    /// <param name="ago">0 is the bar that has just closed, 1 the one before it.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or before the first bar.</exception>
    public Price Open(int ago = 0) => Price.FromRaw(series.OpenRaw(At(ago)));

    /// <inheritdoc cref="Open"/>
    public Price High(int ago = 0) => Price.FromRaw(series.HighRaw(At(ago)));

    /// <inheritdoc cref="Open"/>
    public Price Low(int ago = 0) => Price.FromRaw(series.LowRaw(At(ago)));

    /// <inheritdoc cref="Open"/>
    public Price Close(int ago = 0) => Price.FromRaw(series.CloseRaw(At(ago)));

    /// <summary>Base currency traded.</summary>
    /// <inheritdoc cref="Open"/>
    public double Volume(int ago = 0) => series.VolumeAt(At(ago));

    private int At(int ago)
    {
        unchecked
        {
            // One comparison for both ends: a negative number is a large unsigned one.
            if ((uint)ago > (uint)Index) ThrowOutside(ago);
            return Index - ago;
        }
    }

    private void ThrowOutside(int ago) =>
        throw new ArgumentOutOfRangeException(nameof(ago), ago, $"At bar {Index} only 0 to {Index} bars ago can be seen.");
}
