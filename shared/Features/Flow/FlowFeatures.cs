using Parley.Domain;

namespace Parley.Features;

/// <summary>The group "flow": what trades, quotes and the book say between two bars. Venue time throughout.</summary>
internal sealed partial class FlowFeatures
{
    private TradeFlow trades = new();
    private BookShape book = new();
    private SampledVolatility volatility = new();
    private TopOfBook top;
    private bool topIsFromBook;

    public bool OnTrade(in Trade trade)
    {
        if (!trades.Update(trade)) return false;
        bool market = trade.Origin == TradeOrigin.Market && trade.Price.IsPositive;

        // The mid does not bounce between the sides of the spread; trade prices stand in only where no mid is known.
        if (market && !top.IsKnown) volatility.Update(trade.VenueTime, trade.Price.ToDouble());
        return market;
    }

    public bool OnQuote(in Quote quote)
    {
        var bid = new BookLevel(quote.Bid, quote.BidQuantity);
        var ask = new BookLevel(quote.Ask, quote.AskQuantity);
        if (!top.Update(quote.VenueTime, bid, ask)) return false;
        topIsFromBook = false;
        volatility.Update(quote.VenueTime, top.Mid);
        return true;
    }

    public void OnBook(OrderBook source, Timestamp venueTime)
    {
        book.Update(venueTime, source);
        if (!source.TryBest(out BookLevel bid, out BookLevel ask))
        {
            if (topIsFromBook) top.Forget();
            return;
        }

        if (!top.Update(venueTime, bid, ask)) return;
        topIsFromBook = true;
        volatility.Update(venueTime, top.Mid);
    }

    public void CopyTo(Timestamp asOf, Span<double> destination)
    {
        for (int i = 0; i < Catalogue.Length; i++) destination[i] = Catalogue[i].Read(this, asOf);
    }

    public void Save(ref SnapshotWriter writer)
    {
        trades.Save(ref writer);
        book.Save(ref writer);
        volatility.Save(ref writer);
        top.Save(ref writer);
        writer.Write(topIsFromBook);
    }

    public void Restore(ref SnapshotReader reader)
    {
        trades.Restore(ref reader);
        book.Restore(ref reader);
        volatility.Restore(ref reader);
        top.Restore(ref reader);
        topIsFromBook = reader.ReadBoolean();
    }
}
