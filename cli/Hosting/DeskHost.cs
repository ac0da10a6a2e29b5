using System.Diagnostics.Metrics;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Cli.Hosting;

/// <summary>How a desk is to be run and shown.</summary>
/// <param name="Speed">Market seconds per second; null for as fast as it can.</param>
/// <param name="PaceFrom">Market time before which no pace is kept.</param>
/// <param name="Until">Market time at which to stop; null runs to the end of the data.</param>
/// <param name="Headless">No page; the control socket is there all the same.</param>
public sealed record HostOptions(string Name, double? Speed, Timestamp PaceFrom, Timestamp? Until, bool Headless)
{
    public string SpeedText => Speed is { } times ? $"{times:0.##}×" : "max";
}

/// <summary>What a run came to; printed as one document with --json.</summary>
public sealed record RunSummary(
    string Profile, string Source, IReadOnlyList<string> Symbols, string From, string To,
    long FramesRead, long Bars, long Decisions, long Orders, long Fills, long Trades, long Refusals, long DataIssues,
    IReadOnlyDictionary<string, string> Books,
    decimal InitialEquity, decimal FinalEquity, decimal FeesPaid, string LedgerRoot, long LedgerRecords,
    string DataDirectory, IReadOnlyList<string> Recovered, double ElapsedSeconds);

/// <summary>Runs a desk in this process: ledger, venue, desk, page, control.</summary>
public static class DeskHost
{
    public static async Task<RunSummary> RunAsync(
        SessionPlan plan, IMarketSource source, HostOptions options, Terminal terminal, CancellationToken cancellation)
    {
        ParleyConfig config = plan.Config;
        Directory.CreateDirectory(config.DataDirectory);
        using DeskLedgerFile ledger = DeskLedgerFile.Open(config.DataDirectory, venueLasts: source is LiveVenue);
        foreach (string sentence in ledger.Found) Terminal.Note(sentence);

        using Meter meter = new(MetricNames.Meter);
        using MetricBoard board = new(meter);
        DeskMeter measures = new(meter);
        DeskSession? session = null;
        var view = new DeskView(
            new DeskDescription(options.Name, plan.Profile, options.SpeedText, plan.SourceName,
                [.. plan.Instruments.Select(i => i.Symbol.Value)], [.. plan.Timeframes.Select(t => t.ToString())],
                config.Venue.InitialCash, config.Deliberation.EntryProbability, config.Risk),
            command => session!.Desk.Post(command), board, TimeProvider.System);
        var observers = new ObserverFanOut(measures, view);
        session = source is LiveVenue venue
            ? new DeskSession(plan, venue, ledger.Ledger, ledger.Records, ledger.NextRun, observers)
            : new DeskSession(plan, ledger.Ledger, ledger.NextRun, observers);
        await using DeskServer server = await DeskServer.StartAsync(view, config.DataDirectory, options.Headless ? null : config.Page.Port);
        if (!options.Headless) Terminal.Note($"The desk's page is at http://localhost:{config.Page.Port} — stop with Ctrl+C.");

        void Show(bool finished)
        {
            DeskStatus status = session.Desk.Status();
            measures.Measure(status);
            view.Publish(status, source.FramesRead, finished);
        }

        TimeSpan elapsed = terminal.WithProgress(options.Name, progress =>
        {
            void Publish()
            {
                Show(finished: false);
                if (source.Progress is { } share) progress(share);
            }

            var pacer = new Pacer(session.Desk, options.Speed, Publish, cancellation) { From = options.PaceFrom };
            return session.Run(source, options.Until, pacer.AfterEach, cancellation);
        });
        Show(finished: true);
        RunSummary summary = Summarise(plan, session, source, ledger, elapsed);
        if (!options.Headless && options.Until is null && source is not LiveMarket && !cancellation.IsCancellationRequested)
            await LingerAsync(terminal, cancellation);
        return summary;
    }

    /// <summary>A replay that ended stays on the page until somebody stops it.</summary>
    private static async Task LingerAsync(Terminal terminal, CancellationToken cancellation)
    {
        Terminal.Note("The data have ended; the page stays until Ctrl+C.");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C is how this is meant to end.
        }
    }

    private static RunSummary Summarise(
        SessionPlan plan, DeskSession session, IMarketSource source, DeskLedgerFile ledger, TimeSpan elapsed)
    {
        DeskStatus status = session.Desk.Status();
        return new(
            plan.Profile, plan.SourceName, [.. plan.Instruments.Select(i => i.Symbol.Value)],
            status.StartedAt.ToString(), status.Now.ToString(), source.FramesRead,
            status.Counters.Bars, status.Counters.Decisions, status.Counters.Orders, status.Counters.Fills,
            session.Desk.RoundTrips.Count, status.Counters.Refusals, status.Counters.DataIssues,
            session.Desk.Books,
            plan.Config.Venue.InitialCash, status.Account.Equity, status.Fees,
            ledger.Ledger.Root, ledger.Ledger.Count, plan.Config.DataDirectory, ledger.Found, Math.Round(elapsed.TotalSeconds, 3));
    }
}
