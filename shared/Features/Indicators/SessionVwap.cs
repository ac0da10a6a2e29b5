using Parley.Domain;

namespace Parley.Features;

/// <summary>
/// Volume-weighted average price of the session, which is the UTC day a bar opens in: Σ typical price × volume ÷ Σ volume,
/// typical price = (high + low + close) / 3. A session joined late is averaged from its first bar seen.
/// </summary>
public struct SessionVwap
{
    private long session = -1;
    private double notional;
    private double volume;

    public SessionVwap()
    {
    }

    /// <summary>Updates until the first value.</summary>
    public static int WarmUp => 1;

    public readonly bool IsWarm => volume > 0;

    /// <summary>Quote currency; NaN while nothing has traded in the session.</summary>
    public readonly double Value => IsWarm ? notional / volume : double.NaN;

    /// <summary>A bar whose volume is not known counts as one without volume.</summary>
    public void Update(in Bar bar)
    {
        long day = bar.OpenTime.Nanoseconds / Timeframe.OneDay.Nanoseconds;
        if (day != session)
        {
            session = day;
            notional = 0;
            volume = 0;
        }

        if (!(bar.Volume > 0) || double.IsInfinity(bar.Volume)) return;
        double typical = (double)unchecked(bar.High.Raw + bar.Low.Raw + bar.Close.Raw) / (3 * FixedPoint.Scale);
        notional += typical * bar.Volume;
        volume += bar.Volume;
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref session);
        state.Sync(ref notional);
        state.Sync(ref volume);
    }
}
