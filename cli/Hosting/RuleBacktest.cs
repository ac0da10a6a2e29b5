using System.Diagnostics;
using Parley.Backtesting;
using Parley.Cli.Output;
using Parley.Cli.Verbs;
using Parley.Domain;
using Parley.Hosting;
using Parley.Market;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>Runs a rule strategy on bars: signals at the close, fills at the next open.</summary>
public static class RuleBacktest
{
    private const decimal FeeBpsStandard = 10;

    public static BacktestRun Run(BacktestRequest request, Terminal terminal)
    {
        ConfiguredStrategy strategy;
        try
        {
            strategy = StrategyCatalog.Configure(request.Strategy, request.Settings, "parley");
        }
        catch (StrategyException e)
        {
            throw new CliException(ExitCode.Configuration, e.Message);
        }

        long started = Stopwatch.GetTimestamp();
        BarSeries bars = Load(request, terminal);
        double loadSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        BarBacktestResult result;
        try
        {
            result = strategy.Run(bars, request.StartingBalance, request.FeeBps ?? FeeBpsStandard, TimeProvider.System);
        }
        catch (StrategyException e)
        {
            throw new CliException(ExitCode.Configuration, e.Message);
        }

        BacktestReport report = BacktestReport.Of(strategy, result) with
        {
            Currency = "",
            DataFile = string.Join(" + ", request.Paths.Select(p => Path.GetFileName(p))),
            DataHash = DataHash.Of(request.Paths),
            CodeVersion = SessionPlan.CodeVersion,
        };
        return new(report, loadSeconds, result.Elapsed.TotalSeconds, null);
    }

    private static BarSeries Load(BacktestRequest request, Terminal terminal)
    {
        MarketFacts facts = MarketProbe.Of(request.Paths, request.FileOptions);
        using IMarketSource file = MarketFiles.OpenAll(request.Paths, request.FileOptions);
        IMarketSource source = facts.Kind == MarketFileKind.Candles
            ? file
            : new BarsFromTrades(file, request.FileOptions.Timeframe ?? Timeframe.OneMinute);
        BarSeries bars = terminal.WithProgress($"reading {Path.GetFileName(request.Paths[0])}", progress => BarSeries.FromSource(new Watched(source, progress)));
        if (request.Range.IsAll) return bars;
        BarSeries part = bars.Between(request.Range.From, request.Range.To);
        return part.Count > 0
            ? part
            : throw new CliException(ExitCode.NotFound, $"no bar in the time range; the data reach from {bars.OpenTime(0)} to {bars.CloseTime(bars.Count - 1)}.");
    }

    /// <summary>Reports progress now and then.</summary>
    private sealed class Watched(IMarketSource source, Action<double> progress) : IMarketSource
    {
        public string Name => source.Name;

        public long FramesRead => source.FramesRead;

        public double? Progress => source.Progress;

        public bool Pump(IMarketSink sink)
        {
            if ((FramesRead & 0x3FFF) == 0 && Progress is { } share) progress(share);
            return source.Pump(sink);
        }

        public void Dispose() => source.Dispose();
    }
}
