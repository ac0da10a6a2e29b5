using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Parley.Infrastructure.Tests.Support;

/// <summary>
/// The npm packages beside these tests: a grammar of Bicep, and Azure's published resource types. Installed by the first
/// test that needs them; where npm or its registry cannot be had, those tests say so and skip.
/// </summary>
internal static class NodeTools
{
    private static readonly TimeSpan InstallMax = TimeSpan.FromMinutes(5);
    private static readonly Lazy<string?> Installed = new(Install);

    /// <summary>Skips the running test when the packages are not there.</summary>
    public static void Require()
    {
        if (Installed.Value is { } reason) Assert.Skip(reason);
    }

    /// <summary>Starts a script of the tools folder.</summary>
    public static Process Start(string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Repository.Tools,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(script);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string? Install()
    {
        string marker = Path.Combine(Repository.Tools, "node_modules", ".parley");
        string wanted = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Repository.Tools, "package-lock.json"))));
        // Several test runs may share the folder.
        using var turn = new Mutex(initiallyOwned: false, "parley-infrastructure-tools");
        try { turn.WaitOne(); } catch (AbandonedMutexException) { }
        try
        {
            if (File.Exists(marker) && File.ReadAllText(marker) == wanted) return null;
            if (Npm() is { } reason) return reason;
            File.WriteAllText(marker, wanted);
            return null;
        }
        finally { turn.ReleaseMutex(); }
    }

    private static string? Npm()
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm")
        {
            WorkingDirectory = Repository.Tools,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["ci", "--ignore-scripts", "--no-audit", "--no-fund"]) start.ArgumentList.Add(argument);
        try
        {
            using Process npm = Process.Start(start)!;
            Task<string> output = npm.StandardOutput.ReadToEndAsync();
            Task<string> error = npm.StandardError.ReadToEndAsync();
            if (!npm.WaitForExit(InstallMax))
            {
                npm.Kill(entireProcessTree: true);
                return $"Bicep was not checked: npm ci took longer than {InstallMax.TotalMinutes} minutes.";
            }
            _ = output.Result;
            return npm.ExitCode == 0 ? null : $"Bicep was not checked, npm ci failed: {LastLine(error.Result)}";
        }
        catch (Win32Exception e)
        {
            return $"Bicep was not checked, npm did not start: {e.Message}";
        }
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "it said nothing";
}
