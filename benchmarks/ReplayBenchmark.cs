using System.Diagnostics;
using System.Globalization;
using Parley.Market;
using Parley.Ports;

namespace Parley.Benchmarks;

/// <summary>
/// Replays recorded WebSocket frames from memory, parsing every frame and keeping the order book, then the same with every
/// feature updated and read, and compares with the plain way of reading the same bytes: one <see cref="System.Text.Json.JsonDocument"/> per frame.
/// </summary>
internal static class ReplayBenchmark
{
    private const int RunsUsual = 9;

    /// <param name="args">Paths of recordings that follow one another; <c>--runs N</c>.</param>
    public static int Run(string[] args)
    {
        int runs = RunsUsual;
        List<string> paths = [];
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] == "--runs" && i + 1 < args.Length) runs = int.Parse(args[++i], CultureInfo.InvariantCulture);
            else paths.Add(args[i]);
        }

        if (paths.Count == 0)
        {
            Console.Error.WriteLine("usage: benchmarks replay [--runs N] RECORDING...");
            return 4;
        }

        using DecompressedFiles files = new(paths);
        Console.WriteLine(Machine.Line());
        Console.WriteLine(Text($"{paths.Count} recordings, {files.Bytes / 1e6:0.0} MB decompressed, {runs} runs, median"));
        Measurement ours = Measure(runs, () => Replay(files.Paths), "parse + book");
        long events = 0;
        Measurement features = Measure(runs, () => ReplayFeatures(files.Paths, out events), "and features");
        Measurement plain = Measure(runs, () => JsonDocumentReplay.Run(files.Paths), "JsonDocument");
        foreach (Measurement measurement in (Measurement[])[ours, features, plain]) Print(measurement, files.Bytes);
        Console.WriteLine(Text($"{events:N0} market events: book and features {events / features.ProcessorSeconds / 1e6:0.00} M events/s cpu, {(features.ProcessorSeconds - ours.ProcessorSeconds) * 1e9 / events:0} ns more per event than without features"));
        Console.WriteLine(Text($"ratio {plain.Seconds / ours.Seconds:0.0} x wall, {plain.ProcessorSeconds / ours.ProcessorSeconds:0.0} x cpu"));
        return ours.Outcome == plain.Outcome && ours.Outcome == features.Outcome ? 0 : Fail(ours.Outcome, plain.Outcome);
    }

    private static ReplayOutcome Replay(IReadOnlyList<string> paths)
    {
        using IMarketSource source = MarketFiles.OpenAll(paths);
        ReplaySink sink = new();
        while (source.Pump(sink))
        {
        }

        return sink.Outcome(source.FramesRead);
    }

    private static ReplayOutcome ReplayFeatures(IReadOnlyList<string> paths, out long events)
    {
        using IMarketSource source = MarketFiles.OpenAll(paths);
        FeatureReplaySink sink = new();
        while (source.Pump(sink))
        {
        }

        events = sink.Events;
        return sink.Outcome(source.FramesRead);
    }

    private static Measurement Measure(int runs, Func<ReplayOutcome> replay, string name)
    {
        // Twice unmeasured: once to load, once for the tiered compiler to have seen every loop.
        replay();
        replay();
        double[] seconds = new double[runs];
        double[] processorSeconds = new double[runs];
        ReplayOutcome outcome = default;
        long allocated = 0;
        for (int i = 0; i < runs; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan processorStart = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            outcome = replay();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            processorSeconds[i] = (Environment.CpuUsage.TotalTime - processorStart).TotalSeconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Array.Sort(seconds);
        Array.Sort(processorSeconds);
        return new Measurement(name, seconds[runs / 2], processorSeconds[runs / 2], allocated, outcome);
    }

    // On a machine shared with others the processor's own time is the figure that says something.
    private static void Print(Measurement measurement, long bytes)
    {
        long frames = measurement.Outcome.Frames;
        foreach ((string clock, double seconds) in ((string, double)[])[("wall", measurement.Seconds), ("cpu", measurement.ProcessorSeconds)])
        {
            Console.WriteLine(Text(
                $"{measurement.Name,-14}{clock,-5}{bytes / 1e6 / seconds,7:0} MB/s {frames / seconds / 1e6,7:0.00} M frames/s {seconds * 1e9 / frames,7:0} ns/frame"));
        }

        Console.WriteLine(Text($"{measurement.Name,-14}{measurement.Allocated / (double)frames:0.0} bytes allocated per frame, opening the files included"));
    }

    private static int Fail(ReplayOutcome ours, ReplayOutcome plain)
    {
        Console.Error.WriteLine($"The two readings differ: {ours} and {plain}.");
        return 1;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Measurement(string Name, double Seconds, double ProcessorSeconds, long Allocated, ReplayOutcome Outcome);
}

/// <summary>What a replay came to; equal for two readers of the same bytes.</summary>
internal readonly record struct ReplayOutcome(long Frames, long Trades, long Quotes, long BookUpdates, long LastUpdateId, long BidCount, long BestBid);
