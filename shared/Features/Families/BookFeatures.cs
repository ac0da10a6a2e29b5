using Parley.Domain;

namespace Parley.Features;

/// <summary>What rests in the book near the market.</summary>
internal sealed class BookFeatures() : FlowFamily(Formulas.Definitions)
{
    private const string Cont = "Cont, Kukanov and Stoikov, \"The Price Impact of Order Book Events\", 2014";

    private static readonly FormulaList<BookFeatures> Formulas = new(FeatureKind.Flow, "book")
    {
        {
            nameof(BookShape), "book_imbalance_5", Units.Balance, 0,
            "(bid − ask) ÷ (bid + ask) quantity over the best five levels of each side.", Cont, static (f, _) => f.shape.Imbalance
        },
        {
            nameof(TimeWeightedMean), "book_imbalance_5s", Units.Balance, 5,
            "Time-weighted mean of `book_imbalance_5` over 5 s (4.9 to 5: the window starts on a tenth of a second); "
            + "unknown unless the book was live throughout.", Cont, static (f, t) => f.shape.MeanImbalance(t)
        },
        {
            nameof(TimeWeightedMean), "book_imbalance_30s", Units.Balance, 30,
            "Time-weighted mean of `book_imbalance_5` over 30 s (29.5 to 30: the window starts on a half second); unknown "
            + "unless the book was live throughout.", Cont, static (f, t) => f.shape.LongMeanImbalance(t)
        },
        {
            nameof(BookShape), "depth_10bps_bid", Units.Quote, 0, "Price × quantity of the bids at most 10 basis points below mid.",
            "Sum over the book", static (f, _) => f.shape.BidDepth
        },
        {
            nameof(BookShape), "depth_10bps_ask", Units.Quote, 0, "Price × quantity of the asks at most 10 basis points above mid.",
            "Sum over the book", static (f, _) => f.shape.AskDepth
        },
        {
            nameof(BookShape), "depth_imbalance_10bps", Units.Balance, 0,
            "(bid − ask) ÷ (bid + ask) of `depth_10bps_bid` and `depth_10bps_ask`; unknown when both are 0.",
            "Sum over the book", static (f, _) => f.shape.DepthImbalance
        },
        {
            nameof(BookShape), "depth_50bps_bid", Units.Quote, 0, "Price × quantity of the bids at most 50 basis points below mid.",
            "Sum over the book", static (f, _) => f.shape.WideBidDepth
        },
        {
            nameof(BookShape), "depth_50bps_ask", Units.Quote, 0, "Price × quantity of the asks at most 50 basis points above mid.",
            "Sum over the book", static (f, _) => f.shape.WideAskDepth
        },
    };

    private BookShape shape = new();

    public override void OnBook(OrderBook book, Timestamp at) => shape.Update(at, book);

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state) => shape.Sync(ref state);
}
