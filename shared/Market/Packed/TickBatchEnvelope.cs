using System.Buffers.Binary;
using Parley.Domain;

namespace Parley.Market;

/// <summary>A batch's header and how its body is kept, read and checked; the events are not looked at.</summary>
internal readonly ref struct TickBatchEnvelope
{
    private TickBatchEnvelope(TickBatchHeader header, TickCompression compression, ReadOnlySpan<byte> payload)
    {
        Header = header;
        Compression = compression;
        Payload = payload;
    }

    public TickBatchHeader Header { get; }

    public TickCompression Compression { get; }

    /// <summary>The body as it is kept.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <param name="batch">All of it.</param>
    /// <param name="lengths">Gets the length of each column of the body.</param>
    public static TickBatchEnvelope Read(ReadOnlySpan<byte> batch, Span<int> lengths)
    {
        Verify(batch);
        PackedBytes at = new(batch[..^TickBatchFormat.ChecksumSize], TickBatchPart.Batch, 0);
        at.Take(TickBatchFormat.VersionAt + 1);
        TickCompression compression = (TickCompression)at.Byte();
        if (compression is not (TickCompression.None or TickCompression.Brotli)) at.Refuse($"there is no compression {(int)compression}");
        Instrument instrument = TakeInstrument(ref at);
        TickPosition first = new(at.Positive("epoch"), at.Positive("sequence"));
        int count = at.Count(TickBatchFormat.BodyMax, "events");
        if (first.Sequence == 0 || count == 0 || first.Sequence > long.MaxValue - count)
            at.Refuse($"{count:N0} events from number {first.Sequence:N0} on");
        int room = TickBatchFormat.BodyMax;
        foreach (ref int length in lengths)
        {
            length = at.Count(room, "bytes in a column");
            room -= length;
        }

        if (count > lengths[0]) at.Refuse($"{count:N0} events in {lengths[0]:N0} bytes");
        return new TickBatchEnvelope(new TickBatchHeader(TickBatchFormat.Version, instrument, first, count), compression, at.Take(at.Left));
    }

    /// <summary>What stands before the instrument.</summary>
    public static void WriteStart(ByteColumn target, TickCompression compression)
    {
        target.Bytes(TickBatchFormat.Magic);
        target.Byte(TickBatchFormat.Version);
        target.Byte((int)compression);
    }

    public static void WriteInstrument(ByteColumn target, Instrument instrument)
    {
        target.Text(instrument.Symbol.Value);
        target.Text(instrument.BaseAsset);
        target.Text(instrument.QuoteAsset);
        target.Byte((int)instrument.Kind);
        target.Signed(instrument.TickSize.Raw);
        target.Signed(instrument.StepSize.Raw);
        target.Signed(instrument.QuantityMin.Raw);
        target.Decimal(instrument.NotionalMin);
    }

    private static Instrument TakeInstrument(ref PackedBytes at)
    {
        string symbol = at.Text(TickBatchFormat.NameMax, "symbol");
        string baseAsset = at.Text(TickBatchFormat.NameMax, "base asset");
        string quoteAsset = at.Text(TickBatchFormat.NameMax, "quote asset");
        int kind = at.Byte();
        if (!Enum.IsDefined((InstrumentKind)kind)) at.Refuse($"there is no instrument of kind {kind}");
        return new Instrument(
            new Symbol(symbol), baseAsset, quoteAsset, (InstrumentKind)kind,
            Price.FromRaw(at.Signed()), Quantity.FromRaw(at.Signed()), Quantity.FromRaw(at.Signed()), at.Decimal());
    }

    // The version comes before the checksum: a later one may check differently.
    private static void Verify(ReadOnlySpan<byte> batch)
    {
        ReadOnlySpan<byte> magic = TickBatchFormat.Magic;
        if (!batch[..Math.Min(batch.Length, magic.Length)].SequenceEqual(magic[..Math.Min(batch.Length, magic.Length)]))
            throw new TickBatchException(TickBatchPart.Batch, 0, "this is no tick batch");
        if (batch.Length < TickBatchFormat.LengthMin)
            throw new TickBatchException(TickBatchPart.Batch, batch.Length, "it ends too early");
        byte version = batch[TickBatchFormat.VersionAt];
        if (version != TickBatchFormat.Version)
        {
            throw new TickBatchException(
                TickBatchPart.Batch, TickBatchFormat.VersionAt, $"version {version} is not known here, only {TickBatchFormat.Version}");
        }

        Crc32 checksum = Crc32.Start();
        checksum.Add(batch[..^TickBatchFormat.ChecksumSize]);
        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(batch[^TickBatchFormat.ChecksumSize..]);
        if (checksum.Value != stated)
        {
            throw new TickBatchException(
                TickBatchPart.Batch, batch.Length - TickBatchFormat.ChecksumSize, "the checksum does not match: the batch is damaged or cut short");
        }
    }
}
