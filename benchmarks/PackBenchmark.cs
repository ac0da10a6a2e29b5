using System.Globalization;
using System.IO.Compression;
using Parley.Domain;
using Parley.Market;
using Parley.Ports;

namespace Parley.Benchmarks;

/// <summary>
/// Packs recorded markets into tick batches, full ones and one for every interval, and reads them back: bytes and
/// processor time per event, and what other ways of compressing would have made of the same batches.
/// </summary>
internal static class PackBenchmark
{
    private const int RunsUsual = 9;

    /// <param name="args">Paths of recordings, each of one instrument; <c>--runs N</c>, <c>--interval MS</c>.</param>
    public static int Run(string[] args)
    {
        int runs = RunsUsual;
        long interval = 1_000;
        List<string> paths = [];
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--runs" && i + 1 < args.Length) runs = int.Parse(args[++i], CultureInfo.InvariantCulture);
            else if (args[i] == "--interval" && i + 1 < args.Length) interval = long.Parse(args[++i], CultureInfo.InvariantCulture);
            else paths.Add(args[i]);
        }

        if (paths.Count == 0)
        {
            Console.Error.WriteLine("usage: benchmarks pack [--runs N] [--interval MS] RECORDING...");
            return 4;
        }

        Console.WriteLine(Machine.Line());
        bool isWhole = true;
        foreach (string path in paths) isWhole &= Report(path, runs, interval * 1_000_000);
        return isWhole ? 0 : 1;
    }

    private static bool Report(string path, int runs, long interval)
    {
        using DecompressedFiles file = new([path]);
        EventTape tape = new();
        using (IMarketSource source = MarketFiles.Open(file.Paths[0]))
        {
            while (source.Pump(tape))
            {
            }
        }

        Instrument instrument = new(
            tape.Symbol, "", "", InstrumentKind.Spot, Price.FromRaw(tape.PriceGrid), Quantity.FromRaw(tape.QuantityGrid), default, 0);
        CountingSink counter = new();
        tape.Play(0, tape.Count, counter);
        Console.WriteLine();
        Console.WriteLine(Text($"{Path.GetFileName(path)}: {tape.Count:N0} events, {counter.Levels:N0} levels, JSON {file.Bytes / (double)tape.Count:0.0} bytes per event; tick {Price.FromRaw(tape.PriceGrid)}, step {Quantity.FromRaw(tape.QuantityGrid)}; {runs} runs, median cpu"));
        bool isWhole = true;
        foreach ((string name, long every) in ((string, long)[])[("full batches", long.MaxValue), (Text($"every {interval / 1_000_000} ms"), interval)])
        {
            List<byte[]> plain = Pack(tape, instrument, every, TickCompression.None);
            isWhole &= Product(name, "plain", tape, instrument, every, TickCompression.None, runs);
            isWhole &= Product(name, "packed", tape, instrument, every, TickCompression.Brotli, runs);
            foreach (Codec codec in Codec.All) Compare(name, codec, plain, tape.Count, runs);
        }

        return isWhole;
    }

    private static bool Product(
        string batches, string name, EventTape tape, Instrument instrument, long every, TickCompression compression, int runs)
    {
        List<byte[]> packed = Pack(tape, instrument, every, compression);
        CountingSink sink = new();
        long writtenBytes = 0;
        TickBatchWriter writer = NewWriter(instrument, compression);
        Cost playing = Measure(runs, () => tape.Play(0, tape.Count, sink));
        Cost writing = Measure(runs, () => writtenBytes = Write(tape, every, writer, batches: null));
        Cost reading = Measure(runs, () => Read(packed, sink));
        long bytes = packed.Sum(b => (long)b.Length);
        int events = tape.Count;
        Console.WriteLine(Text($"  {batches,-14}{name,-18}{bytes / (double)events,6:0.00} bytes/event  {packed.Count,5} batches of {bytes / packed.Count,7:N0} bytes  write {(writing.Nanoseconds - playing.Nanoseconds) / events,5:0} ns  read {reading.Nanoseconds / events,5:0} ns  allocated per batch: writing {(writing.Allocated - writtenBytes) / (double)packed.Count:0} bytes beside the batch, reading {reading.Allocated / (double)packed.Count:0}"));
        CountingSink once = new();
        Read(packed, once);
        return once.Events == events;
    }

    private static void Compare(string batches, Codec codec, List<byte[]> plain, int events, int runs)
    {
        byte[] target = new byte[2 * plain.Max(b => b.Length) + 1_024];
        long bytes = 0;
        Cost cost = Measure(runs, () =>
        {
            bytes = 0;
            foreach (byte[] batch in plain) bytes += Math.Min(batch.Length, codec.Compress(batch, target));
        });
        Console.WriteLine(Text($"  {batches,-14}{codec.Name,-18}{bytes / (double)events,6:0.00} bytes/event  {cost.Nanoseconds / events,5:0} ns per event to compress"));
    }

    private static List<byte[]> Pack(EventTape tape, Instrument instrument, long every, TickCompression compression)
    {
        List<byte[]> batches = [];
        Write(tape, every, NewWriter(instrument, compression), batches);
        return batches;
    }

    private static TickBatchWriter NewWriter(Instrument instrument, TickCompression compression) =>
        new(instrument, epoch: 1, options: new TickBatchOptions { Compression = compression });

    /// <returns>Bytes of all batches, with what arrays of them cost.</returns>
    private static long Write(EventTape tape, long every, TickBatchWriter writer, List<byte[]>? batches)
    {
        const int arrayOverhead = 24;
        long bytes = 0;
        long due = every == long.MaxValue ? every : tape.Received[0].Nanoseconds + every;
        for (int i = 0; i < tape.Count; i++)
        {
            long now = tape.Received[i].Nanoseconds;
            if (now >= due)
            {
                while (!writer.IsEmpty) Take();
                due = now + every;
            }

            tape.Play(i, i + 1, writer);
            while (writer.IsFull) Take();
        }

        while (!writer.IsEmpty) Take();
        return bytes;

        void Take()
        {
            byte[] batch = writer.Take();
            bytes += (batch.Length + arrayOverhead + 7) & ~7;
            batches?.Add(batch);
        }
    }

    private static void Read(List<byte[]> batches, IInstrumentSink sink)
    {
        foreach (byte[] batch in batches) TickBatch.Replay(batch, default, sink);
    }

    private static Cost Measure(int runs, Action action)
    {
        // Twice unmeasured: once to load, once for the tiered compiler to have seen every loop.
        action();
        action();
        double[] nanoseconds = new double[runs];
        long allocated = 0;
        for (int i = 0; i < runs; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan start = Environment.CpuUsage.TotalTime;
            action();
            nanoseconds[i] = (Environment.CpuUsage.TotalTime - start).TotalNanoseconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Array.Sort(nanoseconds);
        return new Cost(nanoseconds[runs / 2], allocated);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Cost(double Nanoseconds, long Allocated);

    /// <summary>A way of compressing a batch; gives the size.</summary>
    private sealed record Codec(string Name, Func<byte[], byte[], int> Compress)
    {
        public static Codec[] All { get; } =
        [
            new("deflate fastest", (source, target) => Deflate(source, target, CompressionLevel.Fastest)),
            new("deflate optimal", (source, target) => Deflate(source, target, CompressionLevel.Optimal)),
            .. Enumerable.Range(0, 7).Select(quality => new Codec(Text($"brotli {quality}"), (source, target) => Brotli(source, target, quality))),
        ];

        private static int Deflate(byte[] source, byte[] target, CompressionLevel level)
        {
            using MemoryStream stream = new(target);
            using (DeflateStream deflate = new(stream, level, leaveOpen: true)) deflate.Write(source);
            return (int)stream.Position;
        }

        private static int Brotli(byte[] source, byte[] target, int quality) =>
            BrotliEncoder.TryCompress(source, target, out int written, quality, window: 18) ? written : source.Length;
    }
}
