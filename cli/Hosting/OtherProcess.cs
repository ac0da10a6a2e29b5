using System.Diagnostics;
using System.Globalization;
using Parley.Simulation;

namespace Parley.Cli.Hosting;

/// <summary>Runs seeds in another process of this program: what differs between processes must not show in a trace.</summary>
internal static class OtherProcess
{
    /// <summary>How many of the seeds that were run twice here have another trace there; those that do not come back count.</summary>
    public static long Mismatches(CampaignTerms terms, CampaignResult result, CancellationToken stop)
    {
        IReadOnlyDictionary<ulong, ulong> expected = result.Hashes;
        long seeds = (long)(expected.Keys.Max() - terms.First) + 1;
        using Process process = Start(terms, seeds);
        long agreed = 0;
        while (!stop.IsCancellationRequested && process.StandardOutput.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ');
            bool same = parts.Length == 2
                && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ulong seed)
                && ulong.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong hash)
                && expected.TryGetValue(seed, out ulong here) && here == hash;
            if (same) agreed++;
        }

        if (stop.IsCancellationRequested && !process.HasExited) process.Kill();
        process.WaitForExit();
        return expected.Count - agreed;
    }

    private static Process Start(CampaignTerms terms, long seeds)
    {
        string self = Environment.ProcessPath!;
        ProcessStartInfo start = new(self) { RedirectStandardOutput = true, UseShellExecute = false };
        // Run through the framework's own host, the program is its first argument.
        if (Path.GetFileNameWithoutExtension(self) == "dotnet") start.ArgumentList.Add(typeof(OtherProcess).Assembly.Location);
        string[] arguments =
        [
            "simulate", "--hashes", "--seed", $"{terms.First}", "--seeds", $"{seeds}", "--repeat-every", $"{terms.RepeatEvery}",
            "--families", $"{terms.Terms.Families}", "--order-share", $"{terms.Terms.OrderShare}", "--steps", $"{terms.Terms.Steps}",
            "--mutant", $"{terms.Terms.Mutant}",
        ];
        if (terms.Terms.Level is { } level) arguments = [.. arguments, "--level", $"{level}"];
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
