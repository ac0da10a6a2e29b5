using System.Buffers;
using System.IO.Compression;
using Parley.Ports;

namespace Parley.Market;

/// <summary>
/// Reads packed tick batches: one instrument's market as the edge saw it, as <see cref="TickBatchWriter"/> wrote it.
/// Every batch can be read on its own. The layout is in <c>docs/tick-batches.md</c>.
/// </summary>
public static class TickBatch
{
    /// <summary>What the batch says about itself; the checksum is checked, the events are not.</summary>
    /// <exception cref="TickBatchException">This is no batch, it is damaged, or of an unknown version.</exception>
    public static TickBatchHeader ReadHeader(ReadOnlyMemory<byte> batch)
    {
        Span<int> lengths = stackalloc int[TickBatchFormat.ColumnCount];
        return TickBatchEnvelope.Read(batch.Span, lengths).Header;
    }

    /// <summary>
    /// Replays the events behind a position, in order. All of them are checked before the sink gets the first, so that a
    /// batch that cannot be read leaves no trace. A batch that ends at or before the position is not unpacked.
    /// </summary>
    /// <param name="after">The last event that is already known; <c>default</c> when none is.</param>
    /// <returns>How many events were replayed.</returns>
    /// <exception cref="TickBatchException">This is no batch, it is damaged, or of an unknown version.</exception>
    public static int Replay(ReadOnlyMemory<byte> batch, TickPosition after, IInstrumentSink sink)
    {
        Span<int> lengths = stackalloc int[TickBatchFormat.ColumnCount];
        TickBatchEnvelope envelope = TickBatchEnvelope.Read(batch.Span, lengths);
        TickBatchHeader header = envelope.Header;
        if (header.Last <= after) return 0;
        int known = after < header.First ? 0 : (int)(after.Sequence - header.First.Sequence) + 1;
        if (envelope.Compression == TickCompression.None)
        {
            Replay(header, envelope.Payload, lengths, known, sink);
            return header.Count - known;
        }

        int length = Sum(lengths);
        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            Span<byte> body = rented.AsSpan(0, length);
            Unpack(envelope.Payload, body);
            Replay(header, body, lengths, known, sink);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return header.Count - known;
    }

    private static void Unpack(ReadOnlySpan<byte> payload, Span<byte> body)
    {
        // Not the one-call decoder: it overlooks what follows the end.
        using BrotliDecoder decoder = new();
        OperationStatus status = decoder.Decompress(payload, body, out int consumed, out int written);
        if (status != OperationStatus.Done || written != body.Length)
            throw new TickBatchException(TickBatchPart.Body, written, $"it does not unpack to {body.Length:N0} bytes");
        if (consumed != payload.Length)
            throw new TickBatchException(TickBatchPart.Body, written, $"{payload.Length - consumed:N0} bytes follow its compressed end");
    }

    private static void Replay(TickBatchHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<int> lengths, int known, IInstrumentSink sink)
    {
        if (body.Length != Sum(lengths))
            throw new TickBatchException(TickBatchPart.Body, body.Length, $"{body.Length:N0} bytes instead of {Sum(lengths):N0}");
        Run(header, body, lengths, header.Count, sink: null);
        Run(header, body, lengths, known, sink);
    }

    /// <param name="silent">How many events at the start the sink does not get.</param>
    private static void Run(
        TickBatchHeader header, ReadOnlySpan<byte> body, ReadOnlySpan<int> lengths, int silent, IInstrumentSink? sink)
    {
        EventUnpacker events = new(header.Instrument, body, lengths);
        try
        {
            for (int i = 0; i < header.Count; i++) events.Next(i < silent ? null : sink);
            events.End();
        }
        finally
        {
            events.Dispose();
        }
    }

    private static int Sum(ReadOnlySpan<int> lengths)
    {
        int sum = 0;
        foreach (int length in lengths) sum += length;
        return sum;
    }
}
