using System.Diagnostics;
using System.Globalization;
using Parley.Domain;

namespace Parley.Proving;

/// <summary>One desk after the other on the same ledger and the same venue, each killed at a point of the order path.</summary>
/// <param name="program">The path of this assembly's program.</param>
public sealed class KilledLives(string program, Uri venue, bool futures, int instruments, string ledger)
{
    /// <summary>A life that does not come to its point within this is a desk that did not recover.</summary>
    private static readonly TimeSpan LifeMax = TimeSpan.FromSeconds(150);

    private readonly List<(Timestamp Ready, Timestamp Ended)> lives = [];

    /// <summary>When each desk was ready, and when it ended.</summary>
    public IReadOnlyList<(Timestamp Ready, Timestamp Ended)> Lives => lives;

    /// <summary>One life that ends where it is told to.</summary>
    /// <returns>False when it never came there.</returns>
    public async Task<bool> DieAtAsync(Point point)
    {
        using Process process = Start(point.ToString());
        Timestamp ready = await ReadyAsync(process);
        bool died = await EndsAsync(process);
        lives.Add((ready, Timestamp.From(TimeProvider.System.GetUtcNow())));
        // 128 + SIGKILL.
        return died && process.ExitCode == 137;
    }

    /// <summary>The last life: closes what is open and ends in order.</summary>
    /// <param name="waits">Until every outcome is known: absence is proved after a minute or more.</param>
    public async Task<bool> EndAsync(bool waits)
    {
        using Process process = Start("live");
        Timestamp ready = await ReadyAsync(process);
        await process.StandardInput.WriteLineAsync(waits ? "end" : "leave");
        bool ended = await EndsAsync(process);
        lives.Add((ready, Timestamp.From(TimeProvider.System.GetUtcNow())));
        return ended && process.ExitCode == 0;
    }

    private Process Start(string point) => Process.Start(new ProcessStartInfo(
        "dotnet", [program, venue.ToString(), futures ? "futures" : "spot", instruments.ToString(CultureInfo.InvariantCulture), ledger, point])
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        Environment = { ["DOTNET_TieredPGO"] = "0" },
    })!;

    // A desk that dies before it is ready has died where it was told to, or it ends with an error soon.
    private static async Task<Timestamp> ReadyAsync(Process process)
    {
        string? line = await process.StandardOutput.ReadLineAsync();
        return line is not null ? new(long.Parse(line.AsSpan("ready ".Length), CultureInfo.InvariantCulture)) : Timestamp.From(TimeProvider.System.GetUtcNow());
    }

    private static async Task<bool> EndsAsync(Process process)
    {
        using CancellationTokenSource patience = new(LifeMax);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            return false;
        }
    }
}
