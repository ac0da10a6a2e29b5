using System.Diagnostics;
using System.Globalization;
using Parley.Domain;
using Parley.Risk;

namespace Parley.Benchmarks;

/// <summary>
/// What the risk gate takes for one entry, judged whole: every rule and every size, on a book of twenty levels. Each call is
/// timed by itself; what the clock itself takes is measured and said, not taken off.
/// </summary>
internal static class RiskBenchmark
{
    private const int Questions = 1_024;
    private const int CallsUsual = 400_000;
    private const int Runs = 5;
    private const int Bars = 240;

    /// <param name="args">Calls a run.</param>
    public static int Run(string[] args)
    {
        int calls = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : CallsUsual;
        RiskLimits limits = new();
        Console.WriteLine(Machine.Line());
        Console.WriteLine($"{calls} calls a run, {Runs} runs; ns per call, the middle run by its 99th percentile");
        Report("the clock alone", calls, static _ => { });
        foreach ((string name, bool history, bool others, bool anew) in ((string, bool, bool, bool)[])
            [
                ("no history", false, false, false), ($"{Bars} bars, seen before", true, false, false),
                ($"{Bars} bars and positions elsewhere, seen before", true, true, false), ($"{Bars} bars and positions elsewhere, new each time", true, true, true),
            ])
        {
            // Bars close far more rarely than questions are asked: usually all questions see the same history.
            RiskInputs known = History(history, others);
            (Proposal Proposal, Snapshot Snapshot)[] asked =
                [.. Enumerable.Range(0, Questions).Select(i => Draw(i, anew ? History(history, others) : known, others))];
            RiskCase[] questions = [.. asked.Select(a => RiskCase.Of(a.Proposal, a.Snapshot, limits))];
            RiskSheet sheet = new();
            int allowed = 0;
            foreach (RiskCase question in questions)
            {
                RiskGate.Judge(question, limits, sheet);
                if (sheet.Allowed) allowed++;
            }

            double into = Report($"{name}: into a sheet", calls, i => RiskGate.Judge(questions[i], limits, sheet));
            double verdict = Report($"{name}: a verdict to keep", calls, i => RiskGate.Judge(asked[i].Proposal, asked[i].Snapshot, limits));
            Console.WriteLine(Text($"  allowed {allowed} of {Questions}; the verdict takes {verdict / into:0.0} times the sheet's median"));
        }

        return 0;
    }

    /// <returns>The median in ns of the middle run.</returns>
    private static double Report(string name, int calls, Action<int> judge)
    {
        for (int i = 0; i < 60_000; i++) judge(i % Questions);
        (double P50, double P99, double P999, double Bytes)[] runs = new (double, double, double, double)[Runs];
        long[] ticks = new long[calls];
        for (int run = 0; run < Runs; run++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < calls; i++)
            {
                long started = Stopwatch.GetTimestamp();
                judge(i % Questions);
                ticks[i] = Stopwatch.GetTimestamp() - started;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Array.Sort(ticks);
            runs[run] = (At(0.5), At(0.99), At(0.999), allocated / (double)calls);
        }

        Array.Sort(runs, (a, b) => a.P99.CompareTo(b.P99));
        (double p50, double p99, double p999, double bytes) = runs[Runs / 2];
        Console.WriteLine(Text($"{name,-58} p50 {p50,6:0}  p99 {p99,6:0} ({runs[0].P99:0} to {runs[^1].P99:0})  p99.9 {p999,7:0}  {bytes,7:0.0} bytes"));
        return p50;

        double At(double share) => ticks[(int)(calls * share)] * 1e9 / Stopwatch.Frequency;
    }

    private static RiskInputs History(bool history, bool others)
    {
        Prng chance = new(7);
        double[] returns = new double[history ? Bars : 0];
        double[] elsewhere = new double[others ? Bars : 0];
        for (int i = 0; i < returns.Length; i++) returns[i] = 0.01 * (chance.NextDouble() + chance.NextDouble() - 1);
        for (int i = 0; i < elsewhere.Length; i++) elsewhere[i] = 4_000 * (0.5 * returns[i] + 0.01 * (chance.NextDouble() - 0.5));
        return new() { Returns = returns, Elsewhere = elsewhere, NetElsewhere = others ? 4_000m : 0m };
    }

    private static (Proposal, Snapshot) Draw(int seed, RiskInputs known, bool others)
    {
        Prng chance = new((ulong)seed + 1);
        long last = 600_000 + chance.NextInt(10_000);
        BookLevel[] bids = new BookLevel[20];
        BookLevel[] asks = new BookLevel[20];
        for (int i = 0; i < bids.Length; i++)
        {
            bids[i] = new(Price.FromRaw((last - i) * 10_000_000), Quantity.FromRaw(1 + chance.NextInt(200_000_000)));
            asks[i] = new(Price.FromRaw((last + 1 + i) * 10_000_000), Quantity.FromRaw(1 + chance.NextInt(200_000_000)));
        }

        Instrument instrument = new(
            new("BTCUSDT"), "BTC", "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 100m);
        AccountView account = new(10_000m, 10_000m, Quantity.Zero, 0m, 10_050m, 9_900m, 10_100m, 0, 0, TradingMode.Normal)
        {
            ExposureElsewhere = others ? 4_000m : 0m,
            Risk = known,
        };
        Side side = chance.NextInt(2) == 0 ? Side.Buy : Side.Sell;
        long away = 500 + chance.NextInt(10_000);
        Snapshot snapshot = new(
            instrument, Timestamp.FromMilliseconds(1_721_347_200_000), Timeframe.FiveMinutes, Price.FromRaw(last * 10_000_000), 50_000,
            new(bids, asks), [new("1h", [new("realised_volatility", 0.5)]), new("5m", [new("return_1", 0.001)])], account, [], []);
        return (new(side, 0.6 + 0.4 * chance.NextDouble(), Price.FromRaw((last + (side == Side.Buy ? -away : away)) * 10_000_000)), snapshot);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
