using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Volume profile of the last n bars, each bar's volume at its typical price (high + low + close) / 3: where candles are
/// all there is, nothing tells how a bar's volume lay within its range.
/// </summary>
internal struct RollingProfile
{
    private readonly long[] prices;
    private readonly long[] quantities;
    private VolumeProfile profile = new();
    private ProfileLevels levels = ProfileLevels.Unknown;
    private Price close;
    private int next;
    private int count;

    /// <param name="period">n, at least 1.</param>
    public RollingProfile(int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        prices = new long[period];
        quantities = new long[period];
    }

    /// <summary>Updates until the first value.</summary>
    public readonly int WarmUp => prices.Length;

    public readonly bool IsWarm => count == prices.Length;

    /// <summary>What stands out, as seen from the last close; unknown until warm and while nothing has traded.</summary>
    public readonly ProfileLevels Levels => levels;

    /// <summary>Close ÷ point of control − 1; NaN while that is unknown.</summary>
    public readonly double Deviation => close.ToDouble() / levels.PointOfControl - 1;

    /// <summary>The close against the value area: −1 below, 0 inside, 1 above; NaN while that is unknown.</summary>
    public readonly double Position => levels.PositionOf(close);

    /// <summary>A bar whose volume is not known counts as one without volume.</summary>
    public void Update(in Bar bar)
    {
        if (IsWarm) profile.Remove(Price.FromRaw(prices[next]), quantities[next]);
        else count++;
        close = bar.Close;
        prices[next] = (long)(((Int128)bar.High.Raw + bar.Low.Raw + bar.Close.Raw) / 3);
        quantities[next] = RawVolume(bar.Volume);
        profile.Add(Price.FromRaw(prices[next]), quantities[next]);
        if (++next == prices.Length) next = 0;
        if (IsWarm) levels = ProfileLevels.Of(profile, close);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(prices);
        state.Sync(quantities);
        profile.Sync(ref state);
        levels.Sync(ref state);
        long last = close.Raw;
        state.Sync(ref last);
        close = Price.FromRaw(last);
        state.SyncCount(ref next, prices.Length - 1);
        state.SyncCount(ref count, prices.Length);
    }

    // Whole units of 10⁻⁸: exact to add and to take off again.
    private static long RawVolume(double volume) =>
        volume > 0 ? (long)Math.Min(Math.Round(volume * FixedPoint.Scale), long.MaxValue / 2) : 0;
}
