using System.CommandLine;
using Parley.Cli.Configuration;
using Parley.Cli.Output;
using Parley.Cli.Verbs;
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

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
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

    private static (int Code, string Message)? Explain(Exception e) => e switch
    {
        CliException cli => (cli.ExitCode, cli.Message),
        ConfigException config => (ExitCode.Configuration, config.Message),
        MarketDataException data => (ExitCode.Error, data.Message),
        OperationCanceledException => (ExitCode.Error, "interrupted."),
        FileNotFoundException or DirectoryNotFoundException => (ExitCode.NotFound, e.Message),
        IOException or UnauthorizedAccessException => (ExitCode.Error, e.Message),
        _ => null,
    };
}
