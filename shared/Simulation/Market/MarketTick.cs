using Parley.Domain;
using Parley.Ports;

namespace Parley.Simulation;

/// <summary>One moment of one instrument's market: a trade, the book after it, now and then a mark price.</summary>
internal sealed record MarketTick(Trade Trade, long BookId, BookLevel[] Bids, BookLevel[] Asks, MarkPrice? Mark)
{
    public Symbol Symbol => Trade.Symbol;

    /// <summary>Shows it to whoever receives it at a moment of his own clock.</summary>
    public void ShowTo(IMarketSink sink, Timestamp receivedAt)
    {
        sink.OnSnapshot(new(Trade.Symbol, Trade.VenueTime, receivedAt, BookId, Bids, Asks));
        sink.OnTrade(Trade with { ReceivedAt = receivedAt });
        if (Mark is { } mark) sink.OnMark(mark with { ReceivedAt = receivedAt });
    }
}
