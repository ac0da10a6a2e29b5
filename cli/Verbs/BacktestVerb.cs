using System.CommandLine;
using System.Globalization;
using Parley.Backtesting;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Parley.Market;

namespace Parley.Cli.Verbs;

/// <summary>
/// <c>backtest</c>: rule strategies on bars, filled at the next open; the deliberation as the whole desk, against the
/// simulated venue, exactly as <c>trade</c> would run it.
/// </summary>
public static class BacktestVerb
{
    private const string Deliberation = "parley";

    public static Command Create()
    {
        var data = new Option<string[]>("--data") { Description = "Candles, trades or recordings; several files follow one another.", HelpName = "PATH", Required = true, AllowMultipleArgumentsPerToken = true };
        var strategy = new Option<string>("--strategy", "-s") { Description = $"{Deliberation}, {string.Join(", ", StrategyCatalog.All.Select(s => s.Name))}.", HelpName = "NAME", DefaultValueFactory = _ => Deliberation };
        var set = new Option<string[]>("--set") { Description = "A parameter of the strategy, or for parley a configuration key; may be given several times.", HelpName = "KEY=VALUE" };
        var range = new Option<string?>("--timerange") { Description = "UTC days from-to, either side open: 20220101-20220301, 20220101-, -20220301.", HelpName = "A-B" };
        var fee = new Option<decimal?>("--fee-bps") { Description = "Fee on each side in basis points of notional. Default: 10; for parley what the configuration says.", HelpName = "N" };
        var balance = new Option<decimal>("--starting-balance", "--dry-run-wallet") { Description = "Quote currency at the start.", HelpName = "N", DefaultValueFactory = _ => 10_000 };
        var output = new Option<string?>("--out") { Description = "Directory for trades.csv, equity.csv, report.html and report.json; for parley the ledger too.", HelpName = "DIR" };
        var symbol = new Option<string?>("--symbol", "-p") { Description = "Where the data do not say it." };
        var timeframe = new Option<string?>("--timeframe", "-i") { Description = "Of candles that do not say it, and of bars built from trades." };
        var command = new Command("backtest", "Run a strategy over recorded data and report what came of it.")
        {
            data, strategy, set, range, fee, balance, output, symbol, timeframe, CommonOptions.ConfigFiles,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var request = new BacktestRequest(
                parsed.GetValue(data)!, parsed.GetValue(strategy)!, CommonOptions.Pairs(parsed.GetValue(set) ?? []),
                TimeRange.Parse(parsed.GetValue(range)), parsed.GetValue(fee), parsed.GetValue(balance), parsed.GetValue(output),
                DataVerb.FileOptions(parsed.GetValue(symbol), parsed.GetValue(timeframe)));
            Terminal terminal = parsed.Terminal();
            BacktestRun run = request.Strategy == Deliberation
                ? DeskBacktest.Run(request, more => parsed.LoadConfig("paper", more), terminal, cancellation)
                : RuleBacktest.Run(request, terminal);
            if (request.Out is { } folder) run.Report.WriteTo(folder);
            BacktestTable.Write(terminal, run, request.Out);
            terminal.Document(BacktestTable.Document(run, request.Out));
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}

/// <summary>What a backtest was asked to do.</summary>
public sealed record BacktestRequest(
    IReadOnlyList<string> Paths, string Strategy, IReadOnlyDictionary<string, string> Settings, TimeRange Range,
    decimal? FeeBps, decimal StartingBalance, string? Out, MarketFileOptions FileOptions);

/// <summary>Days in UTC, from the start of the first to the end of the last.</summary>
public readonly record struct TimeRange(Timestamp From, Timestamp To)
{
    public static TimeRange All { get; } = new(new(0), new(long.MaxValue));

    public bool IsAll => this == All;

    /// <exception cref="CliException">Not a range.</exception>
    public static TimeRange Parse(string? text)
    {
        if (text is null) return All;
        string[] parts = text.Split('-');
        if (parts.Length != 2 || (parts[0].Length == 0 && parts[1].Length == 0)) throw Wrong(text);
        TimeRange range = new(
            parts[0].Length == 0 ? All.From : Day(parts[0], text),
            parts[1].Length == 0 ? All.To : Day(parts[1], text) + Timeframe.OneDay);
        return range.From < range.To ? range : throw Wrong(text);
    }

    private static Timestamp Day(string day, string text) =>
        DateTimeOffset.TryParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? Timestamp.From(moment)
            : throw Wrong(text);

    private static CliException Wrong(string text) =>
        new(ExitCode.Configuration, $"--timerange {text}: write YYYYMMDD-YYYYMMDD, either side may be left out.");
}
