using Parley.Domain;

namespace Parley.Features;

/// <summary>What rests in the book near the market.</summary>
internal struct BookShape
{
    private const int Levels = 5;
    private const int ReachPermille = 1;

    private double imbalance = double.NaN;
    private double bidDepth = double.NaN;
    private double askDepth = double.NaN;
    private TimeWeightedMean meanImbalance = new(TimeSpan.FromSeconds(5), cells: 50);

    public BookShape()
    {
    }

    /// <summary>(bid − ask) ÷ (bid + ask) quantity over the best five levels of each side; NaN when no book is live.</summary>
    public readonly double Imbalance => imbalance;

    /// <summary>Price × quantity resting within 10 bps below mid, quote currency; NaN when no book is live.</summary>
    public readonly double BidDepth => bidDepth;

    /// <summary>Price × quantity resting within 10 bps above mid, quote currency; NaN when no book is live.</summary>
    public readonly double AskDepth => askDepth;

    /// <summary>Time-weighted mean of <see cref="Imbalance"/> over 5 s; NaN unless the book was live throughout.</summary>
    public readonly double MeanImbalance(Timestamp asOf) => meanImbalance.Read(asOf);

    public void Update(Timestamp at, OrderBook book)
    {
        if (!book.TryBest(out BookLevel bid, out BookLevel ask))
        {
            imbalance = bidDepth = askDepth = double.NaN;
            meanImbalance.Update(at, double.NaN);
            return;
        }

        // In integers: a level exactly at the limit counts, whatever binary fractions make of 0.1 %.
        Int128 doubleMid = (Int128)bid.Price.Raw + ask.Price.Raw;
        bidDepth = book.NotionalTo(Side.Buy, Price.FromRaw((long)((doubleMid * (1_000 - ReachPermille) + 1_999) / 2_000)));
        Int128 highest = Int128.Min(doubleMid * (1_000 + ReachPermille) / 2_000, long.MaxValue);
        askDepth = book.NotionalTo(Side.Sell, Price.FromRaw((long)highest));
        imbalance = BestLevelsImbalance(book);
        meanImbalance.Update(at, imbalance);
    }

    public void Sync(ref StateStream state)
    {
        state.Sync(ref imbalance);
        state.Sync(ref bidDepth);
        state.Sync(ref askDepth);
        meanImbalance.Sync(ref state);
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
