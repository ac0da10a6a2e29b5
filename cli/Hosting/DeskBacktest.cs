using System.Globalization;
using Parley.Backtesting;
using Parley.Cli.Output;
using Parley.Cli.Verbs;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Stores;

namespace Parley.Cli.Hosting;

/// <summary>Runs the whole desk over recorded data, without page and without a data directory.</summary>
public static class DeskBacktest
{
    /// <param name="load">Resolves the configuration with the given overrides.</param>
    public static BacktestRun Run(
        BacktestRequest request, Func<IReadOnlyDictionary<string, string>, ParleyConfig> load, Terminal terminal, CancellationToken cancellation)
    {
        ParleyConfig config = load(Overrides(request));
        using ReplaySource opened = ReplaySource.Open(request.Paths, request.FileOptions, config);
        SessionPlan plan = SessionPlan.For(config, "paper", opened.Name, opened.Instruments, opened.Candles);
        using IJournal journal = request.Out is { } folder ? NewLedger(folder) : new ForgetfulJournal();
        Ledger ledger = Ledger.Start(journal);
        var history = new RunHistory(plan.Trigger);
        var session = new DeskSession(plan, ledger, run: 1, history);
        var ranged = new RangedSource(opened.Source, request.Range);
        TimeSpan elapsed = terminal.WithProgress($"backtest {opened.Name}", progress =>
        {
            int events = 0;
            return session.Run(ranged, null, () =>
            {
                if ((++events & 0xFFF) == 0 && ranged.Progress is { } share) progress(share);
            }, cancellation);
        });
        cancellation.ThrowIfCancellationRequested();
        if (history.Bars == 0)
            throw new CliException(ExitCode.NotFound, $"no {plan.Trigger} bar closed in {opened.Name}{(request.Range.IsAll ? "" : " within the time range")}.");
        DeskStatus status = session.Desk.Status();
        BacktestReport report = history.Report(request, plan, session.Desk, status);
        return new(report, 0, elapsed.TotalSeconds, new(
            opened.Source.FramesRead, status.Counters.Decisions, status.Counters.Orders, status.Counters.Fills,
            status.Counters.Refusals, status.Counters.DataIssues, session.Desk.Books, ledger.Root));
    }

    private static Dictionary<string, string> Overrides(BacktestRequest request)
    {
        Dictionary<string, string> overrides = new(request.Settings)
        {
            ["Venue.InitialCash"] = request.StartingBalance.ToString(CultureInfo.InvariantCulture),
        };
        if (request.FeeBps is not { } fee) return overrides;
        string text = fee.ToString(CultureInfo.InvariantCulture);
        overrides["Venue.MakerFeeBps"] = overrides["Venue.TakerFeeBps"] = overrides["Deliberation.CostBps"] = text;
        return overrides;
    }

    private static FileJournal NewLedger(string folder)
    {
        string path = DeskLedgerFile.PathIn(folder);
        if (File.Exists(path)) throw new CliException(ExitCode.Error, $"{path} exists already; choose another --out.");
        return FileJournal.Open(path);
    }
}
