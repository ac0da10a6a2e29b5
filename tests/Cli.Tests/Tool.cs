using System.Diagnostics;

namespace Parley.Cli.Tests;

/// <summary>What a shell would see of one call.</summary>
public sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the built tool as a process of its own, as a user would.</summary>
public static class Tool
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(4);

    public static async Task<ToolResult> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(AnswerMax);
        await process.WaitForExitAsync(patience.Token);
        return new(process.ExitCode, await output, await error);
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "parley.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("PARLEY__", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);
        return Process.Start(start)!;
    }
}

/// <summary>A directory that goes when the test is over.</summary>
public sealed class Scratch : IDisposable
{
    public Scratch() => Directory.CreateDirectory(Root);

    public string Root { get; } = Path.Combine(Path.GetTempPath(), $"parley-test-{Guid.NewGuid():N}");

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>Recorded markets beside the repository; a test that needs them skips loudly where they are not.</summary>
public static class SharedData
{
    public static string File(string relative)
    {
        string? root = Environment.GetEnvironmentVariable("PARLEY_SHARED_DATA") ?? Beside(SourceDirectory());
        string path = Path.Combine(root ?? "shared/data", relative);
        if (!System.IO.File.Exists(path)) Assert.Skip($"The recorded market {relative} was not found at {path}; set PARLEY_SHARED_DATA.");
        return path;
    }

    private static string? Beside(string directory)
    {
        string? at = directory;
        while (at is not null && !System.IO.File.Exists(Path.Combine(at, "Serverless.sln"))) at = Path.GetDirectoryName(at);
        return at is null ? null : Path.Combine(Path.GetDirectoryName(at)!, "shared", "data");
    }

    private static string SourceDirectory([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
