using System.Diagnostics;
using System.Globalization;
using Parley.Stores;

namespace Parley.Execution.Tests;

public sealed class KillTests : IDisposable
{
    private const int Kills = 12;

    private readonly string folder = Directory.CreateTempSubdirectory("parley-kill-").FullName;

    [Fact]
    [Trait("Fault", "F-089")]
    [Trait("Invariant", "I-04")]
    public async Task A_killed_writer_loses_nothing_it_was_told_is_written()
    {
        string path = Path.Combine(folder, "ledger.jsonl");
        Random random = new(20240719);
        long before = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            long told = await AppendAndKill(path, TimeSpan.FromMilliseconds(random.Next(1, 120)));
            using RecoveredLedger recovered = LedgerRecovery.Open(FileJournal.Open(path));
            recovered.Ledger.Count.ShouldBeGreaterThanOrEqualTo(told);
            recovered.Ledger.Count.ShouldBeGreaterThan(before);
            recovered.Message.ShouldContain($"{recovered.Found.Records} whole records");
            using Stream bytes = File.OpenRead(path);
            LedgerReport report = LedgerVerifier.Verify(bytes, recovered.Ledger.Root);
            report.IsIntact.ShouldBeTrue(report.ToString());
            before = recovered.Ledger.Count;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <returns>The number of the last record the process said was written.</returns>
    private static async Task<long> AppendAndKill(string path, TimeSpan after)
    {
        string self = typeof(KillTests).Assembly.Location;
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [self, AppendingProcess.Verb, path])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        }).ShouldNotBeNull();
        // The clock starts with the first record, so that every kill lands in the middle of appending.
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Task<string> rest = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.Delay(after, TestContext.Current.CancellationToken);
        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        // The kill may cut the last line; only whole ones are promises.
        string[] told = $"{line}\n{await rest}".Split('\n');
        return told.Length < 2 || told[^2].Length == 0 ? 0 : long.Parse(told[^2], CultureInfo.InvariantCulture);
    }
}
