using Parley.Domain;

namespace Parley.Features;

/// <summary>Best bid and ask as last heard, from quotes or from the book, whichever is younger by the venue's clock.</summary>
internal struct TopOfBook
{
    /// <summary>Of <see cref="EffectiveSpread"/>, in one.</summary>
    public const double SpreadUnits = 1e15;

    private const double BasisPoints = 10_000;
    private const double SpreadMax = 1e18;

    private Timestamp at;
    private long bid;
    private long ask;
    private long bidQuantity;
    private long askQuantity;

    public readonly bool IsKnown => bid > 0;

    public readonly BookLevel Bid => new(Price.FromRaw(bid), Quantity.FromRaw(bidQuantity));

    public readonly BookLevel Ask => new(Price.FromRaw(ask), Quantity.FromRaw(askQuantity));

    /// <summary>Displayed at the best bid, base currency; NaN when unknown.</summary>
    public readonly double BidQuantity => IsKnown ? FixedPoint.ToDouble(bidQuantity) : double.NaN;

    /// <summary>Displayed at the best ask, base currency; NaN when unknown.</summary>
    public readonly double AskQuantity => IsKnown ? FixedPoint.ToDouble(askQuantity) : double.NaN;

    /// <summary>Quote currency; NaN when unknown.</summary>
    public readonly double Mid => IsKnown ? ((double)bid + ask) / (2.0 * FixedPoint.Scale) : double.NaN;

    /// <summary>(ask − bid) ÷ mid, in basis points; NaN when unknown.</summary>
    public readonly double SpreadBps => IsKnown ? (ask - bid) / HalfSum * BasisPoints : double.NaN;

    /// <summary>The mid drawn towards the side with less in front of it; quote currency, NaN when unknown.</summary>
    public readonly double Microprice
    {
        get
        {
            double total = (double)bidQuantity + askQuantity;
            return IsKnown && total > 0
                ? (bid + (ask - bid) * (bidQuantity / total)) / FixedPoint.Scale
                : double.NaN;
        }
    }

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

    /// <summary>
    /// 2·|price − mid| ÷ mid in units of 10⁻¹⁵, an integer so that sums of it are exact. Best bid and ask must be known.
    /// </summary>
    public readonly long EffectiveSpread(Price price)
    {
        Int128 distance = Int128.Abs((Int128)price.Raw + price.Raw - bid - ask);
        double spread = ExactInteger.ToDouble(distance) / HalfSum * SpreadUnits;
        return spread < SpreadMax ? (long)spread : (long)SpreadMax;
    }

    /// <summary>The prices and quantities; what is older stays refused.</summary>
    public void Forget() => bid = bidQuantity = ask = askQuantity = 0;

    public void Sync(ref StateStream state)
    {
        state.Sync(ref at);
        state.Sync(ref bid);
        state.Sync(ref ask);
        state.Sync(ref bidQuantity);
        state.Sync(ref askQuantity);
    }
}
