using System.Diagnostics;

namespace Parley.Cli.Tests;

public sealed class DemoTests
{
    private static readonly string[] TimeAndPlace = ["elapsedSeconds", "dataDirectory"];

    [Fact]
    public async Task The_same_seed_gives_the_same_run_down_to_the_ledger_root()
    {
        using Scratch scratch = new();
        ToolResult first = await Demo(scratch["a"], 1);
        ToolResult second = await Demo(scratch["b"], 1);
        ToolResult other = await Demo(scratch["c"], 2);
        first.ExitCode.ShouldBe(0, first.Error);
        Comparable(first).ShouldBe(Comparable(second));
        first.Json.GetProperty("decisions").GetInt64().ShouldBeGreaterThan(20);
        other.Json.GetProperty("ledgerRoot").GetString().ShouldNotBe(first.Json.GetProperty("ledgerRoot").GetString());
    }

    [Fact]
    public async Task What_was_decided_can_be_listed_explained_verified_and_replayed()
    {
        using Scratch scratch = new();
        await Demo(scratch["d"], 3);
        ToolResult list = await Tool.RunAsync("decisions", "--json", "--data-dir", scratch["d"]);
        string id = list.Json[0].GetProperty("id").GetString()!;
        ToolResult explained = await Tool.RunAsync("explain", id, "--json", "--data-dir", scratch["d"]);
        explained.Json.GetProperty("decision").GetProperty("deliberation").GetProperty("verdicts").GetArrayLength().ShouldBeGreaterThan(4);
        (await Tool.RunAsync("ledger", "verify", "--data-dir", scratch["d"])).ExitCode.ShouldBe(0);
        ToolResult replayed = await Tool.RunAsync("replay", "--all", "--json", "--data-dir", scratch["d"]);
        replayed.ExitCode.ShouldBe(0, replayed.Output);
        replayed.Json.GetProperty("same").GetInt32().ShouldBe(replayed.Json.GetProperty("replayed").GetInt32());
    }

    [Fact]
    public async Task A_changed_snapshot_is_named_by_replay_and_by_verify()
    {
        using Scratch scratch = new();
        await Demo(scratch["d"], 4);
        string path = Path.Combine(scratch["d"], "ledger.jsonl");
        string[] lines = File.ReadAllLines(path);
        int at = Array.FindIndex(lines, l => l.Contains("\"kind\":\"decision\"", StringComparison.Ordinal));
        lines[at] = lines[at].Replace("\"lastPrice\":", "\"lastPrice\":1", StringComparison.Ordinal);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        ToolResult verify = await Tool.RunAsync("ledger", "verify", "--json", "--data-dir", scratch["d"]);
        verify.ExitCode.ShouldBe(1);
        verify.Json.GetProperty("faultyRecord").GetInt32().ShouldBe(at + 1);
        ToolResult replay = await Tool.RunAsync("replay", "--all", "--json", "--data-dir", scratch["d"]);
        replay.ExitCode.ShouldBe(1);
        replay.Json.GetProperty("different")[0].GetProperty("mismatch").GetString()!.ShouldContain("snapshot");
    }

    [Fact]
    public async Task A_desk_killed_ten_times_recovers_its_ledger_and_says_what_it_found()
    {
        using Scratch scratch = new();
        string data = scratch["killed"];
        for (int kill = 0; kill < 10; kill++)
        {
            using Process desk = Tool.Start("demo", "--headless", "--speed", "max", "--data-dir", data);
            string ledger = Path.Combine(data, "ledger.jsonl");
            long before = File.Exists(ledger) ? new FileInfo(ledger).Length : 0;
            var waited = Stopwatch.StartNew();
            while (waited.Elapsed < TimeSpan.FromSeconds(60) && (!File.Exists(ledger) || new FileInfo(ledger).Length <= before + 50_000 + kill * 7_919))
                await Task.Delay(5, TestContext.Current.CancellationToken);
            desk.Kill();
            await desk.WaitForExitAsync(TestContext.Current.CancellationToken);
            if (kill > 0) (await desk.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldContain("was interrupted after");
        }

        ToolResult last = await Tool.RunAsync("demo", "--headless", "--speed", "max", "--duration", "10s", "--json", "--data-dir", data);
        last.ExitCode.ShouldBe(0, last.Error);
        last.Json.GetProperty("recovered")[0].GetString()!.ShouldContain("whole records");
        (await Tool.RunAsync("ledger", "verify", "--data-dir", data)).ExitCode.ShouldBe(0);
        (await Tool.RunAsync("replay", "--all", "--data-dir", data)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_running_desk_answers_status_flatten_and_halt_without_a_page()
    {
        using Scratch scratch = new();
        string data = scratch["controlled"];
        using Process desk = Tool.Start("demo", "--headless", "--speed", "600", "--data-dir", data);
        try
        {
            ToolResult status = await Until(data, r => r.ExitCode == 0 && r.Json.GetProperty("counters").GetProperty("decisions").GetInt64() > 0);
            status.Json.GetProperty("mode").GetString().ShouldBe("Normal");
            (await Tool.RunAsync("halt", "--data-dir", data)).ExitCode.ShouldBe(0);
            ToolResult halted = await Until(data, r => r.Json.GetProperty("mode").GetString() == "Halted");
            halted.Json.GetProperty("positions").GetArrayLength().ShouldBe(0);
            halted.Json.GetProperty("openOrders").GetArrayLength().ShouldBe(0);
        }
        finally
        {
            desk.Kill();
            await desk.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        (await Tool.RunAsync("status", "--data-dir", data)).ExitCode.ShouldBe(3);
    }

    private static async Task<ToolResult> Until(string data, Func<ToolResult, bool> holds)
    {
        ToolResult result = new(-1, "", "");
        for (int attempt = 0; attempt < 60; attempt++)
        {
            result = await Tool.RunAsync("status", "--json", "--data-dir", data);
            if (result.ExitCode == 0 && holds(result)) return result;
            await Task.Delay(250);
        }

        throw new ShouldAssertException($"never came true; last: {result}");
    }

    private static Task<ToolResult> Demo(string directory, int seed) =>
        Tool.RunAsync("demo", "--headless", "--duration", "30s", "--speed", "max", "--seed", $"{seed}", "--json", "--data-dir", directory);

    private static string Comparable(ToolResult result) =>
        string.Join('\n', result.Json.EnumerateObject().Where(p => !TimeAndPlace.Contains(p.Name)).Select(p => $"{p.Name}={p.Value.GetRawText()}"));
}
