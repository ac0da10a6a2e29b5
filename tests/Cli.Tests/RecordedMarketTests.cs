namespace Parley.Cli.Tests;

/// <summary>The desk on real recorded markets.</summary>
public sealed class RecordedMarketTests
{
    [Theory]
    [InlineData(71_984, "hftbacktest/usdm_btcusdt_20240718.gz", "hftbacktest/usdm_btcusdt_20240719.gz")]
    [InlineData(41_249, "hftbacktest/spot_btcusdt_20240808.gz")]
    public async Task A_recording_runs_whole_twice_the_same_and_the_same_as_a_backtest(int frames, params string[] files)
    {
        string[] paths = [.. files.Select(SharedData.File)];
        using Scratch scratch = new();
        ToolResult first = await Trade(paths, scratch["a"]);
        first.ExitCode.ShouldBe(0, first.Error);
        JsonElement run = first.Json;
        run.GetProperty("framesRead").GetInt64().ShouldBe(frames);
        run.GetProperty("books").GetProperty("BTCUSDT").GetString().ShouldBe("live, chain unbroken");
        run.GetProperty("bars").GetInt64().ShouldBeGreaterThan(0);
        run.GetProperty("decisions").GetInt64().ShouldBeGreaterThan(0);

        ToolResult second = await Trade(paths, scratch["b"]);
        second.Json.GetProperty("ledgerRoot").GetString().ShouldBe(run.GetProperty("ledgerRoot").GetString());

        ToolResult backtest = await Tool.RunAsync(["backtest", "--json", "--out", scratch["c"], .. paths.SelectMany(p => (string[])["--data", p])]);
        backtest.ExitCode.ShouldBe(0, backtest.Error);
        (await Decisions(scratch["c"])).ShouldBe(await Decisions(scratch["a"]));

        (await Tool.RunAsync("ledger", "verify", "--data-dir", scratch["a"])).ExitCode.ShouldBe(0);
        (await Tool.RunAsync("replay", "--all", "--data-dir", scratch["a"])).ExitCode.ShouldBe(0);
    }

    private static Task<ToolResult> Trade(string[] paths, string directory) =>
        Tool.RunAsync(["trade", "--profile", "paper", "--headless", "--json", "--data-dir", directory, .. paths.SelectMany(p => (string[])["--replay", p])]);

    private static async Task<string> Decisions(string directory) =>
        (await Tool.RunAsync("decisions", "--json", "--limit", "100000", "--data-dir", directory)).Output;
}
