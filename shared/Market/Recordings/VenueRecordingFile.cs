using Parley.Domain;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// A raw WebSocket recording: one <c>&lt;local time&gt; &lt;json&gt;</c> per line. The local time is in milliseconds,
/// microseconds or nanoseconds, or in seconds with decimals, and may end in a colon.
/// </summary>
internal sealed class VenueRecordingFile : LineFile
{
    private readonly SymbolTable symbols = new();
    private readonly FastFrameParser fast;
    private readonly JsonFrameParser thorough;
    private readonly Frame frame = new();
    private readonly FrameDelivery delivery;
    private Timestamp receivedLatest;

    public VenueRecordingFile(MarketInput input, MarketFileOptions options)
        : base(input, options.AllowTornTail)
    {
        fast = new FastFrameParser(symbols);
        thorough = new JsonFrameParser(symbols);
        delivery = new FrameDelivery(options.Symbol);
        LearnSymbol(input.Bytes.Head);
    }

    public override MarketFileKind Kind => MarketFileKind.Recording;

    public override Symbol? Symbol => delivery.OnlySymbol;

    // Some recorders start with a line that names the connection.
    protected override bool IsRecord(ReadOnlySpan<byte> line) =>
        base.IsRecord(line) && !(FramesRead == 0 && RecordingLine.IsPreamble(line));

    protected override void Read(ReadOnlySpan<byte> line, IMarketSink sink)
    {
        if (!RecordingLine.TrySplit(line, out Timestamp receivedAt, out ReadOnlySpan<byte> json))
            throw Error($"{Excerpt.Of(line)} does not start with a local time followed by JSON");
        RequireForward(receivedAt);
        if (!fast.TryParse(json, frame) && thorough.Parse(json, frame) is { } reason) throw Error(reason);
        FrameOutcome outcome = delivery.Deliver(frame, receivedAt, sink);
        if (outcome == FrameOutcome.Skipped) FramesSkipped++;
        else if (outcome == FrameOutcome.Malformed) throw Error(delivery.Fault!);
        if (delivery.SnapshotsWithoutSymbol > 0)
            Note = $"{delivery.SnapshotsWithoutSymbol} snapshots were skipped: they name no symbol and the recording holds several";
    }

    private void RequireForward(Timestamp receivedAt)
    {
        if (receivedAt >= receivedLatest)
        {
            receivedLatest = receivedAt;
            return;
        }

        // Threads of one recorder may write in slightly wrong order.
        if (receivedLatest - receivedAt > TimeSpan.FromSeconds(1))
            throw Error($"time goes backwards: received at {receivedAt} after {receivedLatest}");
    }

    // A snapshot names no symbol and may come before the first event that does.
    private void LearnSymbol(ReadOnlySpan<byte> head)
    {
        foreach (Range range in head.Split((byte)'\n'))
        {
            if (!RecordingLine.TrySplit(head[range], out _, out ReadOnlySpan<byte> json)) continue;
            if (!fast.TryParse(json, frame) && thorough.Parse(json, frame) is not null) continue;
            if (frame.Symbol.Value is null) continue;
            delivery.Meet(frame.Symbol);
            return;
        }
    }
}
