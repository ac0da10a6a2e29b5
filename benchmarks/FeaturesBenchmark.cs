using System.Diagnostics;
using System.Globalization;
using Parley.Domain;
using Parley.Features;

namespace Parley.Benchmarks;

/// <summary>Cost of features: the nine core indicators per bar, a whole timeframe per bar, the engine per tick.</summary>
internal static class FeaturesBenchmark
{
    private const int Rounds = 151;
    private const int SavesARound = 100;
    private const int BookEvery = 20;
    private const int Instruments = 20;

    /// <param name="args">Events a round; a word of what is to be measured.</param>
    public static int Run(string[] args)
    {
        int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 20_000;
        only = args.Length > 1 ? args[1] : "";
        Bar[] bars = MadeUpMarket.Bars(count);
        Trade[] trades = MadeUpMarket.Trades(count);
        OrderBook book = MadeUpMarket.Book();
        FeatureEngine engine = Engine();
        double[] row = new double[engine.Columns.Count];
        byte[] state = new byte[engine.MeasureState() * 4];

        Console.WriteLine(Machine.Line());
        Console.WriteLine($"{engine.Columns.Count} columns, {engine.MeasureState()} bytes of empty state, {count} events a round, best of {Rounds}");
        Measure("nine core indicators, one bar", count, () => new NineCore(), core => core.Run(bars));
        Measure($"all {FeatureCatalogue.Bars.Count} features of a timeframe, one bar", count, Engine, e => RunBars(e, bars));
        Measure("one trade tick", count, Engine, e => RunTrades(e, trades));
        Measure($"one trade tick and reading all {row.Length} values", count, Engine, e => RunTradesAndRead(e, trades, book, row));
        Measure($"one trade tick and reading, {Instruments} instruments by turns", count, () => Enumerable.Range(0, Instruments).Select(_ => Engine()).ToArray(), e => RunByTurns(e, trades, book, row));
        Measure("one book change, 500 levels a side within 10 bps", count, Engine, e => RunBook(e, book, count));
        Measure("save the state", SavesARound, Engine, e => RunSaves(e, state));
        return 0;
    }

    // The least of many short rounds: what the machine does for others in between falls out.
    private static void Measure<T>(string what, int count, Func<T> prepare, Func<T, double> run)
    {
        if (!what.Contains(only, StringComparison.Ordinal)) return;
        double best = double.MaxValue;
        long bytes = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            T subject = prepare();
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            Sink = run(subject);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / count);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what,-50} {best,9:0.0} ns {bytes / (double)count,8:0.00} bytes"));
    }

    private static string only = "";

    private static double Sink { get; set; }

    private static FeatureEngine Engine() => new(MadeUpMarket.Symbol, FeatureEngine.DefaultTimeframes);

    private static double RunBars(FeatureEngine engine, Bar[] bars)
    {
        int taken = 0;
        foreach (ref readonly Bar bar in bars.AsSpan())
            if (engine.OnBar(bar)) taken++;
        return taken;
    }

    private static double RunTrades(FeatureEngine engine, Trade[] trades)
    {
        int taken = 0;
        foreach (ref readonly Trade trade in trades.AsSpan())
            if (engine.OnTrade(trade)) taken++;
        return taken;
    }

    // The book lives too: it changes with every twentieth trade, ten times a second.
    private static double RunTradesAndRead(FeatureEngine engine, Trade[] trades, OrderBook book, double[] row)
    {
        double sum = 0;
        for (int i = 0; i < trades.Length; i++)
        {
            if (i % BookEvery == 0) engine.OnBook(book, trades[i].VenueTime);
            engine.OnTrade(trades[i]);
            engine.CopyTo(trades[i].VenueTime, row);
            sum += row[^1];
        }

        return sum;
    }

    private static double RunByTurns(FeatureEngine[] engines, Trade[] trades, OrderBook book, double[] row)
    {
        double sum = 0;
        for (int i = 0; i < trades.Length; i++)
        {
            FeatureEngine engine = engines[i % engines.Length];
            if (i / engines.Length % BookEvery == 0) engine.OnBook(book, trades[i].VenueTime);
            engine.OnTrade(trades[i]);
            engine.CopyTo(trades[i].VenueTime, row);
            sum += row[^1];
        }

        return sum;
    }

    private static double RunBook(FeatureEngine engine, OrderBook book, int count)
    {
        for (int i = 0; i < count; i++) engine.OnBook(book, new Timestamp(MadeUpMarket.Start.Nanoseconds + i * 50_000_000L));
        return count;
    }

    private static double RunSaves(FeatureEngine engine, byte[] state)
    {
        double sum = 0;
        for (int i = 0; i < SavesARound; i++) sum += engine.Save(state);
        return sum;
    }

    /// <summary>SMA, EMA, RSI, MACD, Bollinger, ATR, ADX, VWAP and OBV: updated and read on every bar.</summary>
    private sealed class NineCore
    {
        private SimpleMovingAverage sma = new(20);
        private ExponentialMovingAverage ema = new(12);
        private WilderRsi rsi = new(14);
        private MovingAverageConvergence macd = new(12, 26, 9);
        private BollingerBands bollinger = new(20, 2);
        private AverageTrueRange atr = new(14);
        private DirectionalMovement adx = new(14);
        private SessionVwap vwap = new();
        private OnBalanceVolume obv;

        public double Run(Bar[] bars)
        {
            double sum = 0;
            foreach (ref readonly Bar bar in bars.AsSpan()) sum += Update(bar);
            return sum;
        }

        private double Update(in Bar bar)
        {
            double close = bar.Close.ToDouble();
            sma.Update(bar.Close);
            ema.Update(close);
            rsi.Update(bar.Close);
            macd.Update(close);
            bollinger.Update(bar.Close);
            atr.Update(bar);
            adx.Update(bar);
            vwap.Update(bar);
            obv.Update(bar);
            return sma.Value + ema.Value + rsi.Value + macd.Value + macd.Signal + bollinger.Upper + bollinger.Lower
                + atr.Value + adx.Value + adx.PlusDirection + adx.MinusDirection + vwap.Value + obv.Value;
        }
    }
}
