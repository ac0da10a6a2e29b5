using System.Diagnostics;
using System.Globalization;
using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Market;
using Parley.Orchestrations;
using Parley.Orchestrations.Inline;
using Parley.Ports;
using Parley.Stores;
using Parley.Venues.Simulated;

namespace Parley.Benchmarks;

/// <summary>
/// <c>benchmarks -- ingest [--interval MS] FILE…</c>: what a recorded market costs in the cloud. It is published as the edge would and taken
/// in as the functions do; counted are batches, bytes, writes and processor time per million market events. Storage is in
/// memory: the time is the code's own. The figures of docs/cost.md.
/// </summary>
internal static class IngestBenchmark
{
    public static int Run(string[] arguments)
    {
        bool chosen = arguments is ["--interval", _, ..];
        string[] paths = chosen ? arguments[2..] : arguments;
        if (paths.Length == 0 || !int.TryParse(chosen ? arguments[1] : "5000", CultureInfo.InvariantCulture, out int milliseconds) || milliseconds <= 0)
        {
            Console.Error.WriteLine("usage: benchmarks ingest [--interval MS] FILE…");
            return 4;
        }

        TimeSpan interval = TimeSpan.FromMilliseconds(milliseconds);
        Console.WriteLine(Machine.Line());
        ParleyConfig config = new();
        using ReplaySource opened = ReplaySource.Open(paths, new MarketFileOptions(null), config);
        SessionPlan plan = SessionPlan.For(config, "paper", opened.Name, [.. opened.Instruments.Select(i => OnItsGrid(i, paths[0]))], opened.Candles);
        List<ReadOnlyMemory<byte>> batches = Publish(plan, opened.Source, interval, out TimeSpan market);

        for (int round = 0; round < 3; round++)
        {
            CountedCloud cloud = new(plan);
            TickIngest ingest = cloud.Ingest();
            long started = Stopwatch.GetTimestamp();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            IngestReport report = new();
            foreach (ReadOnlyMemory<byte> batch in batches) report += ingest.IngestAsync([batch], CancellationToken.None).GetAwaiter().GetResult();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            Print(report, batches, cloud, elapsed, allocated, market);
        }

        return 0;
    }

    // Recordings do not say their grid; the venue would, and packing lives on it.
    private static Instrument OnItsGrid(Instrument instrument, string path)
    {
        EventTape tape = new();
        using IMarketSource source = MarketFiles.Open(path);
        while (source.Pump(tape))
        {
        }

        return instrument with { TickSize = Price.FromRaw(tape.PriceGrid), StepSize = Quantity.FromRaw(tape.QuantityGrid) };
    }

    private static void Print(
        IngestReport report, List<ReadOnlyMemory<byte>> batches, CountedCloud cloud, TimeSpan elapsed, long allocated, TimeSpan market)
    {
        double million = report.Events / 1e6;
        string Per(double amount) => string.Create(CultureInfo.InvariantCulture, $"{amount / million,14:N0}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Events:N0} events of {market.TotalMinutes:0.0} minutes ({report.Events / market.TotalSeconds:N0}/s) in {elapsed.TotalSeconds:0.00} s; per million events:"));
        Console.WriteLine($"  batches (one delivery each) {Per(batches.Count)}");
        Console.WriteLine($"  bytes in batches            {Per(batches.Sum(b => (double)b.Length))}");
        Console.WriteLine($"  checkpoint writes           {Per(cloud.Checkpoints.Writes)}   bytes each {cloud.Checkpoints.Bytes / Math.Max(1, cloud.Checkpoints.Writes),10:N0}");
        Console.WriteLine($"  tail appends                {Per(cloud.Checkpoints.Appends)}   bytes each {cloud.Checkpoints.AppendedBytes / Math.Max(1, cloud.Checkpoints.Appends),10:N0}");
        Console.WriteLine($"  snapshot writes             {Per(cloud.Snapshots.Writes)}   bytes each {cloud.Snapshots.Bytes / Math.Max(1, cloud.Snapshots.Writes),10:N0}");
        Console.WriteLine($"  feature transactions        {Per(cloud.Features.Writes)}   bytes each {cloud.Features.Bytes / Math.Max(1, cloud.Features.Writes),10:N0}");
        Console.WriteLine($"  decisions                   {Per(cloud.Decisions.Writes)}   bytes each {cloud.Decisions.Bytes / Math.Max(1, cloud.Decisions.Writes),10:N0}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  per event {elapsed.TotalNanoseconds / report.Events:N0} ns, {(double)allocated / report.Events:N0} B allocated; per batch {elapsed.TotalMicroseconds / batches.Count:N0} µs"));
    }

    private static List<ReadOnlyMemory<byte>> Publish(SessionPlan plan, IMarketSource source, TimeSpan interval, out TimeSpan market)
    {
        List<ReadOnlyMemory<byte>> batches = [];
        TickPacker packer = new(
            plan.Instruments, epoch: 1, new TickBatchOptions(), (_, batch) => batches.Add(batch), why => throw new InvalidOperationException(why));
        SimulatedVenue venue = new(new SimulatedVenueOptions { Instruments = plan.Instruments, InitialCash = 10_000 });
        Desk desk = new(plan.Desk(run: 1) with { Relay = packer }, venue, Ledger.Start(new ForgetfulJournal()), NoObserver.Instance, TimeProvider.System);
        MarketFanOut sink = new(packer, new MarketFanOut(venue, desk));
        Timestamp first = default;
        Timestamp flushed = default;
        while (source.Pump(sink))
        {
            if (first == default) first = flushed = desk.Now;
            if (desk.Now - flushed < interval) continue;
            packer.Flush();
            flushed = desk.Now;
        }

        packer.Flush();
        market = desk.Now - first;
        return batches;
    }

    /// <summary>The functions' half with counted stores.</summary>
    private sealed class CountedCloud(SessionPlan plan)
    {
        public CountedBlobs Checkpoints { get; } = new();

        public CountedBlobs Snapshots { get; } = new();

        public CountedTable Features { get; } = new();

        public CountedTable Decisions { get; } = new();

        public TickIngest Ingest()
        {
            ActivityTable activities = new();
            InlineWorkflows workflows = new InlineWorkflows(activities, TimeProvider.System)
                .Add(DecisionWorkflow.Definition, DecisionWorkflow.RunAsync)
                .Add(ExecutionWorkflow.Definition, (_, intents) => Task.FromResult(
                    new IntentReceipt(intents.DecisionId, intents.Symbol, intents.At, IntentFate.Unanswered, 0, "")));
            SnapshotShelf shelf = new(Snapshots);
            new DecisionActivities(1, plan.Settings, shelf, new DecisionBook(Decisions), new Nowhere(), workflows).AddTo(activities);
            return new TickIngest(
                new IngestOptions
                {
                    Timeframes = plan.Timeframes,
                    Trigger = plan.Trigger,
                    Symbols = [.. plan.Instruments.Select(i => i.Symbol)],
                    Settings = plan.Settings,
                },
                Checkpoints, new MemoryBlobs(), shelf, new FeatureBook(Features), workflows);
        }
    }

    private sealed class Nowhere : IEventPublisher
    {
        public int BodyMax => 1_000_000;

        public Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation) => Task.CompletedTask;
    }
}
