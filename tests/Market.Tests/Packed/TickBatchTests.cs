using FsCheck;
using FsCheck.Fluent;
using Parley.Domain;

namespace Parley.Market.Tests;

public sealed class TickBatchTests
{
    public static TheoryData<int> Kinds() => [.. Enumerable.Range(0, DrawnEvents.KindCount)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_field_of_every_kind_comes_back(int kind) =>
        Prop.ForAll<DoNotSize<int>>(seed =>
        {
            DrawnEvents draw = new(new Random(seed.Item));
            DrawnEvent[] events = [.. Enumerable.Range(0, 5).Select(_ => draw.Draw(kind))];
            return Batches.Read(Batches.Pack(events)).SequenceEqual(Batches.Log(events));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Any_mixture_comes_back_packed_and_plain_for_any_instrument() =>
        Prop.ForAll<DoNotSize<int>>(seed =>
        {
            Random random = new(seed.Item);
            Instrument instrument = new DrawnEvents(random).DrawInstrument();
            DrawnEvent[] events = Batches.Draw(seed.Item, 40);
            TickBatchWriter writer = new(
                instrument, random.NextInt64(long.MaxValue), random.NextInt64(1, long.MaxValue - 1_000),
                random.Next(2) == 0 ? null : Batches.Plain);
            TickPosition first = new(0, writer.NextSequence);
            foreach (DrawnEvent send in events) send(writer);
            byte[] batch = writer.Take();
            TickBatchHeader header = TickBatch.ReadHeader(batch);
            header.Instrument.ShouldBe(instrument);
            decimal.GetBits(header.Instrument.NotionalMin).ShouldBe(decimal.GetBits(instrument.NotionalMin));
            header.First.Sequence.ShouldBe(first.Sequence);
            header.Count.ShouldBe(events.Length);
            header.Last.Sequence.ShouldBe(writer.NextSequence - 1);
            return Batches.Read([batch]).SequenceEqual(Batches.Log(events));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void However_a_stream_is_cut_it_replays_the_same_events() =>
        Prop.ForAll<DoNotSize<int>>(seed =>
        {
            Random random = new(seed.Item);
            DrawnEvent[] events = Batches.Draw(seed.Item, 60);
            int oneIn = random.Next(1, 20);
            TickBatchOptions options = new()
            {
                BytesMax = random.Next(8_192, 20_000),
                Compression = (TickCompression)random.Next(2),
            };
            List<byte[]> batches = Batches.Pack(events, options, () => random.Next(oneIn) == 0);
            batches.ShouldAllBe(b => b.Length <= options.BytesMax);
            batches.Select(TickBatchHeaders).Aggregate(1L, (next, header) =>
            {
                header.First.ShouldBe(new TickPosition(7, next));
                return header.Last.Sequence + 1;
            }).ShouldBe(61);
            return Batches.Read(batches).SequenceEqual(Batches.Log(events));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void What_is_known_already_is_not_replayed()
    {
        DrawnEvent[] events = Batches.Draw(1, 50);
        List<byte[]> batches = Batches.Pack(events, cut: () => false);
        List<string> all = Batches.Log(events);
        batches.Count.ShouldBe(1);
        for (int known = 0; known <= 50; known++)
            Batches.Read(batches, new TickPosition(7, known)).ShouldBe(all.Skip(known));
        Batches.Read(batches, new TickPosition(7, long.MaxValue)).ShouldBeEmpty();
        Batches.Read(batches, new TickPosition(8, 0)).ShouldBeEmpty("a later epoch has taken over");
        Batches.Read(batches, new TickPosition(6, long.MaxValue)).ShouldBe(all, "the epoch is new");
    }

    [Fact]
    public void Batches_that_come_twice_replay_nothing_the_second_time()
    {
        Random random = new(5);
        DrawnEvent[] events = Batches.Draw(2, 200);
        List<byte[]> batches = Batches.Pack(events, cut: () => random.Next(9) == 0);
        ExactLog log = new();
        TickPosition known = default;
        for (int i = 0; i < batches.Count; i++)
        {
            // As after a crash: some of those before come once more.
            for (int again = Math.Max(0, i - random.Next(4)); again <= i; again++)
            {
                TickBatch.Replay(batches[again], known, log);
                TickPosition last = TickBatch.ReadHeader(batches[again]).Last;
                if (last > known) known = last;
            }
        }

        log.Lines.ShouldBe(Batches.Log(events));
    }

    [Fact]
    public void Positions_order_epochs_before_sequences()
    {
        TickPosition[] rising = [default, new(0, 1), new(0, long.MaxValue), new(1, 0), new(1, 1), new(2, 0)];
        for (int i = 0; i < rising.Length; i++)
        {
            for (int j = 0; j < rising.Length; j++)
            {
                Math.Sign(rising[i].CompareTo(rising[j])).ShouldBe(Math.Sign(i.CompareTo(j)));
                (rising[i] < rising[j]).ShouldBe(i < j);
                (rising[i] >= rising[j]).ShouldBe(i >= j);
            }
        }
    }

    [Fact]
    public void A_market_on_its_grid_takes_few_bytes()
    {
        TickBatchWriter writer = new(DrawnEvents.Instrument, 1, options: Batches.Plain);
        Timestamp at = Timestamp.Parse("2024-07-18T23:57:02.504Z");
        for (int i = 0; i < 100; i++)
        {
            writer.OnTrade(new Trade(
                DrawnEvents.Instrument.Symbol, 3_535_186_032 + i, at, at, Price.From(63943.9m), Quantity.From(0.005m), Side.Buy, TradeOrigin.Market));
        }

        // Head, two times, id, price, quantity; the first of them says where it all stands.
        writer.Take().Length.ShouldBeLessThan(100 * 6 + 100);
    }

    [Fact]
    public void Reading_allocates_no_more_for_many_events_than_for_few()
    {
        static byte[] Batch(int count)
        {
            TickBatchWriter writer = new(DrawnEvents.Instrument, 1);
            BookLevel[] levels = [.. Enumerable.Range(1, 20).Select(i => new BookLevel(Price.From(i), Quantity.From(i)))];
            for (int i = 0; i < count; i++)
                writer.OnDepth(new DepthUpdate(DrawnEvents.Instrument.Symbol, default, default, i, i, i - 1, levels, levels));
            return writer.Take();
        }

        BookSink sink = new(DrawnEvents.Instrument.Symbol);
        InstrumentSinkAround around = new(sink);
        static long Allocated(byte[] batch, InstrumentSinkAround around)
        {
            // The least of several: pools and the compiler allocate now and then for reasons of their own.
            long least = long.MaxValue;
            for (int i = 0; i < 20; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                TickBatch.Replay(batch, default, around);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }

        Allocated(Batch(2_000), around).ShouldBe(Allocated(Batch(2), around));
    }

    [Fact]
    public void Writing_allocates_the_batch_and_nothing_else()
    {
        TickBatchWriter writer = new(DrawnEvents.Instrument, 1);
        BookLevel[] levels = [.. Enumerable.Range(1, 20).Select(i => new BookLevel(Price.From(i), Quantity.From(i)))];
        long Write()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1_000; i++)
            {
                writer.OnDepth(new DepthUpdate(DrawnEvents.Instrument.Symbol, default, default, i, i, i - 1, levels, levels));
                writer.OnTrade(new Trade(DrawnEvents.Instrument.Symbol, i, default, default, Price.From(1), Quantity.From(1), Side.Buy, TradeOrigin.Market));
                writer.OnClock(new Timestamp(i));
            }

            byte[] batch = writer.Take();
            return GC.GetAllocatedBytesForCurrentThread() - before - batch.Length;
        }

        Write();
        Write();
        Write().ShouldBeLessThan(64, "an array's own overhead");
    }

    private static TickBatchHeader TickBatchHeaders(byte[] batch) => TickBatch.ReadHeader(batch);
}
