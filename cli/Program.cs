using System.CommandLine;
using System.Runtime.InteropServices;
using Parley.Cli.Output;
using Parley.Cli.Verbs;
using Parley.Edge;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Cli;

/// <summary>The one tool for people. Every failure ends in one line on standard error and a stable exit code.</summary>
public static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        RootCommand root = CommandLine.Create();
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine($"parley: {error.Message}");
            Console.Error.WriteLine($"Try: parley {CommandLine.PathOf(parsed.CommandResult)}--help");
            return ExitCode.Configuration;
        }

        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, stop));
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, stop));
        try
        {
            // The library's own handler fails on a second signal; ours lets the desk finish its ledger on the first.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(configuration, stop.Token);
        }
        catch (Exception e) when (Explain(e) is { } known)
        {
            Console.Error.WriteLine($"parley: {known.Message}");
            return known.Code;
        }
        catch (Exception e)
        {
            Console.Error.WriteLine($"parley: unexpected {e.GetType().Name}: {e.Message}");
            if (Environment.GetEnvironmentVariable("PARLEY_TRACE") == "1") Console.Error.WriteLine(e);
            else Console.Error.WriteLine("This is a defect; PARLEY_TRACE=1 shows where it came from.");
            return ExitCode.Error;
        }
    }

    /// <summary>The first signal asks for an orderly end; a second one is left to the system, which ends the process.</summary>
    private static void Stop(PosixSignalContext signal, CancellationTokenSource stop)
    {
        if (stop.IsCancellationRequested) return;
        signal.Cancel = true;
        stop.Cancel();
    }

    private static (int Code, string Message)? Explain(Exception e) => e switch
    {
        CliException cli => (cli.ExitCode, cli.Message),
        ConfigException config => (ExitCode.Configuration, config.Message),
        MarketDataException data => (ExitCode.Error, data.Message),
        EdgeException or LedgerException or RecordException => (ExitCode.Error, e.Message),
        OperationCanceledException => (ExitCode.Error, "interrupted."),
        FileNotFoundException or DirectoryNotFoundException => (ExitCode.NotFound, e.Message),
        IOException or UnauthorizedAccessException => (ExitCode.Error, e.Message),
        _ => null,
    };
}
