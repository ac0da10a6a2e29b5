using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>What became of a message.</summary>
public enum MessageOutcome
{
    Delivered,

    /// <summary>Nothing for the desk in it.</summary>
    Skipped,

    /// <summary>Cannot be understood; <see cref="VenueMessageReader.Fault"/> says why.</summary>
    Malformed,
}

/// <summary>
/// Reads live messages of Binance's market streams, spot and USDⓈ-M, with the parsers that read recordings of them. Reading
/// the usual ones allocates nothing; no input makes it throw.
/// </summary>
public sealed class VenueMessageReader
{
    private readonly FastFrameParser fast;
    private readonly JsonFrameParser thorough;
    private readonly Frame frame = new();
    private readonly FrameDelivery delivery = new(wanted: null);

    public VenueMessageReader()
    {
        var symbols = new SymbolTable();
        fast = new FastFrameParser(symbols);
        thorough = new JsonFrameParser(symbols);
    }

    /// <summary>Why the last malformed message could not be understood: one short line.</summary>
    public string? Fault { get; private set; }

    /// <summary>Hands the event a message holds to the sink. A book without a symbol is not for a stream to send: it is skipped.</summary>
    public MessageOutcome Read(ReadOnlySpan<byte> message, Timestamp receivedAt, IMarketSink sink)
    {
        if (!fast.TryParse(message, frame) && thorough.Parse(message, frame) is { } reason) return Malformed(reason);
        if (frame.Kind == FrameKind.Snapshot) return MessageOutcome.Skipped;
        return delivery.Deliver(frame, receivedAt, sink) switch
        {
            FrameOutcome.Delivered => MessageOutcome.Delivered,
            FrameOutcome.Skipped => MessageOutcome.Skipped,
            _ => Malformed(delivery.Fault!),
        };
    }

    /// <summary>Hands on the book the venue answered when asked for that of <paramref name="symbol"/>.</summary>
    public MessageOutcome ReadSnapshot(Symbol symbol, ReadOnlySpan<byte> answer, Timestamp receivedAt, IMarketSink sink)
    {
        if (thorough.Parse(answer, frame) is { } reason) return Malformed(reason);
        if (frame.Kind != FrameKind.Snapshot) return Malformed("field lastUpdateId is missing");
        Timestamp venueTime = receivedAt;
        if (frame.Time >= 0 && !EpochStamp.TryRead(frame.Time, out venueTime))
            return Malformed($"time {frame.Time} is no moment from 2009 to 2099");
        sink.OnSnapshot(new DepthSnapshot(symbol, venueTime, receivedAt, frame.Id, frame.Bids.Span, frame.Asks.Span));
        return MessageOutcome.Delivered;
    }

    private MessageOutcome Malformed(string fault)
    {
        Fault = fault;
        return MessageOutcome.Malformed;
    }
}
