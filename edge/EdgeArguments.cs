using System.CommandLine;
using Parley.Hosting;
using Parley.Market;
using Parley.Ports;
using Symbol = Parley.Domain.Symbol;

namespace Parley.Edge;

/// <summary>What the edge is told on its command line.</summary>
/// <param name="secrets">Where the venue's key is kept.</param>
internal sealed class EdgeArguments(Func<CloudConfig, ISecrets> secrets)
{
    // As the functions know it.
    private const string ProfileKey = "PARLEY_PROFILE";
    private readonly Option<string[]> replay = new("--replay") { Description = "Recorded market data; several files follow one another.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> synthetic = new("--synthetic") { Description = "The synthetic market." };
    private readonly Option<string> profile = new("--profile", "-p")
    {
        Description = $"One of {string.Join(", ", ConfigLoader.Profiles)}; also {ProfileKey}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(ProfileKey) is { Length: > 0 } name ? name : "paper",
    };


    private readonly Option<string?> symbol = new("--symbol") { Description = "Where the data do not say it, or to take one of several." };
    private readonly Option<string> speed = new("--speed") { Description = "Market seconds per second, or max.", HelpName = "N|max", DefaultValueFactory = _ => "1" };
    private readonly Option<string?> duration = new("--duration") { Description = "Stop after this much of the market (30s, 5m, 1h).", HelpName = "TIME" };
    private readonly Option<string[]> files = new("--config", "-c") { Description = "Configuration file (YAML); may be given several times, the last one wins.", HelpName = "FILE" };
    private readonly Option<string?> directory = new("--data-dir") { Description = "Everything an edge without a cloud writes lies under this directory.", HelpName = "DIR" };

    /// <param name="run">Runs the edge and answers with the exit code.</param>
    /// <param name="check">Asks a running edge.</param>
    public RootCommand Create(Func<ParleyConfig, EdgeRun, CancellationToken, Task<int>> run, Func<ParleyConfig, Task<int>> check)
    {
        var health = new Command("health", "Asks the edge on this machine whether it is well: exit code 0 or 1, for a container's health check.") { profile, files };
        health.SetAction((parsed, _) => check(Load(parsed)));
        var root = new RootCommand("The worker beside the exchange: the market goes up to the cloud, orders come down.")
        {
            replay, synthetic, profile, symbol, speed, duration, files, directory, health,
        };
        root.SetAction(async (parsed, cancellation) =>
        {
            ParleyConfig config = Load(parsed);
            double? pace = Pace.Speed(parsed.GetValue(speed)!);
            TimeSpan? span = parsed.GetValue(duration) is { } text ? Pace.Span(text) : null;
            string name = parsed.GetValue(profile)!;
            string[] paths = parsed.GetValue(replay) ?? [];
            if (paths.Length > 0 && parsed.GetValue(synthetic)) throw new ConfigException("recorded data and the synthetic market at once: take --replay PATH or --synthetic.");
            if (paths.Length == 0 && !parsed.GetValue(synthetic)) return await RunLiveAsync(config, name, span, run, cancellation);
            if (config.Venue.Kind != VenueKind.Simulated) config = config with { Venue = config.Venue with { Kind = VenueKind.Simulated } };
            if (paths.Length == 0)
            {
                SyntheticMarketOptions market = SyntheticSource.Options(config);
                using var made = new SyntheticMarket(market);
                return await run(config, EdgeRun.Synthetic(config, name, market, made, pace, span), cancellation);
            }

            var options = new MarketFileOptions(parsed.GetValue(symbol) is { } chosen ? new Symbol(chosen.ToUpperInvariant()) : null);
            using ReplaySource opened = ReplaySource.Open(paths, options, config);
            return await run(config, EdgeRun.Replay(config, name, opened, pace, span), cancellation);
        });
        return root;
    }

    /// <summary>At the venue, or listening to a live market with orders that stay here.</summary>
    private async Task<int> RunLiveAsync(
        ParleyConfig config, string profile, TimeSpan? span, Func<ParleyConfig, EdgeRun, CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        Certificate.Require(profile);
        if (config.Venue.Kind == VenueKind.Simulated)
        {
            using LiveMarket market = await LiveFeed.OpenAsync(config, TimeProvider.System, cancellation);
            return await run(config, EdgeRun.Listening(config, profile, market), cancellation);
        }

        using LiveVenue venue = await LiveVenue.OpenAsync(config, profile, secrets(config.Cloud), TimeProvider.System, cancellation);
        return await run(config, EdgeRun.Live(config, profile, venue, span), cancellation);
    }

    private ParleyConfig Load(ParseResult parsed)
    {
        Dictionary<string, string> overrides = [];
        if (parsed.GetValue(directory) is { } data) overrides["DataDirectory"] = data;
        return ConfigLoader.Load(parsed.GetValue(profile)!, parsed.GetValue(files) ?? [], Environment.GetEnvironmentVariables(), overrides);
    }
}
