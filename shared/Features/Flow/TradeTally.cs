using Parley.Domain;

namespace Parley.Features;

/// <summary>Trades counted and added up, exactly: quantities in raw units.</summary>
internal struct TradeTally(Int128 bought, Int128 sold, long trades, long missed) : ITally<TradeTally>
{
    /// <summary>Where the taker bought.</summary>
    public Int128 Bought = bought;

    /// <summary>Where the taker sold.</summary>
    public Int128 Sold = sold;

    public long Trades = trades;

    /// <summary>Trades the venue numbered but we never saw.</summary>
    public long Missed = missed;

    public readonly bool IsZero => Trades == 0 && Missed == 0 && Bought == 0 && Sold == 0;

    public void Add(in TradeTally other)
    {
        unchecked
        {
            Bought += other.Bought;
            Sold += other.Sold;
            Trades += other.Trades;
            Missed += other.Missed;
        }
    }

    public void Subtract(in TradeTally other)
    {
        unchecked
        {
            Bought -= other.Bought;
            Sold -= other.Sold;
            Trades -= other.Trades;
            Missed -= other.Missed;
        }
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref Bought);
        state.Sync(ref Sold);
        state.Sync(ref Trades);
        state.Sync(ref Missed);
    }
}
