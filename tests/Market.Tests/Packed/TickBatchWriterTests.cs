using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class TickBatchWriterTests
{
    private static readonly Symbol Btc = DrawnEvents.Instrument.Symbol;

    [Fact]
    public void Numbers_events_and_goes_on_after_taking()
    {
        TickBatchWriter writer = new(DrawnEvents.Instrument, epoch: 3, firstSequence: 10);
        writer.IsEmpty.ShouldBeTrue();
        writer.NextSequence.ShouldBe(10);
        writer.OnClock(new Timestamp(1));
        writer.OnClock(new Timestamp(2));
        writer.Count.ShouldBe(2);
        writer.NextSequence.ShouldBe(12);
        TickBatch.ReadHeader(writer.Take()).ShouldBe(new TickBatchHeader(1, DrawnEvents.Instrument, new TickPosition(3, 10), 2));
        writer.IsEmpty.ShouldBeTrue();
        writer.OnClock(new Timestamp(3));
        TickBatch.ReadHeader(writer.Take()).First.ShouldBe(new TickPosition(3, 12));
        Should.Throw<InvalidOperationException>(writer.Take);
    }

    [Fact]
    public void A_batch_taken_when_full_stays_within_the_limit_and_close_to_it()
    {
        TickBatchOptions options = new() { BytesMax = 4_096, Compression = TickCompression.None };
        TickBatchWriter writer = new(DrawnEvents.Instrument, 1, options: options);
        for (long i = 0; !writer.IsFull; i++) writer.OnTrade(Trade(i));
        writer.Take().Length.ShouldBeInRange(4_096 - 512, 4_096);
    }

    [Fact]
    public void Whoever_never_asks_whether_it_is_full_still_gets_batches_within_the_limit()
    {
        TickBatchOptions options = new() { BytesMax = 1_024, Compression = TickCompression.None };
        TickBatchWriter writer = new(DrawnEvents.Instrument, 1, options: options);
        for (long i = 0; i < 10_000; i++) writer.OnTrade(Trade(i * i));
        writer.Count.ShouldBe(10_000);
        long next = 1;
        while (!writer.IsEmpty)
        {
            byte[] batch = writer.Take();
            batch.Length.ShouldBeLessThanOrEqualTo(1_024);
            TickBatchHeader header = TickBatch.ReadHeader(batch);
            header.First.Sequence.ShouldBe(next);
            next += header.Count;
        }

        next.ShouldBe(10_001);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(99_999_999_989)]
    public void A_book_of_five_thousand_levels_a_side_fits_behind_others_and_alone(long stride)
    {
        BookLevel[] bids = Levels(5_000, stride);
        BookLevel[] asks = Levels(5_000, -stride);
        foreach (int before in (int[])[0, 1, 20_000, 40_000])
        {
            TickBatchWriter writer = new(DrawnEvents.Instrument, 1);
            for (int i = 0; i < before && !writer.IsFull; i++) writer.OnTrade(Trade(i));
            writer.OnSnapshot(new DepthSnapshot(Btc, default, default, 77, bids, asks));
            List<byte[]> batches = [];
            while (!writer.IsEmpty) batches.Add(writer.Take());
            batches.ShouldAllBe(b => b.Length <= 240 * 1_024);
            Batches.Read(batches)[^1].ShouldBe(Batches.Log([s => s.OnSnapshot(new DepthSnapshot(Btc, default, default, 77, bids, asks))])[0]);
        }
    }

    [Fact]
    public void A_refused_event_gets_no_number_and_changes_nothing()
    {
        DrawnEvent[] events = Batches.Draw(11, 30);
        TickBatchWriter writer = new(DrawnEvents.Instrument, 7, options: Batches.Plain);
        TickBatchWriter undisturbed = new(DrawnEvents.Instrument, 7, options: Batches.Plain);
        BookLevel[] huge = Levels(50_000, 99_999_999_989);
        Timestamp at = new(1_721_347_200_000_000_001);
        foreach (DrawnEvent send in events)
        {
            send(undisturbed);
            send(writer);
            Should.Throw<ArgumentException>(() => writer.OnTrade(Trade(1) with { Symbol = new Symbol("ETHUSDT") })).Message.ShouldContain("ETHUSDT");
            Should.Throw<ArgumentException>(() => writer.OnTrade(Trade(1) with { Aggressor = (Side)2 }));
            Should.Throw<ArgumentException>(() => writer.OnBar(default(Bar) with { Symbol = Btc }));
            Should.Throw<ArgumentException>(() => writer.OnNews(new NewsItem("i", at, at, "s", new string('x', 20_000), Btc, null)))
                .Message.ShouldContain("headline takes more than 16,384 bytes");
        }

        writer.NextSequence.ShouldBe(31);
        Should.Throw<ArgumentException>(() => writer.OnSnapshot(new DepthSnapshot(Btc, at, at, 1, huge, huge)))
            .Message.ShouldContain("does not fit into a batch of 245,760 bytes");
        writer.NextSequence.ShouldBe(31);
        writer.Take().ShouldBe(undisturbed.Take());
        Should.Throw<ArgumentException>(() => writer.OnSnapshot(new DepthSnapshot(Btc, at, at, 1, huge, huge)));
        writer.IsEmpty.ShouldBeTrue();
        events[0](writer);
        events[0](undisturbed);
        writer.Take().ShouldBe(undisturbed.Take());
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Should.Throw<ArgumentException>(() => new TickBatchWriter(DrawnEvents.Instrument, -1));
        Should.Throw<ArgumentException>(() => new TickBatchWriter(DrawnEvents.Instrument, 1, 0));
        Should.Throw<ArgumentException>(() => new TickBatchWriter(DrawnEvents.Instrument with { Symbol = default }, 1));
        Should.Throw<ArgumentException>(() => new TickBatchWriter(DrawnEvents.Instrument with { BaseAsset = new string('x', 65) }, 1));
        Should.Throw<ArgumentException>(() => new TickBatchWriter(DrawnEvents.Instrument with { Kind = (InstrumentKind)9 }, 1));
        foreach (int bytes in (int[])[0, 1_023, (1 << 20) + 1])
            Should.Throw<ArgumentException>(() => new TickBatchWriter(DrawnEvents.Instrument, 1, options: new TickBatchOptions { BytesMax = bytes }));
    }

    private static Trade Trade(long id) => new(
        Btc, id, new Timestamp(1_721_347_200_000_000_000 + id), new Timestamp(1_721_347_200_000_000_000 - id), Price.FromRaw(id * 10_000_000),
        Quantity.FromRaw(id), Side.Sell, TradeOrigin.Market);

    private static BookLevel[] Levels(int count, long stride) =>
        [.. Enumerable.Range(1, count).Select(i => new BookLevel(
            Price.FromRaw(6_400_000_000_000 + i * stride), Quantity.FromRaw(unchecked(i * stride * 7_919))))];
}
