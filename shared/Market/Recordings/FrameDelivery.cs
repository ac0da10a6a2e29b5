using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

internal enum FrameOutcome
{
    Delivered,

    /// <summary>Nothing for the desk in it.</summary>
    Skipped,

    /// <summary>A number in it cannot be; <see cref="FrameDelivery.Fault"/> says which.</summary>
    Malformed,
}

/// <summary>Turns frames into market events: checks the numbers, gives every event its venue time, hands it on.</summary>
internal sealed class FrameDelivery(Symbol? wanted)
{
    private readonly TradeTape tape = new();
    private Timestamp venueLatest;
    private bool severalSymbols;

    /// <summary>The symbol of all events so far; null when there is none yet or several.</summary>
    public Symbol? OnlySymbol { get; private set; }

    public string? Fault { get; private set; }

    public long SnapshotsWithoutSymbol { get; private set; }

    /// <summary>Notes that the recording holds this symbol.</summary>
    public void Meet(Symbol symbol)
    {
        if (OnlySymbol == symbol || severalSymbols) return;
        severalSymbols = OnlySymbol is not null;
        OnlySymbol = severalSymbols ? null : symbol;
    }

    public FrameOutcome Deliver(Frame frame, Timestamp receivedAt, IMarketSink sink)
    {
        if (frame.Kind == FrameKind.Other) return FrameOutcome.Skipped;
        if (frame.Kind == FrameKind.Snapshot) return DeliverSnapshot(frame, receivedAt, sink);
        Meet(frame.Symbol);
        if (!TryVenueTime(frame, receivedAt, out Timestamp venueTime)) return Malformed($"time {frame.Time} is no moment from 2009 to 2099");
        if (wanted is { } symbol && frame.Symbol != symbol) return FrameOutcome.Skipped;
        return frame.Kind switch
        {
            FrameKind.Depth => DeliverDepth(frame, venueTime, receivedAt, sink),
            FrameKind.Quote => DeliverQuote(frame, venueTime, receivedAt, sink),
            FrameKind.Mark => DeliverMark(frame, venueTime, receivedAt, sink),
            _ => DeliverTrade(frame, venueTime, receivedAt, sink),
        };
    }

    private FrameOutcome DeliverTrade(Frame frame, Timestamp venueTime, Timestamp receivedAt, IMarketSink sink)
    {
        if (frame.Price == 0 || frame.Quantity == 0)
        {
            // The venue sends empty prints for settlements outside the book (X "NA").
            return frame.OffBook ? FrameOutcome.Skipped : Malformed("field p or q: a trade needs a positive price and quantity");
        }

        if (!tape.Admits(frame)) return FrameOutcome.Skipped;
        sink.OnTrade(new Trade(
            frame.Symbol,
            frame.Id,
            venueTime,
            receivedAt,
            Price.FromRaw(frame.Price),
            Quantity.FromRaw(frame.Quantity),
            frame.BuyerIsMaker ? Side.Sell : Side.Buy,
            frame.OffBook ? TradeOrigin.OffBook : TradeOrigin.Market));
        return FrameOutcome.Delivered;
    }

    private static FrameOutcome DeliverQuote(Frame frame, Timestamp venueTime, Timestamp receivedAt, IMarketSink sink)
    {
        // Before trading starts and in a halt a side is empty and quoted as zero: there is no best price to hand on.
        if (frame.Price == 0 || frame.AskPrice == 0) return FrameOutcome.Skipped;
        sink.OnQuote(new Quote(
            frame.Symbol,
            frame.Id,
            venueTime,
            receivedAt,
            Price.FromRaw(frame.Price),
            Quantity.FromRaw(frame.Quantity),
            Price.FromRaw(frame.AskPrice),
            Quantity.FromRaw(frame.AskQuantity)));
        return FrameOutcome.Delivered;
    }

    private FrameOutcome DeliverDepth(Frame frame, Timestamp venueTime, Timestamp receivedAt, IMarketSink sink)
    {
        if (frame.FirstId > frame.Id) return Malformed($"field U: {frame.FirstId} is after u {frame.Id}");
        sink.OnDepth(new DepthUpdate(
            frame.Symbol, venueTime, receivedAt, frame.FirstId, frame.Id, frame.PreviousId, frame.Bids.Span, frame.Asks.Span));
        return FrameOutcome.Delivered;
    }

    private FrameOutcome DeliverMark(Frame frame, Timestamp venueTime, Timestamp receivedAt, IMarketSink sink)
    {
        if (frame.Price == 0) return Malformed("field p: a mark price must be positive");
        if (!EpochStamp.TryRead(frame.NextFundingTime, out Timestamp nextFunding))
            return Malformed($"field T: {frame.NextFundingTime} is no moment from 2009 to 2099");
        sink.OnMark(new MarkPrice(
            frame.Symbol, venueTime, receivedAt, Price.FromRaw(frame.Price), frame.FundingRate, nextFunding));
        return FrameOutcome.Delivered;
    }

    private FrameOutcome DeliverSnapshot(Frame frame, Timestamp receivedAt, IMarketSink sink)
    {
        if (OnlySymbol is not { } symbol)
        {
            SnapshotsWithoutSymbol++;
            return FrameOutcome.Skipped;
        }

        if (wanted is { } only && only != symbol) return FrameOutcome.Skipped;
        if (!TryVenueTime(frame, receivedAt, out Timestamp venueTime)) return Malformed($"time {frame.Time} is no moment from 2009 to 2099");
        sink.OnSnapshot(new DepthSnapshot(symbol, venueTime, receivedAt, frame.Id, frame.Bids.Span, frame.Asks.Span));
        return FrameOutcome.Delivered;
    }

    // Where the message carries no time (spot best prices and snapshots), the latest venue time seen stands in for it, and
    // before there is one, our own clock.
    private bool TryVenueTime(Frame frame, Timestamp receivedAt, out Timestamp venueTime)
    {
        if (frame.Time < 0)
        {
            venueTime = venueLatest == default ? receivedAt : venueLatest;
            return true;
        }

        if (!EpochStamp.TryRead(frame.Time, out venueTime)) return false;
        if (venueTime > venueLatest) venueLatest = venueTime;
        return true;
    }

    private FrameOutcome Malformed(string fault)
    {
        Fault = fault;
        return FrameOutcome.Malformed;
    }
}
