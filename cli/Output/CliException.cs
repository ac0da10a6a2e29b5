namespace Parley.Cli.Output;

/// <summary>Ends a verb with one line for the user and an exit code.</summary>
public sealed class CliException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
