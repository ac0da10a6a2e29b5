using Parley.Domain;

namespace Parley.Features;

/// <summary>Best bid and ask as last heard, from quotes or from the book, whichever is younger by the venue's clock.</summary>
internal struct TopOfBook
{
    private const double BasisPoints = 10_000;

    private Timestamp at;
    private long bid;
    private long ask;
    private long bidQuantity;
    private long askQuantity;

    public readonly bool IsKnown => bid > 0;

    /// <summary>Quote currency; NaN when unknown.</summary>
    public readonly double Mid => IsKnown ? ((double)bid + ask) / (2.0 * FixedPoint.Scale) : double.NaN;

    /// <summary>(ask − bid) ÷ mid, in basis points; NaN when unknown.</summary>
    public readonly double SpreadBps => IsKnown ? (ask - bid) / HalfSum * BasisPoints : double.NaN;

    /// <summary>
    /// (micro-price − mid) ÷ mid, in basis points; the micro-price weights each side's price by the other side's
    /// quantity, so it leans towards the side about to be eaten up. NaN when unknown.
    /// </summary>
    public readonly double MicropriceDeviationBps
    {
        get
        {
            double total = (double)bidQuantity + askQuantity;
            return IsKnown && total > 0
                ? (ask - bid) / 2.0 * (((double)bidQuantity - askQuantity) / total) / HalfSum * BasisPoints
                : double.NaN;
        }
    }

    private readonly double HalfSum => ((double)bid + ask) / 2;

    /// <returns>False for one older than what is known, or crossed, or without a price.</returns>
    public bool Update(Timestamp venueTime, in BookLevel bestBid, in BookLevel bestAsk)
    {
        if (venueTime < at || !bestBid.Price.IsPositive || bestAsk.Price < bestBid.Price) return false;
        at = venueTime;
        (bid, bidQuantity) = (bestBid.Price.Raw, bestBid.Quantity.Raw);
        (ask, askQuantity) = (bestAsk.Price.Raw, bestAsk.Quantity.Raw);
        return true;
    }

    public void Forget() => this = default;

    public void Sync(ref StateStream state)
    {
        state.Sync(ref at);
        state.Sync(ref bid);
        state.Sync(ref ask);
        state.Sync(ref bidQuantity);
        state.Sync(ref askQuantity);
    }
}
