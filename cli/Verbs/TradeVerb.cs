using System.CommandLine;
using Parley.Backtesting;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Edge;
using Parley.Hosting;
using Parley.Market;
using Parley.Orchestrations;
using Symbol = Parley.Domain.Symbol;

namespace Parley.Cli.Verbs;

/// <summary><c>trade</c>: the desk on recorded data with simulated money; the profiles with real venues refuse to start.</summary>
public static class TradeVerb
{
    public static Command Create()
    {
        Option<string?> profile = CommonOptions.Profile("paper");
        var replay = new Option<string[]>("--replay") { Description = "Recorded market data; several files follow one another.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var symbol = new Option<string?>("--symbol") { Description = "Where the data do not say it, or to take one of several." };
        var speed = new Option<string>("--speed") { Description = "Market seconds per second, or max.", HelpName = "N|max", DefaultValueFactory = _ => "max" };
        var strategy = new Option<string?>("--strategy", "-s") { Description = $"{Deliberator.Parley} (the agents) or a rule strategy, which goes through the same risk gate: {string.Join(", ", StrategyCatalog.All.Select(d => d.Name))}.", HelpName = "NAME" };
        var set = new Option<string[]>("--set") { Description = "A parameter of the rule strategy; may be given several times.", HelpName = "KEY=VALUE" };
        var headless = new Option<bool>("--headless") { Description = "No page." };
        var command = new Command("trade", "The desk on recorded or live data. Nothing but paper trades without a certificate.")
        {
            profile, replay, strategy, set, symbol, speed, headless, CommonOptions.DataDirectory, CommonOptions.ConfigFiles,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetValue(profile)!;
            Dictionary<string, string> overrides = [];
            if (parsed.GetValue(strategy) is { } chosen) overrides["Desk.Strategy"] = chosen;
            ParleyConfig config = parsed.LoadConfig(name, overrides);
            RequirePaper(name);
            if (name == "emulators") CloudOutside.Require();
            string[] paths = parsed.GetValue(replay) ?? [];
            if (paths.Length == 0)
                throw new CliException(ExitCode.Configuration, "no live feed is built in yet: name recorded data with --replay PATH.");
            Terminal terminal = parsed.Terminal();
            var fileOptions = new MarketFileOptions(parsed.GetValue(symbol) is { } s ? new Symbol(s.ToUpperInvariant()) : null);
            using ReplaySource opened = ReplaySource.Open(paths, fileOptions, config);
            if (name == "emulators")
                return await EdgeHost.RunAsync(config, EdgeRun.Replay(config, name, opened, Pace.Speed(parsed.GetValue(speed)!), span: null), CloudOutside.Open, cancellation);
            SessionPlan plan = SessionPlan.For(config, name, opened.Name, opened.Instruments, opened.Candles, CommonOptions.Pairs(parsed.GetValue(set) ?? []));
            var options = new HostOptions($"{name} · {opened.Name}", Pace.Speed(parsed.GetValue(speed)!), default, null, parsed.GetValue(headless));
            RunSummary summary = await DeskHost.RunAsync(plan, opened.Source, options, terminal, cancellation);
            SummaryTable.Write(terminal, summary);
            terminal.Document(summary);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void RequirePaper(string profile)
    {
        if (profile == "live")
            throw new CliException(ExitCode.Configuration, "live refuses to start: there is no valid promotion certificate, and this version has no way to issue one.");
        if (profile == "testnet")
            throw new CliException(ExitCode.Configuration, "testnet refuses to start: this version has no venue adapter; use --profile paper with --replay PATH.");
    }
}
