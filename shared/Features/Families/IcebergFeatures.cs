using Parley.Domain;

namespace Parley.Features;

/// <summary>Whether more is executed at the best prices than was ever shown there.</summary>
internal sealed class IcebergFeatures() : FlowFamily(Formulas.Definitions)
{
    private const string Source = "Hautsch and Huang, \"On the dark side of the market\", 2012, on hidden liquidity; definition own";

    private static readonly FormulaList<IcebergFeatures> Formulas = new(FeatureKind.Flow, "icebergs")
    {
        {
            nameof(RefilledLevel), "iceberg_bid", Units.Ratio, 0,
            "Quantity takers sold at the present best bid price since it became the best ÷ the largest quantity displayed there in "
            + "that time; above 1 it was refilled. Unknown without a live book.",
            Source, static (f, _) => f.bookIsLive ? f.bid.Ratio : double.NaN
        },
        {
            nameof(RefilledLevel), "iceberg_ask", Units.Ratio, 0,
            "Quantity takers bought at the present best ask price since it became the best ÷ the largest quantity displayed there "
            + "in that time; above 1 it was refilled. Unknown without a live book.",
            Source, static (f, _) => f.bookIsLive ? f.ask.Ratio : double.NaN
        },
    };

    private RefilledLevel bid;
    private RefilledLevel ask;
    private bool bookIsLive;

    public override void OnTrade(in Trade trade, in TopOfBook top)
    {
        if (trade.Aggressor == Side.Sell) bid.Update(trade);
        else ask.Update(trade);
    }

    public override void OnTop(in TopOfBook top, Timestamp at)
    {
        bid.Update(top.Bid);
        ask.Update(top.Ask);
    }

    public override void OnBook(OrderBook book, Timestamp at) => bookIsLive = book.Status == BookStatus.Live;

    public override void CopyTo(Timestamp asOf, Span<double> destination) => Formulas.Read(this, asOf, destination);

    public override void Sync(ref StateStream state)
    {
        bid.Sync(ref state);
        ask.Sync(ref state);
        state.Sync(ref bookIsLive);
    }
}
