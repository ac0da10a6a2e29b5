using System.CommandLine;
using Parley.Backtesting;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Edge;
using Parley.Hosting;
using Parley.Market;
using Parley.Orchestrations;
using Parley.Ports;
using Symbol = Parley.Domain.Symbol;

namespace Parley.Cli.Verbs;

/// <summary><c>trade</c>: the desk on recorded or live data with simulated money, or at a venue; real money needs a certificate.</summary>
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
            Certificate.Require(name);
            if (name == "emulators") CloudOutside.Require();
            string[] paths = parsed.GetValue(replay) ?? [];
            Terminal terminal = parsed.Terminal();
            IReadOnlyDictionary<string, string> parameters = CommonOptions.Pairs(parsed.GetValue(set) ?? []);
            if (paths.Length == 0) return await RunLiveAsync(config, name, parameters, parsed.GetValue(headless), terminal, cancellation);
            if (config.Venue.Kind != VenueKind.Simulated)
                throw new CliException(ExitCode.Configuration, $"recorded data and a real venue do not go together: use --profile paper, or leave --replay out to trade at {config.Venue.Kind}.");
            var fileOptions = new MarketFileOptions(parsed.GetValue(symbol) is { } s ? new Symbol(s.ToUpperInvariant()) : null);
            using ReplaySource opened = ReplaySource.Open(paths, fileOptions, config);
            if (name == "emulators")
                return await EdgeHost.RunAsync(config, EdgeRun.Replay(config, name, opened, Pace.Speed(parsed.GetValue(speed)!), span: null), CloudOutside.Open, cancellation);
            SessionPlan plan = SessionPlan.For(config, name, opened.Name, opened.Instruments, opened.Candles, parameters);
            var options = new HostOptions($"{name} · {opened.Name}", Pace.Speed(parsed.GetValue(speed)!), default, null, parsed.GetValue(headless));
            return await RunAsync(plan, opened.Source, options, terminal, cancellation);
        });
        return command;
    }

    /// <summary>At the venue the profile names, or on its public market with orders that stay in this process.</summary>
    private static async Task<int> RunLiveAsync(
        ParleyConfig config, string profile, IReadOnlyDictionary<string, string> parameters, bool headless, Terminal terminal, CancellationToken cancellation)
    {
        if (config.Venue.Kind == VenueKind.Simulated)
        {
            using LiveFeed feed = await LiveFeed.OpenAsync(config, TimeProvider.System, cancellation);
            return await RunAsync(SessionPlan.For(config, profile, feed.Name, feed.Instruments, candles: null, parameters), feed, LiveOptions(feed), terminal, cancellation);
        }

        using LiveVenue venue = await LiveVenue.OpenAsync(
            config, profile, new EnvironmentSecrets(Environment.GetEnvironmentVariables()), TimeProvider.System, cancellation);
        return await RunAsync(SessionPlan.Live(config, profile, venue, parameters), venue, LiveOptions(venue), terminal, cancellation);

        HostOptions LiveOptions(LiveMarket market) => new($"{profile} · {market.Name}", Speed: null, default, null, headless);
    }

    private static async Task<int> RunAsync(
        SessionPlan plan, IMarketSource source, HostOptions options, Terminal terminal, CancellationToken cancellation)
    {
        RunSummary summary = await DeskHost.RunAsync(plan, source, options, terminal, cancellation);
        SummaryTable.Write(terminal, summary);
        terminal.Document(summary);
        return ExitCode.Ok;
    }
}
