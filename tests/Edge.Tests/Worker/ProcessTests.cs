using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Parley.Execution;

namespace Parley.Edge.Tests;

/// <summary>The edge as it is started in earnest: a process of its own, state in files.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-edge-").FullName;
    private readonly int port = FreePort();

    [Fact]
    [Trait("Fault", "F-079")]
    [Trait("Fault", "F-084")]
    public async Task It_starts_answers_publishes_and_ends_in_order_when_told_to()
    {
        using Process edge = Start("--synthetic", "--speed", "60");
        EdgeHealth health = await HealthAsync(h => h.Outbox.Published > 5 && h.Desk?.ReportAgeSeconds is not null);
        health.IsWell.ShouldBeTrue(health.Problem);
        health.Lease!.State.ShouldBe(LeaseState.Valid);
        string metrics = await GetAsync("metrics");
        metrics.ShouldContain("parley_edge_lease_valid 1\n");
        metrics.ShouldContain($"parley_lease_epoch {health.Lease.Epoch}\n");
        metrics.ShouldContain($"parley_equity {(double)health.Desk!.Equity}\n");
        (await Start("health").Exit()).Code.ShouldBe(0);

        // As the platform does it.
        Process.Start("kill", ["-TERM", $"{edge.Id}"])!.WaitForExit();
        (int code, string error) = await edge.Exit();
        code.ShouldBe(0, error);
        error.ShouldContain("edge: ended: ");
        (await Start("health").Exit()).Code.ShouldBe(1, "nobody is there any more");

        await using EmbeddedCloud cloud = Open();
        LedgerReport ledger = LedgerVerifier.Verify(new TableJournal(cloud.Table(CloudNames.Tables.Ledger), CloudNames.Ledgers.Edge, "test"), expectedRoot: null);
        ledger.IsIntact.ShouldBeTrue(ledger.ToString());
        error.ShouldContain(ledger.Root);
        (await new LeaseBook(cloud.Table(CloudNames.Tables.Leases), "edge").ReadAsync(TestContext.Current.CancellationToken))!.IsReleased.ShouldBeTrue();
        await TicksAreTheMarketAsync(cloud);
    }

    [Fact]
    [Trait("Fault", "F-079")]
    [Trait("Fault", "F-089")]
    public async Task Killed_in_the_middle_it_leaves_whole_books_and_its_successor_is_known_as_younger()
    {
        List<long> epochs = [];
        for (int life = 0; life < 2; life++)
        {
            using Process edge = Start("--synthetic", "--speed", "max");
            EdgeHealth health = await HealthAsync(h => h.Lease is not null && (h.Desk?.LedgerRecords ?? 0) > 0 && h.Outbox.Published > 3 * (life + 1));
            epochs.Add(health.Lease!.Epoch);
            edge.Kill();
            string error = (await edge.Exit()).Error;
            if (life > 0) error.ShouldContain("did not let go");
            if (life > 0) error.ShouldContain("was interrupted");
        }

        epochs.ShouldBe(epochs.Order().Distinct());
        await using EmbeddedCloud cloud = Open();
        LedgerReport ledger = LedgerVerifier.Verify(new TableJournal(cloud.Table(CloudNames.Tables.Ledger), CloudNames.Ledgers.Edge, "test"), expectedRoot: null);
        ledger.IsIntact.ShouldBeTrue(ledger.ToString());
        // Each life's ticks are whole and in order; a new life begins again at 1.
        List<TickPosition> lasts = [];
        await foreach (ReadOnlyMemory<byte> batch in BatchesAsync(cloud))
        {
            TickBatchHeader header = TickBatch.ReadHeader(batch);
            TickPosition before = lasts.LastOrDefault();
            header.First.ShouldBe(header.First.Epoch == before.Epoch ? before with { Sequence = before.Sequence + 1 } : new(header.First.Epoch, 1));
            lasts.Add(header.Last);
        }

        lasts.Select(l => l.Epoch).Distinct().ShouldBe(epochs);
    }

    [Fact]
    [Trait("Fault", "F-078")]
    public async Task A_second_edge_on_the_same_files_says_so_in_one_line()
    {
        using Process first = Start("--synthetic", "--speed", "60");
        await HealthAsync(h => h.Phase == EdgePhase.Running);
        using Process second = Start(["--synthetic"], FreePort());
        (int code, string error) = await second.Exit();
        code.ShouldBe(1);
        error.ShouldContain("is being written by another process");
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(l => l.StartsWith("edge: ", StringComparison.Ordinal));
        first.Kill();
        await first.Exit();
    }

    [Theory]
    [InlineData("--synthetic", "--replay", "x")]
    [InlineData("--profile", "nonsense", "--synthetic")]
    [InlineData("--synthetic", "--speed", "fast")]
    [InlineData("--nonsense")]
    public async Task A_wrong_call_is_one_line_and_exit_code_four(params string[] arguments)
    {
        using Process edge = Start(arguments);
        (int code, string error) = await edge.Exit();
        code.ShouldBe(4, error);
        error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeInRange(1, 2);
        error.ShouldStartWith("edge: ");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>What was published and unpacked again is the market itself, event by event, as far as it went.</summary>
    private static async Task TicksAreTheMarketAsync(EmbeddedCloud cloud)
    {
        InstrumentLog published = new();
        TickPosition position = default;
        await foreach (ReadOnlyMemory<byte> batch in BatchesAsync(cloud))
        {
            TickBatch.Replay(batch, position, published).ShouldBeGreaterThan(0);
            position = TickBatch.ReadHeader(batch).Last;
        }

        List<string> events = [.. published.Lines.Where(l => !l.StartsWith("clock ", StringComparison.Ordinal) && !l.StartsWith("due ", StringComparison.Ordinal))];
        events.Count.ShouldBeGreaterThan(500);
        InstrumentLog original = new();
        using SyntheticMarket market = new(new SyntheticMarketOptions { History = TimeSpan.FromHours(1) });
        while (original.Lines.Count < events.Count) market.Pump(original).ShouldBeTrue();
        events.ShouldBe(original.Lines.Take(events.Count));
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> BatchesAsync(EmbeddedCloud cloud)
    {
        IBlobStore blobs = cloud.Blobs(TickFiles.Container);
        await foreach (string name in blobs.ListAsync("BTCUSDT/", TestContext.Current.CancellationToken)) yield return (await blobs.ReadAsync(name, TestContext.Current.CancellationToken))!.Content;
    }

    private EmbeddedCloud Open() => new(Path.Combine(folder, "cloud"), TimeProvider.System);

    private Process Start(params string[] arguments) => Start(arguments, port);

    private Process Start(string[] arguments, int health)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Parley.Edge.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("PARLEY__", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        start.Environment["PARLEY__DataDirectory"] = folder;
        start.Environment["PARLEY__Market__History"] = "1h";
        start.Environment["PARLEY__Edge__HealthPort"] = $"{health}";
        start.Environment["PARLEY__Edge__LeaseDuration"] = "4s";
        start.Environment["PARLEY__Edge__RenewInterval"] = "200ms";
        start.Environment["PARLEY__Edge__TakeoverPause"] = "0s";
        start.Environment["PARLEY__Edge__ReportInterval"] = "100ms";
        return Process.Start(start)!;
    }

    private async Task<EdgeHealth> HealthAsync(Func<EdgeHealth, bool> holds)
    {
        EdgeHealth? health = null;
        await Patience.Until(
            () =>
            {
                try
                {
                    health = JsonSerializer.Deserialize(GetAsync("health").Result, EdgeJson.Default.EdgeHealth);
                }
                catch (AggregateException e) when (e.InnerException is HttpRequestException)
                {
                    // Not listening yet.
                }

                return health is not null && holds(health);
            },
            "the edge's health");
        return health!;
    }

    private async Task<string> GetAsync(string path)
    {
        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(5) };
        using HttpResponseMessage answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/{path}"));
        return await answer.Content.ReadAsStringAsync();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>How a process ended.</summary>
internal static class Ended
{
    private static readonly TimeSpan Max = TimeSpan.FromMinutes(1);

    public static async Task<(int Code, string Error)> Exit(this Process process)
    {
        using CancellationTokenSource patience = new(Max);
        string error = await process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, error);
    }
}
