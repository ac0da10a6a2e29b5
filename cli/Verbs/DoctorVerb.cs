using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Execution;
using Parley.Hosting;

namespace Parley.Cli.Verbs;

/// <summary><c>doctor</c>: whether this machine, this data directory and the venue of a profile are ready for a desk.</summary>
public static class DoctorVerb
{
    private const long DiskFreeMin = 1L << 30;

    public static Command Create()
    {
        Option<string?> profile = CommonOptions.Profile("demo");
        var command = new Command("doctor", "Check whether this machine is ready to run a desk.") { profile, CommonOptions.DataDirectory, CommonOptions.ConfigFiles };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetValue(profile)!;
            ParleyConfig config = parsed.LoadConfig(name);
            bool trades = config.Venue.Kind != VenueKind.Simulated;
            List<Finding> findings = [Runtime(), DataDirectory(config), Disk(config), LedgerState(config), Port(config), Clock(trades), Browser()];
            if (trades)
            {
                EnvironmentSecrets secrets = new(Environment.GetEnvironmentVariables());
                IReadOnlyList<VenueFinding> venue = await VenueCheck.RunAsync(config, name, secrets, TimeProvider.System, cancellation);
                findings.AddRange(venue.Select(f => new Finding(f.Check, f.Ok, f.Detail)));
            }

            Terminal terminal = parsed.Terminal();
            terminal.Table(["", "Check", "Finding"], findings.Select(f => (IReadOnlyList<string>)[f.Ok ? "ok" : "!!", f.Check, f.Detail]));
            terminal.Document(new { ready = findings.All(f => f.Ok), findings });
            return findings.All(f => f.Ok) ? ExitCode.Ok : ExitCode.Error;
        });
        return command;
    }

    private static Finding Runtime() =>
        new("runtime", true, $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors");

    private static Finding DataDirectory(ParleyConfig config)
    {
        string probe = Path.Combine(config.DataDirectory, $".write-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(config.DataDirectory);
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return new("data directory", true, $"{Path.GetFullPath(config.DataDirectory)} can be written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("data directory", false, $"{config.DataDirectory} cannot be written: {e.Message}");
        }
    }

    private static Finding Disk(ParleyConfig config)
    {
        string root = Path.GetFullPath(config.DataDirectory);
        try
        {
            long free = new DriveInfo(root).AvailableFreeSpace;
            return new("disk", free >= DiskFreeMin, $"{free >> 20:N0} MiB free, {DiskFreeMin >> 20:N0} wanted");
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return new("disk", false, $"free space of {root} cannot be read: {e.Message}");
        }
    }

    private static Finding LedgerState(ParleyConfig config)
    {
        string path = DeskLedgerFile.PathIn(config.DataDirectory);
        if (!File.Exists(path)) return new("ledger", true, "none yet");
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        LedgerReport report = LedgerVerifier.Verify(file, expectedRoot: null);
        return new("ledger", report.IsIntact || report.IsTorn, report.ToString());
    }

    private static Finding Port(ParleyConfig config)
    {
        if (DeskAddress.Find(config.DataDirectory)?.Page is { } page) return new("page", true, $"a desk serves {page}");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, config.Page.Port);
            listener.Start();
            return new("page", true, $"port {config.Page.Port} is free");
        }
        catch (SocketException)
        {
            return new("page", false, $"port {config.Page.Port} is in use; set PARLEY__Page__Port to another");
        }
    }

    private static Finding Clock(bool trades)
    {
        long started = Stopwatch.GetTimestamp();
        DateTimeOffset before = DateTimeOffset.UtcNow;
        SpinWait.SpinUntil(static () => false, TimeSpan.FromMilliseconds(50));
        double drift = Math.Abs((DateTimeOffset.UtcNow - before - Stopwatch.GetElapsedTime(started)).TotalMilliseconds);
        return new("clock", drift < 20, $"wall clock and monotonic clock agree within {drift:0.0} ms over 50 ms{(trades ? "" : "; no venue to compare with")}");
    }

    private static Finding Browser() => new("page files", true,
        typeof(Dashboard.IDeskView).Assembly.GetManifestResourceNames().Length > 0 ? "built into the program" : "missing: build the dashboard");

    private sealed record Finding(string Check, bool Ok, string Detail);
}
