using System.CommandLine;
using System.Runtime.InteropServices;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Edge;

/// <summary>The edge as a program, whatever cloud it is given. Every failure ends in one line on standard error and a stable exit code.</summary>
public static class EdgeHost
{
    /// <param name="cloud">Opens the cloud; what it is called with has <see cref="CloudConfig.Directory"/> filled in.</param>
    /// <param name="secrets">Where the venue's key is kept.</param>
    public static async Task<int> RunAsync(string[] args, Func<CloudConfig, TimeProvider, ICloud> cloud, Func<CloudConfig, ISecrets> secrets)
    {
        RootCommand root = new EdgeArguments(secrets).Create((config, run, stop) => RunAsync(config, run, cloud, stop), CheckAsync);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Say(error.Message);
            return ExitCode.Configuration;
        }

        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Say("stopped before it began.");
            return ExitCode.Ok;
        }
        catch (ConfigException e)
        {
            Say(e.Message);
            return ExitCode.Configuration;
        }
        catch (Exception e)
        {
            Say(IsExpected(e) ? e.Message : $"unexpected {e.GetType().Name}: {e.Message}");
            if (Environment.GetEnvironmentVariable("PARLEY_TRACE") == "1") Console.Error.WriteLine(e);
            return ExitCode.Error;
        }
    }

    /// <summary>Runs an edge in this process until its market ends or a stop is asked for.</summary>
    /// <exception cref="EdgeException">It had to stop.</exception>
    public static async Task<int> RunAsync(
        ParleyConfig config, EdgeRun run, Func<CloudConfig, TimeProvider, ICloud> cloud, CancellationToken stop)
    {
        string directory = config.Cloud.Directory.Length > 0 ? config.Cloud.Directory : Path.Combine(config.DataDirectory, "cloud");
        await using ICloud opened = cloud(config.Cloud with { Directory = directory }, TimeProvider.System);
        var worker = new EdgeWorker(run, opened, TimeProvider.System, Say);
        using EdgeMetrics metrics = worker.Metrics;
        metrics.Watch(worker.Health);
        await using HealthServer server = await HealthServer.StartAsync(config.Edge, worker.Health, metrics);
        Say($"{run.Plan.SourceName}; state in {opened.Name}; health at http://{config.Edge.HealthAddress}:{config.Edge.HealthPort}/health.");
        EdgeSummary summary = await worker.RunAsync(stop);
        Say($"ended: {summary.Frames} frames, {summary.Events} events in {summary.Batches} batches, {summary.Orders} orders, {summary.Fills} fills; "
            + $"ledger of {summary.LedgerRecords} records, root {summary.LedgerRoot}.");
        return summary.Unpublished == 0 ? ExitCode.Ok : ExitCode.Error;
    }

    private static async Task<int> CheckAsync(ParleyConfig config) =>
        await HealthServer.IsWellAsync(config.Edge) ? ExitCode.Ok : ExitCode.Error;

    private static bool IsExpected(Exception e) =>
        e is EdgeException or RecordException or MarketDataException or LedgerException or IOException or UnauthorizedAccessException or TimeoutException;

    private static void Say(string line) => Console.Error.WriteLine($"edge: {line}");

    /// <summary>The first signal asks for an orderly end; a second one is left to the system, which ends the process.</summary>
    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested) return;
        signal.Cancel = true;
        stop.Cancel();
    }
}
