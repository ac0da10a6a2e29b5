using System.Diagnostics;
using System.Globalization;
using Parley.Backtesting;
using Parley.Domain;
using Parley.Market;

namespace Parley.Benchmarks;

/// <summary>
/// Throughput of the bar backtest: sma-cross 20/50 with fees, trades and equity recorded, on bars this program makes, in
/// memory and from a CSV file it writes; beside it the same rule as a bare loop. Medians of several runs, one thread; by
/// the wall clock and by the processor time the process used, which says more on a machine that has other work to do.
/// </summary>
internal static class BarsBenchmark
{
    private const int Runs = 15;
    private const int Fast = 20;
    private const int Slow = 50;

    private static readonly BarBacktestOptions Options = new()
    {
        StartingBalance = 10_000_000m,
        FeeBps = 10m,
        Quantity = Quantity.From(1m),
    };

    /// <param name="args">Number of bars; 1,000,000 when absent.</param>
    public static int Run(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], NumberStyles.None, CultureInfo.InvariantCulture) : 1_000_000;
        BarSeries bars = Synthesize(count);
        BarBacktestResult result = InMemory(bars);
        Duration engine = Median(() => InMemory(bars));
        Duration bare = Median(() => BareLoop(bars));
        CsvFigures csv = FromCsv(bars, result.FinalEquity);

        Console.WriteLine(Machine.Line());
        Console.WriteLine(Invariant($"sma-cross {Fast}/{Slow}, {count:N0} bars, {result.Trades.Count:N0} trades, median of {Runs} runs"));
        Print("in memory", "bars", count, engine);
        Print("bare C# loop", "bars", count, bare);
        Print("CSV, all formats", "rows", count, csv.General);
        Print("CSV, in bulk", "rows", count, csv.Bulk);
        Print("CSV and backtest", "rows", count, csv.Whole);
        Console.WriteLine(Invariant($"the engine takes {engine.Processor / bare.Processor:0.0} times as long as the bare loop; the file has {csv.Bytes / 1e6:0} MB"));
        return 0;
    }

    private static BarBacktestResult InMemory(BarSeries bars) =>
        BarBacktest.Run(bars, new SmaCross(Fast, Slow), Options);

    private static CsvFigures FromCsv(BarSeries bars, decimal expected)
    {
        string folder = Directory.CreateTempSubdirectory("parley-bench-").FullName;
        try
        {
            string path = Path.Combine(folder, "TESTUSDT-1m.csv");
            WriteCsv(path, bars);
            Duration general = Median(() => LoadAny(path));
            Duration bulk = Median(() => LoadBulk(path));
            Duration whole = Median(() =>
            {
                decimal equity = InMemory(LoadBulk(path)).FinalEquity;
                if (equity != expected) throw new InvalidOperationException($"{equity} from the file, {expected} in memory.");
            });
            return new CsvFigures(general, bulk, whole, new FileInfo(path).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static BarSeries LoadAny(string path)
    {
        using IMarketFile file = MarketFiles.Open(path);
        return BarSeries.FromSource(file);
    }

    private static BarSeries LoadBulk(string path) =>
        BulkKlines.TryRead(path, new Symbol("TESTUSDT"), Timeframe.OneMinute)
        ?? throw new InvalidOperationException($"{path} was not taken for klines.");

    /// <summary>The rule with nothing around it: what the machine can do.</summary>
    private static double BareLoop(BarSeries bars)
    {
        ReadOnlySpan<long> opens = bars.Opens;
        ReadOnlySpan<long> closes = bars.Closes;
        double[] equity = new double[closes.Length];
        double cash = 10_000_000, units = 0, sumFast = 0, sumSlow = 0, before = 0;
        int pending = 0;
        for (int i = 0; i < closes.Length; i++)
        {
            if (pending != 0)
            {
                double price = opens[i] * 1e-8;
                cash -= pending * price + price * 0.001;
                units += pending;
                pending = 0;
            }

            double close = closes[i] * 1e-8;
            equity[i] = cash + units * close;
            sumFast += close;
            sumSlow += close;
            if (i >= Fast) sumFast -= closes[i - Fast] * 1e-8;
            if (i >= Slow) sumSlow -= closes[i - Slow] * 1e-8;
            double lead = sumFast / Fast - sumSlow / Slow;
            if (i >= Slow && lead > 0 && before <= 0 && units == 0) pending = 1;
            if (i >= Slow && lead < 0 && before >= 0 && units > 0) pending = -1;
            before = lead;
        }

        return equity[^1];
    }

    /// <summary>A random walk around 60,000 with prices on a 0.01 grid; the same on every machine.</summary>
    private static BarSeries Synthesize(int count)
    {
        var bars = new BarSeries(new Symbol("TESTUSDT"), Timeframe.OneMinute, count);
        ulong state = 88_172_645_463_325_252;
        long cents = 6_000_000;
        for (int i = 0; i < count; i++)
        {
            long open = cents + Step(4);
            long close = open + Step(5_000);
            long high = Math.Max(open, close) + Math.Abs(Step(1_500));
            long low = Math.Min(open, close) - Math.Abs(Step(1_500));
            // Pulled back to the middle, so that a long walk stays on the page.
            cents = close + (6_000_000 - close) / 5_000;
            bars.Add(new Bar(
                bars.Symbol,
                bars.Timeframe,
                Timestamp.FromMilliseconds(1_577_836_800_000 + 60_000L * i),
                Cents(open),
                Cents(high),
                Cents(low),
                Cents(close),
                (1 + Math.Abs(Step(5_000_000))) / 100_000.0,
                double.NaN,
                0,
                AfterGap: false));
        }

        return bars;

        long Step(int range)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (long)(state % (2UL * (ulong)range + 1)) - range;
        }

        static Price Cents(long value) => Price.FromRaw(value * 1_000_000);
    }

    /// <summary>Twelve columns as on Binance's public data site, prices with eight decimals.</summary>
    private static void WriteCsv(string path, BarSeries bars)
    {
        using var file = new StreamWriter(path);
        for (int i = 0; i < bars.Count; i++)
        {
            long open = bars.OpenTime(i).Milliseconds;
            double volume = bars.Volumes[i];
            double quote = volume * bars.Closes[i] / FixedPoint.Scale;
            file.Write(Invariant($"{open},{Text(bars.Opens[i])},{Text(bars.Highs[i])},{Text(bars.Lows[i])},{Text(bars.Closes[i])},"));
            file.Write(Invariant($"{volume:0.00000000},{open + 59_999},{quote:0.00000000},{1_000 + i % 977},{volume / 2:0.00000000},{quote / 2:0.00000000},0\n"));
        }

        static string Text(long raw) => FixedPoint.ToDecimal(raw).ToString("0.00000000", CultureInfo.InvariantCulture);
    }

    private static void Print(string what, string unit, int count, Duration d) => Console.WriteLine(Invariant(
        $"{what,-17}{count / d.Wall / 1e6,8:0.0} M {unit}/s by the clock{count / d.Processor / 1e6,8:0.0} M {unit}/s of processor time"));

    private static Duration Median(Action run)
    {
        // Twice before it counts: once to compile, once with what the first run taught the compiler.
        run();
        run();
        double[] wall = new double[Runs];
        double[] processor = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            TimeSpan used = Environment.CpuUsage.TotalTime;
            long started = Stopwatch.GetTimestamp();
            run();
            wall[i] = Stopwatch.GetElapsedTime(started).TotalSeconds;
            processor[i] = (Environment.CpuUsage.TotalTime - used).TotalSeconds;
        }

        Array.Sort(wall);
        Array.Sort(processor);
        return new Duration(wall[Runs / 2], processor[Runs / 2]);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Seconds.</summary>
    private readonly record struct Duration(double Wall, double Processor);

    private sealed record CsvFigures(Duration General, Duration Bulk, Duration Whole, long Bytes);
}
