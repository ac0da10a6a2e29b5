using System.CommandLine;
using System.Globalization;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Parley.Market;

namespace Parley.Cli.Verbs;

/// <summary><c>demo</c>: the whole desk on the synthetic market.</summary>
public static class DemoVerb
{
    public static Command Create()
    {
        var duration = new Option<string?>("--duration") { Description = "Stop after this long at the chosen speed (30s, 5m, 1h); with --speed max, after as much market as 60× would show in it. Default: until Ctrl+C.", HelpName = "TIME" };
        var speed = new Option<string>("--speed") { Description = "Market seconds per second, or max.", HelpName = "N|max", DefaultValueFactory = _ => Pace.Normal.ToString(CultureInfo.InvariantCulture) };
        var seed = new Option<ulong?>("--seed") { Description = "Chooses the market; the same seed gives the same market, decisions and ledger. Default: 1." };
        var headless = new Option<bool>("--headless") { Description = "No page." };
        var command = new Command("demo", "The whole desk on a synthetic market: no keys, no account, no network.")
        {
            duration, speed, seed, headless, CommonOptions.DataDirectory, CommonOptions.ConfigFiles,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal terminal = parsed.Terminal();
            double? pace = Pace.Speed(parsed.GetValue(speed)!);
            TimeSpan? span = parsed.GetValue(duration) is { } text ? Pace.Span(text) * (pace ?? Pace.Normal) : null;
            Dictionary<string, string> overrides = [];
            if (parsed.GetValue(seed) is { } chosen) overrides["Market.Seed"] = chosen.ToString(CultureInfo.InvariantCulture);
            ParleyConfig config = parsed.LoadConfig("demo", overrides);

            SyntheticMarketOptions market = SyntheticSource.Options(config);
            using var source = new SyntheticMarket(market);
            IReadOnlyList<Instrument> instruments = SyntheticSource.Instruments(market, config);
            SessionPlan plan = SessionPlan.For(config, "demo", SyntheticSource.Name(market), instruments, candles: null);
            var options = new HostOptions("demo", pace, market.Start, span is { } s ? market.Start + s : null, parsed.GetValue(headless));
            RunSummary summary = await DeskHost.RunAsync(plan, source, options, terminal, cancellation);
            SummaryTable.Write(terminal, summary);
            terminal.Document(summary);
            return ExitCode.Ok;
        });
        return command;
    }
}
