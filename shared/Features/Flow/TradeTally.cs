namespace Parley.Features;

/// <summary>Trades counted and added up, exactly: quantities in raw units.</summary>
internal struct TradeTally(Int128 bought, Int128 sold, long trades, long missed)
{
    /// <summary>Where the taker bought.</summary>
    public Int128 Bought = bought;

    /// <summary>Where the taker sold.</summary>
    public Int128 Sold = sold;

    public long Trades = trades;

    /// <summary>Trades the venue numbered but we never saw.</summary>
    public long Missed = missed;

    public static TradeTally operator +(in TradeTally left, in TradeTally right) => unchecked(new(
        left.Bought + right.Bought, left.Sold + right.Sold, left.Trades + right.Trades, left.Missed + right.Missed));

    public static TradeTally operator -(in TradeTally left, in TradeTally right) => unchecked(new(
        left.Bought - right.Bought, left.Sold - right.Sold, left.Trades - right.Trades, left.Missed - right.Missed));

    public void Sync(ref StateStream state)
    {
        state.Sync(ref Bought);
        state.Sync(ref Sold);
        state.Sync(ref Trades);
        state.Sync(ref Missed);
    }
}
