using System.Net;
using System.Net.Sockets;

namespace Parley.Cli.Tests;

/// <summary>Whatever is wrong: one clear line on standard error, a stable exit code, nothing on standard output.</summary>
public sealed class BadInputTests
{
    private const string Header = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n";

    public static TheoryData<string, string, string> BrokenCandles => new()
    {
        { "empty.csv", "", "empty" },
        { "BTCUSDT-5m-swapped.csv", Header + "1637971200000,100,90,110,100,5,1637971499999,500,9,2,250,0\n", "high" },
        { "BTCUSDT-5m-nan.csv", Header + "1637971200000,NaN,110,90,100,5,1637971499999,500,9,2,250,0\n", "open" },
        { "BTCUSDT-5m-negative.csv", Header + "1637971200000,-100,110,90,100,5,1637971499999,500,9,2,250,0\n", "open" },
        { "BTCUSDT-5m-backwards.csv", Header + "1637971500000,100,110,90,100,5,1637971799999,500,9,2,250,0\n1637971200000,100,110,90,100,5,1637971499999,500,9,2,250,0\n", ":3:" },
        { "BTC_USDT-5m.json", "[[1635724800000,61299.81,61399.93,61115.33,61243.62,222.8],[1635725100000,612", "BTC_USDT-5m.json" },
        { "frames.txt", "1721347020984480942 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":17213470225", "frames.txt:1" },
    };

    [Theory]
    [MemberData(nameof(BrokenCandles))]
    public async Task A_broken_file_is_one_line_with_place_and_reason(string name, string content, string mentioned)
    {
        using Scratch scratch = new();
        string path = scratch.Write(name, content);
        ToolResult result = await Tool.RunAsync("backtest", "--strategy", "sma-cross", "--data", path, "--symbol", "BTCUSDT", "--timeframe", "5m");
        ShouldBeOneLine(result, 1);
        result.Error.ShouldContain(mentioned);
        result.Error.ShouldContain(name);
    }

    [Fact]
    public async Task A_truncated_gzip_keeps_what_was_already_written()
    {
        string recording = SharedData.File("hftbacktest/usdm_btcusdt_20240718.gz");
        using Scratch scratch = new();
        byte[] whole = File.ReadAllBytes(recording);
        File.WriteAllBytes(scratch["cut.gz"], whole[..(whole.Length / 2)]);
        ToolResult result = await Tool.RunAsync("trade", "--profile", "paper", "--headless", "--replay", scratch["cut.gz"], "--data-dir", scratch["d"]);
        ShouldBeOneLine(result, 1);
        (await Tool.RunAsync("ledger", "verify", "--data-dir", scratch["d"])).ExitCode.ShouldBe(0);
        (await Tool.RunAsync("decisions", "--data-dir", scratch["d"])).ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(4, "backtest", "--strategy", "nonsense", "--data", "x.csv")]
    [InlineData(4, "backtest", "--strategy", "sma-cross", "--set", "fats=20", "--data", "x.csv")]
    [InlineData(4, "backtest", "--strategy", "sma-cross", "--set", "fast=50", "--set", "slow=20", "--data", "x.csv")]
    [InlineData(1, "backtest", "--strategy", "sma-cross", "--data", "no-such-file.csv")]
    [InlineData(4, "demo", "--speed", "fast", "--headless")]
    [InlineData(4, "demo", "--duration", "soon", "--headless")]
    [InlineData(4, "trade", "--profile", "live")]
    [InlineData(4, "trade", "--profile", "emulators", "--replay", "x")]
    [InlineData(4, "trade", "--profile", "nonsense")]
    [InlineData(4, "config", "show", "--config", "no-such-file.yaml")]
    [InlineData(4, "no-such-verb")]
    public async Task A_wrong_call_says_what_would_be_right(int exitCode, params string[] arguments)
    {
        ToolResult result = await Tool.RunAsync(arguments);
        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Output.ShouldBeEmpty();
        result.ErrorLines.Length.ShouldBeInRange(1, 3);
        result.Error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("Risk:\n  DailyLosMax: 0.03\n", "DailyLosMax")]
    [InlineData("Risk:\n  DailyLossMax: lots\n", "Risk.DailyLossMax")]
    [InlineData("Risk:\n  DailyLossMax: 7\n", "Risk.DailyLossMax")]
    [InlineData("Desk: [", "config.yaml")]
    [InlineData("Desk:\n  Trigger: 7x\n", "7x")]
    public async Task A_wrong_configuration_names_the_key(string yaml, string mentioned)
    {
        using Scratch scratch = new();
        ToolResult result = await Tool.RunAsync("config", "validate", "--config", scratch.Write("config.yaml", yaml));
        result.ExitCode.ShouldBe(4);
        result.Error.ShouldContain(mentioned);
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_port_in_use_is_said_in_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using Scratch scratch = new();
        ToolResult result = await Tool.RunAsync("demo", "--duration", "1s", "--data-dir", scratch["d"], "--config", scratch.Write("c.yaml", $"Page:\n  Port: {port}\n"));
        ShouldBeOneLine(result, 1);
        result.Error.ShouldContain($"port {port} is in use");
    }

    [Fact]
    public async Task An_empty_result_says_what_was_looked_for_and_where()
    {
        using Scratch scratch = new();
        ToolResult result = await Tool.RunAsync("decisions", "--data-dir", scratch.Root);
        ShouldBeOneLine(result, 2);
        result.Error.ShouldContain(scratch.Root);
    }

    private static void ShouldBeOneLine(ToolResult result, int exitCode)
    {
        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Output.ShouldBeEmpty();
        result.ErrorLines.Length.ShouldBe(1, result.Error);
        result.Error.ShouldStartWith("parley: ");
    }
}
