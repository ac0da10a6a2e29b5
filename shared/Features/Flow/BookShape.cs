using Parley.Domain;

namespace Parley.Features;

/// <summary>What rests in the book near the market.</summary>
internal struct BookShape
{
    private const int Levels = 5;
    private const uint NearBps = 10;
    private const uint WideBps = 50;
    private const uint BpsPerUnit = 10_000;

    private double imbalance = double.NaN;
    private double bidDepth = double.NaN;
    private double askDepth = double.NaN;
    private double wideBidDepth = double.NaN;
    private double wideAskDepth = double.NaN;
    private TimeWeightedMean meanImbalance = new(TimeSpan.FromSeconds(5), cells: 50);
    private TimeWeightedMean longMeanImbalance = new(TimeSpan.FromSeconds(30), cells: 60);

    public BookShape()
    {
    }

    /// <summary>(bid − ask) ÷ (bid + ask) quantity over the best five levels of each side; NaN when no book is live.</summary>
    public readonly double Imbalance => imbalance;

    /// <summary>Price × quantity resting within 10 bps below mid, quote currency; NaN when no book is live.</summary>
    public readonly double BidDepth => bidDepth;

    /// <summary>Price × quantity resting within 10 bps above mid, quote currency; NaN when no book is live.</summary>
    public readonly double AskDepth => askDepth;

    /// <summary>As <see cref="BidDepth"/>, within 50 bps.</summary>
    public readonly double WideBidDepth => wideBidDepth;

    /// <summary>As <see cref="AskDepth"/>, within 50 bps.</summary>
    public readonly double WideAskDepth => wideAskDepth;

    /// <summary>(bid − ask) ÷ (bid + ask) of the depths within 10 bps; NaN when no book is live, or nothing is there.</summary>
    public readonly double DepthImbalance => bidDepth + askDepth > 0 ? (bidDepth - askDepth) / (bidDepth + askDepth) : double.NaN;

    /// <summary>Time-weighted mean of <see cref="Imbalance"/> over 5 s; NaN unless the book was live throughout.</summary>
    public readonly double MeanImbalance(Timestamp asOf) => meanImbalance.Read(asOf);

    /// <summary>Time-weighted mean of <see cref="Imbalance"/> over 30 s; NaN unless the book was live throughout.</summary>
    public readonly double LongMeanImbalance(Timestamp asOf) => longMeanImbalance.Read(asOf);

    public void Update(Timestamp at, OrderBook book)
    {
        if (!book.TryBest(out BookLevel bid, out BookLevel ask))
        {
            imbalance = bidDepth = askDepth = wideBidDepth = wideAskDepth = double.NaN;
        }
        else
        {
            ulong doubleMid = (ulong)bid.Price.Raw + (ulong)ask.Price.Raw;
            (bidDepth, askDepth) = Depth(book, doubleMid, NearBps);
            (wideBidDepth, wideAskDepth) = Depth(book, doubleMid, WideBps);
            imbalance = BestLevelsImbalance(book);
        }

        meanImbalance.Update(at, imbalance);
        longMeanImbalance.Update(at, imbalance);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref imbalance);
        state.Sync(ref bidDepth);
        state.Sync(ref askDepth);
        state.Sync(ref wideBidDepth);
        state.Sync(ref wideAskDepth);
        meanImbalance.Sync(ref state);
        longMeanImbalance.Sync(ref state);
    }

    // In integers: a level exactly at the limit counts, whatever binary fractions make of 0.1 %. Divided before it is
    // multiplied, remainder and all, so that 64 bits suffice.
    private static (double Bids, double Asks) Depth(OrderBook book, ulong doubleMid, uint bps)
    {
        const uint scale = 2 * BpsPerUnit;
        (ulong whole, ulong rest) = Math.DivRem(doubleMid, scale);
        ulong lowest = whole * (BpsPerUnit - bps) + (rest * (BpsPerUnit - bps) + scale - 1) / scale;
        ulong highest = Math.Min(whole * (BpsPerUnit + bps) + rest * (BpsPerUnit + bps) / scale, long.MaxValue);
        return (book.NotionalTo(Side.Buy, Price.FromRaw((long)lowest)), book.NotionalTo(Side.Sell, Price.FromRaw((long)highest)));
    }

    private static double BestLevelsImbalance(OrderBook book)
    {
        double bids = 0;
        double asks = 0;
        for (int i = Math.Min(Levels, book.BidCount) - 1; i >= 0; i--) bids += book.BidAt(i).Quantity.Raw;
        for (int i = Math.Min(Levels, book.AskCount) - 1; i >= 0; i--) asks += book.AskAt(i).Quantity.Raw;
        return (bids - asks) / (bids + asks);
    }
}
