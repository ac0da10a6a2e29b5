namespace Parley.Features;

/// <summary>Trades counted and added up, exactly: quantities in raw units.</summary>
/// <param name="Bought">Where the taker bought.</param>
/// <param name="Sold">Where the taker sold.</param>
/// <param name="Missed">Trades the venue numbered but we never saw.</param>
internal record struct TradeTally(Int128 Bought, Int128 Sold, long Trades, long Missed)
{
    public static TradeTally operator +(in TradeTally left, in TradeTally right) => unchecked(new(
        left.Bought + right.Bought, left.Sold + right.Sold, left.Trades + right.Trades, left.Missed + right.Missed));

    public static TradeTally operator -(in TradeTally left, in TradeTally right) => unchecked(new(
        left.Bought - right.Bought, left.Sold - right.Sold, left.Trades - right.Trades, left.Missed - right.Missed));

    public readonly void Save(ref SnapshotWriter writer)
    {
        writer.Write(Bought);
        writer.Write(Sold);
        writer.Write(Trades);
        writer.Write(Missed);
    }

    public static TradeTally Restore(ref SnapshotReader reader)
    {
        Int128 bought = reader.ReadInt128();
        Int128 sold = reader.ReadInt128();
        long trades = reader.ReadInt64();
        return new(bought, sold, trades, reader.ReadInt64());
    }
}
