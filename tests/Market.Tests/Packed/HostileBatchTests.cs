using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class HostileBatchTests
{
    private const long AllocationMax = 16 << 20;

    [Theory]
    [InlineData(TickCompression.None)]
    [InlineData(TickCompression.Brotli)]
    [Trait("Fault", "F-089")]
    public void Every_damaged_bit_is_found(TickCompression compression)
    {
        byte[] batch = SmallBatch(compression);
        ((TickCompression)batch[5]).ShouldBe(compression);
        for (int bit = 0; bit < batch.Length * 8; bit++)
        {
            byte[] damaged = [.. batch];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Refused(damaged);
        }
    }

    [Theory]
    [InlineData(TickCompression.None)]
    [InlineData(TickCompression.Brotli)]
    public void Every_truncation_is_found_with_a_right_checksum_too(TickCompression compression)
    {
        byte[] batch = SmallBatch(compression);
        for (int length = 0; length < batch.Length; length++)
        {
            Refused(batch[..length]);
            Refused(Batches.Seal(batch[..length]));
        }
    }

    [Fact]
    public void Bytes_behind_the_end_are_found()
    {
        Refused([.. SmallBatch(TickCompression.None), 0]);
        Refused(Batches.Seal([.. SmallBatch(TickCompression.None), 0]));
        Refused(Batches.Seal([.. SmallBatch(TickCompression.Brotli), 0, 0, 0, 0, 0]));
    }

    [Theory]
    [InlineData(TickCompression.None, 10_000)]
    [InlineData(TickCompression.Brotli, 5_000)]
    [Trait("Fault", "F-082")]
    [Trait("Invariant", "I-42")]
    public void Whatever_the_bytes_they_are_read_whole_or_refused_whole_in_bounded_memory(TickCompression compression, int tests)
    {
        byte[][] batches = [.. Enumerable.Range(0, 20).Select(seed => SmallBatch(compression, seed))];
        (int read, int refused) = (0, 0);
        Prop.ForAll<DoNotSize<int>>(seed =>
        {
            Random random = new(seed.Item);
            byte[] batch = Mutate(batches[random.Next(batches.Length)], random);
            if (Reads(batch)) read++;
            else refused++;
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(tests));
        read.ShouldBeGreaterThan(50, "or the property says nothing");
        refused.ShouldBeGreaterThan(50, "or the property says nothing");
    }

    [Fact]
    public void Noise_is_refused() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            Refused(bytes);
            Refused([.. "PTKB\u0001\0"u8, .. bytes]);
            Reads(Batches.Seal([.. "PTKB\u0001\0"u8, .. bytes, 0, 0, 0, 0]));
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void An_unknown_version_is_named()
    {
        byte[] batch = SmallBatch(TickCompression.None);
        batch[4] = 2;
        string message = "tick batch, byte 4: version 2 is not known here, only 1";
        Refused(batch).ShouldBe(message);
        Refused(Batches.Seal(batch)).ShouldBe(message);
    }

    [Fact]
    public void An_unknown_compression_is_named()
    {
        byte[] batch = SmallBatch(TickCompression.None);
        batch[5] = 9;
        Refused(Batches.Seal(batch)).ShouldContain("there is no compression 9");
    }

    [Fact]
    public void An_unknown_kind_is_named()
    {
        TickBatchWriter writer = new(DrawnEvents.Instrument, 1, options: Batches.Plain);
        writer.OnClock(default);
        byte[] batch = writer.Take();
        int head = batch.AsSpan().LastIndexOf((byte)RecordKind.Clock);
        batch[head] = 11;
        Refused(Batches.Seal(batch)).ShouldBe("tick batch, unpacked body, byte 0: version 1 knows no event of kind 11");
        batch[head] = (byte)RecordKind.Clock | 0x40;
        Refused(Batches.Seal(batch)).ShouldBe("tick batch, unpacked body, byte 0: flags 0x40 mean nothing here");
    }

    [Fact]
    public void Something_else_is_called_so() => Refused("{\"e\":\"trade\",\"E\":1680652800000}"u8.ToArray()).ShouldBe("tick batch, byte 0: this is no tick batch");

    [Fact]
    public void Few_bytes_cannot_ask_for_much_memory()
    {
        byte[] zeros = new byte[100_000_000];
        byte[] compressed = new byte[100_000];
        BrotliEncoder.TryCompress(zeros, compressed, out int written, quality: 1, window: 20).ShouldBeTrue();
        foreach (ulong claimed in (ulong[])[1, 1_000, 1 << 20, (1 << 20) + 1, 100_000_000, ulong.MaxValue])
        {
            ByteColumn batch = new();
            TickBatchEnvelope.WriteStart(batch, TickCompression.Brotli);
            TickBatchEnvelope.WriteInstrument(batch, DrawnEvents.Instrument);
            foreach (ulong number in (ulong[])[1, 1, 1, claimed, 0, 0, 0, 0, 0]) batch.Unsigned(number);
            batch.Bytes(compressed.AsSpan(0, written));
            batch.Bytes(new byte[4]);
            Refused(Batches.Seal(batch.Written.ToArray()));
        }
    }

    [Fact]
    public void A_book_of_more_levels_than_bytes_is_refused()
    {
        ByteColumn batch = new();
        TickBatchEnvelope.WriteStart(batch, TickCompression.None);
        TickBatchEnvelope.WriteInstrument(batch, DrawnEvents.Instrument);
        foreach (ulong number in (ulong[])[1, 1, 1, 1, 2, 1, 3, 3, 3]) batch.Unsigned(number);
        batch.Bytes([(byte)RecordKind.Snapshot, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0]);
        batch.Bytes(new byte[4]);
        Refused(Batches.Seal(batch.Written.ToArray())).ShouldContain("4 bids, where at most 3 are possible");
    }

    private static byte[] SmallBatch(TickCompression compression, int seed = 3)
    {
        // All kinds, and of what a market has most, several that resemble each other.
        DrawnEvents draw = new(new Random(seed));
        TickBatchWriter writer = new(DrawnEvents.Instrument, 7, options: new TickBatchOptions { Compression = compression });
        for (int kind = 0; kind < DrawnEvents.KindCount; kind++) draw.Draw(kind)(writer);
        for (int i = 0; i < 20; i++)
        {
            writer.OnTrade(new Trade(
                DrawnEvents.Instrument.Symbol, 100 + i, new Timestamp(i * 1_000_000), new Timestamp(i * 1_000_000),
                Price.From(63943.9m), Quantity.From(0.005m), Side.Buy, TradeOrigin.Market));
        }

        byte[] batch = writer.Take();
        return batch;
    }

    private static byte[] Mutate(byte[] content, Random random)
    {
        List<byte> bytes = [.. content[..^4]];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(5, bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes[at] = (byte)(random.Next(2) * 255); break;
                case 3: bytes.RemoveAt(at); break;
                case 4: bytes.Insert(at, (byte)random.Next(256)); break;
                default:
                    int other = random.Next(5, bytes.Count);
                    (bytes[at], bytes[other]) = (bytes[other], bytes[at]);
                    break;
            }
        }

        return Batches.Seal([.. bytes, 0, 0, 0, 0]);
    }

    /// <returns>False when the batch was refused: with one line, and before the sink had anything.</returns>
    private static bool Reads(byte[] batch)
    {
        ExactLog log = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            int count = TickBatch.Replay(batch, default, log);
            count.ShouldBe(log.Lines.Count);
            TickBatch.ReadHeader(batch).Count.ShouldBe(count);
            return true;
        }
        catch (TickBatchException exception)
        {
            log.Lines.ShouldBeEmpty();
            exception.Message.ShouldStartWith("tick batch, ");
            exception.Message.ShouldNotContain('\n');
            exception.Position.ShouldBeInRange(0, 1 << 20);
            return false;
        }
        finally
        {
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(AllocationMax);
        }
    }

    private static string Refused(byte[] batch)
    {
        ExactLog log = new();
        TickBatchException exception = Should.Throw<TickBatchException>(() => TickBatch.Replay(batch, default, log));
        log.Lines.ShouldBeEmpty();
        exception.Message.ShouldNotContain('\n');
        return exception.Message;
    }
}
