using Parley.Domain;

namespace Parley.Features;

/// <summary>The group "flow": what trades, quotes and the book say between two bars. Venue time throughout.</summary>
internal sealed class FlowFeatures
{
    private readonly OrderFlowFeatures orderFlow = new();
    private readonly FlowFamily[] families;
    private TopOfBook top;
    private bool topIsFromBook;
    private Timestamp quotedAt;
    private long quoteId = -1;

    public FlowFeatures()
    {
        families =
        [
            orderFlow, new TopFlowFeatures(), new TickFeatures(), new TickMomentumFeatures(), new BookFeatures(),
            new LargeTradeFeatures(), new IcebergFeatures(), new TradeProfileFeatures(),
        ];
        Definitions = [.. families.SelectMany(f => f.Definitions)];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    /// <returns>False for a trade seen before, one settled off the book, and one without a price.</returns>
    public bool OnTrade(in Trade trade)
    {
        if (!orderFlow.Take(trade)) return false;
        if (trade.Origin != TradeOrigin.Market || !trade.Price.IsPositive || trade.Quantity.IsNegative) return false;
        foreach (FlowFamily family in families) family.OnTrade(trade, top);
        return true;
    }

    public bool OnQuote(in Quote quote)
    {
        // Many quotes share a millisecond: within it the venue's number tells which are younger.
        if (quote.VenueTime == quotedAt && quote.UpdateId <= quoteId) return false;
        var bid = new BookLevel(quote.Bid, quote.BidQuantity);
        var ask = new BookLevel(quote.Ask, quote.AskQuantity);
        if (!top.Update(quote.VenueTime, bid, ask)) return false;
        topIsFromBook = false;
        (quotedAt, quoteId) = (quote.VenueTime, quote.UpdateId);
        foreach (FlowFamily family in families) family.OnTop(top, quote.VenueTime);
        return true;
    }

    public void OnBook(OrderBook book, Timestamp venueTime)
    {
        foreach (FlowFamily family in families) family.OnBook(book, venueTime);
        if (!book.TryBest(out BookLevel bid, out BookLevel ask))
        {
            if (!topIsFromBook) return;
            top.Forget();
        }
        else
        {
            if (!top.Update(venueTime, bid, ask)) return;
            topIsFromBook = true;
        }

        foreach (FlowFamily family in families) family.OnTop(top, venueTime);
    }

    public void CopyTo(Timestamp asOf, Span<double> destination)
    {
        int written = 0;
        foreach (FlowFamily family in families)
        {
            family.CopyTo(asOf, destination[written..]);
            written += family.Count;
        }
    }

    public void Sync(ref StateStream state)
    {
        top.Sync(ref state);
        state.Sync(ref topIsFromBook);
        state.Sync(ref quotedAt);
        state.Sync(ref quoteId);
        foreach (FlowFamily family in families) family.Sync(ref state);
    }
}
