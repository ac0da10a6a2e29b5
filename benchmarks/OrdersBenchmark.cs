using System.Diagnostics;
using System.Globalization;
using Parley.Cli.Hosting;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Proving;
using Parley.Stores;
using Parley.Venues.Simulated.Binance;

namespace Parley.Benchmarks;

/// <summary>
/// Orders over a loopback socket to a venue that loses, delays and repeats answers: the product's own network, adapter, desk,
/// order protocol and ledger on disk. Many instruments, so that one whose outcome is unknown does not stop the others. At the
/// end the ledger is held against the venue's own record.
/// </summary>
internal static class OrdersBenchmark
{
    private static readonly TimeSpan EndMax = TimeSpan.FromMinutes(5);

    private static readonly VenueFaultPlan Usual = new()
    {
        LoseRequest = 0.0005,
        LoseAnswer = 0.005,
        DelayAnswer = 0.01,
        DelayMaxMilliseconds = 2_000,
        UnknownError = 0.001,
        Timeout = 0.001,
        Unavailable = 0.001,
        RepeatEvent = 0.05,
        LoseEvent = 0.002,
        ReorderEvent = 0.02,
    };

    /// <param name="args"><c>--count N</c>, <c>--instruments N</c>, <c>--faults FILE|none</c>, <c>--ledger DIR</c>.</param>
    public static int Run(string[] args)
    {
        long count = 10_000;
        int instruments = 100;
        VenueFaultPlan? plan = Usual;
        string? folder = null;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            string value = args[i + 1];
            if (args[i] == "--count") count = long.Parse(value, CultureInfo.InvariantCulture);
            else if (args[i] == "--instruments") instruments = int.Parse(value, CultureInfo.InvariantCulture);
            else if (args[i] == "--faults") plan = value == "none" ? null : FaultFile.Read(value);
            else if (args[i] == "--ledger") folder = value;
            else return Usage();
        }

        Console.WriteLine(Machine.Line());
        string path = Path.Combine(folder ?? Directory.CreateTempSubdirectory("parley-orders-").FullName, "ledger.jsonl");
        return RunAsync(count, instruments, plan, path).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(long count, int instruments, VenueFaultPlan? plan, string path)
    {
        IReadOnlyList<Symbol> symbols = SocketVenue.Symbols(instruments);
        await using SocketVenue venue = await SocketVenue.StartAsync(symbols, plan);
        FileJournal journal = FileJournal.Open(path);
        Alerts alerts = new();
        Timestamp ready;
        double seconds;
        Vitals vitals = new();
        using (Trader trader = await Trader.OpenAsync(venue.Address, futures: true, symbols, journal, TimeSpan.FromMilliseconds(50), gateway: null, alerts))
        {
            ready = Timestamp.From(TimeProvider.System.GetUtcNow());
            long started = Stopwatch.GetTimestamp();
            long told = started;
            while (trader.Desk.Counters.Orders < count)
            {
                trader.Turn();
                vitals.Sample();
                if (Stopwatch.GetElapsedTime(told) < TimeSpan.FromSeconds(30)) continue;
                told = Stopwatch.GetTimestamp();
                Say($"  {Stopwatch.GetElapsedTime(started).TotalSeconds,6:0} s  {trader.Desk.Counters.Orders,9:N0} orders  {trader.Desk.LiveOrders.Count(o => o.Phase == OrderPhase.Unknown),4} unknown now");
            }

            seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            count = trader.Desk.Counters.Orders;
            trader.IsEnding = true;
            long ending = Stopwatch.GetTimestamp();
            while (!trader.IsFlat && Stopwatch.GetElapsedTime(ending) < EndMax) trader.Turn();
            Say($"{count:N0} orders in {seconds:0.0} s, {count / seconds:0} a second; {instruments} instruments; then {Stopwatch.GetElapsedTime(ending).TotalSeconds:0} s until nothing was open or unknown");
            trader.Finish();
        }

        Say($"  ledger {new FileInfo(path).Length / 1e6:0} MB, durable intents");
        using FileJournal written = FileJournal.Open(path);
        LedgerReport report = LedgerVerifier.Verify(written, expectedRoot: null);
        IReadOnlyList<VenueRecordEntry> record = venue.Record();
        Books books = Books.Compare(LedgerRecord.ReadAll(written), record);
        TimeSpan bare = Bareness.Longest(Bareness.Of(record), [(ready, Timestamp.From(TimeProvider.System.GetUtcNow()))]);
        int bareLong = Bareness.Of(record).Count(s => s.To - s.From > TimeSpan.FromSeconds(2.5));
        Say($"  accepted twice {books.SentTwice}; unresolved {books.Unresolved.Count}; proved absent {books.Absent}; trades {books.Trades:N0}");
        Say($"  positions without a stop for more than 2.5 s {bareLong}, longest {bare.TotalSeconds:0.00} s");
        Say($"  ledger {(report.IsIntact ? "intact" : report.ToString())}, {report.Records:N0} records, root {report.Root}");
        Say($"  ledger against the venue's record of {record.Count:N0} entries: {books.Differences.Count} differences");
        foreach (string difference in books.Differences.Take(10)) Say($"    {difference}");
        foreach ((string rule, long times) in alerts.Counts) Say($"  alert {rule}: {times:N0}");
        vitals.Report();
        bool holds = books.SentTwice == 0 && books.Unresolved.Count == 0 && books.Differences.Count == 0 && bareLong == 0 && report.IsIntact;
        return holds ? 0 : 1;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static int Usage()
    {
        Console.Error.WriteLine("usage: benchmarks orders [--count N] [--instruments N] [--faults FILE|none] [--ledger DIR]");
        return 4;
    }

    private sealed class Alerts : IDeskObserver
    {
        public SortedDictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

        public void OnAlert(Timestamp at, DeskAlert alert) => Counts[alert.Rule] = Counts.GetValueOrDefault(alert.Rule) + 1;

        public void OnIntents(OrderIntents intents, IntentFate fate, string reason)
        {
            if (fate == IntentFate.Refused) Counts[$"refused: {Words(reason)}"] = Counts.GetValueOrDefault($"refused: {Words(reason)}") + 1;
        }

        private static string Words(string reason) => string.Join(' ', reason.Split(' ').Where(w => !w.Any(char.IsDigit)).Take(9));
    }
}
