using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Hosting;
using Parley.Market;
using Parley.Ports;
using Parley.Venues.Simulated.Binance;
using Symbol = Parley.Domain.Symbol;

namespace Parley.Cli.Verbs;

/// <summary><c>venue</c>: the simulated venue alone, on a socket, for any client that speaks Binance's protocol.</summary>
public static class VenueVerb
{
    private const string KeyVariable = "PARLEY_VENUE_KEY";
    private const string SecretVariable = "PARLEY_VENUE_SECRET";
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port on the loopback address; 0 takes a free one.", HelpName = "N", DefaultValueFactory = _ => 9090 };
        var replay = new Option<string[]>("--replay") { Description = "Recorded trades and books; several files follow one another. Without it, the synthetic market.", HelpName = "PATH", AllowMultipleArgumentsPerToken = true };
        var faults = new Option<string?>("--faults") { Description = "What goes wrong (YAML); docs/venue.md has an example.", HelpName = "FILE" };
        var speed = new Option<string>("--speed") { Description = "Market seconds per second; the venue's clock is the wall clock in any case.", HelpName = "N", DefaultValueFactory = _ => "1" };
        var symbols = new Option<string[]>("--symbol") { Description = "Of the synthetic market, may be given several times; with --replay, where the data do not say it.", HelpName = "S" };
        var seed = new Option<ulong?>("--seed") { Description = "Chooses the synthetic market. Default: 1." };
        var unlimited = new Option<bool>("--unlimited") { Description = "Count requests and orders, but refuse none for being too many." };
        var record = new Option<bool>("--record") { Description = "Keep what really happened and serve it under /parley/record." };
        var command = new Command("venue", "The simulated venue on a socket: Binance's REST and WebSocket protocol, spot and USDⓈ-M futures, with test money.")
        {
            port, replay, faults, speed, symbols, seed, record, unlimited, CommonOptions.ConfigFiles,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Dictionary<string, string> overrides = [];
            if (parsed.GetValue(seed) is { } chosen) overrides["Market.Seed"] = chosen.ToString(CultureInfo.InvariantCulture);
            ParleyConfig config = parsed.LoadConfig("demo", overrides);
            double pace = Pace.Speed(parsed.GetValue(speed)!) ?? throw new CliException(ExitCode.Configuration, "--speed max: clients of a venue need a clock; write a number above 0.");
            Timestamp now = Timestamp.From(TimeProvider.System.GetUtcNow());
            (IMarketSource source, IReadOnlyList<Symbol> traded, Timestamp origin) = Open(parsed.GetValue(replay) ?? [], parsed.GetValue(symbols) ?? [], config);
            using (source)
            {
                VenueFaultPlan? plan = parsed.GetValue(faults) is { } file ? FaultFile.Read(file) : null;
                using BinanceFront front = new(new BinanceFrontOptions
                {
                    Credential = Credential(),
                    Spot = [.. traded.Select(s => MarketProbe.InstrumentOf(s, perpetual: false, config))],
                    Futures = [.. traded.Select(s => MarketProbe.InstrumentOf(s, perpetual: true, config))],
                    Start = now.FloorTo(Timeframe.OneMinute),
                    EnforceLimits = !parsed.GetValue(unlimited),
                    KeepRecord = parsed.GetValue(record),
                    Faults = plan is null ? null : new SeededFaults(plan, now),
                });
                return await RunAsync(front, new VenueMarket(source, origin, now, pace), parsed.GetValue(port), source.Name, parsed.Terminal(), cancellation);
            }
        });
        return command;
    }

    private static async Task<int> RunAsync(BinanceFront front, VenueMarket market, int port, string name, Terminal terminal, CancellationToken cancellation)
    {
        await using VenueServer server = await VenueServer.StartAsync(front, port, TimeProvider.System);
        ApiCredential credential = front.Credential;
        string sockets = $"ws://{server.Address.Authority}";
        terminal.Line($"The venue plays the {name}.");
        terminal.Line($"  REST              {server.Address.GetLeftPart(UriPartial.Authority)}  (spot /api/v3, futures /fapi/v1)");
        terminal.Line($"  spot streams      {sockets}/ws  {sockets}/stream");
        terminal.Line($"  spot socket API   {sockets}/ws-api/v3");
        terminal.Line($"  futures streams   {sockets}/public  {sockets}/market  {sockets}/private  (each with /ws and /stream)");
        terminal.Line($"  API key           {credential.Key}");
        terminal.Line($"  API secret        {credential.Secret}");
        terminal.Line($"  {front.Endpoints.Count} endpoints; docs/venue.md lists them, and so does --json.");
        terminal.Document(new
        {
            rest = server.Address,
            streams = $"{sockets}/ws",
            webSocketApi = $"{sockets}/ws-api/v3",
            futuresStreams = new[] { $"{sockets}/public", $"{sockets}/market", $"{sockets}/private" },
            apiKey = credential.Key,
            apiSecret = credential.Secret,
            endpoints = front.Endpoints,
        });
        Terminal.Note("Ctrl+C stops it.");
        using PeriodicTimer timer = new(Tick);
        bool wasOver = false;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                Timestamp now = Timestamp.From(TimeProvider.System.GetUtcNow());
                server.Do(venue =>
                {
                    market.PlayTo(now, venue);
                    venue.AdvanceTo(now);
                });
                if (market.IsOver && !wasOver) Terminal.Note("The recording is over; the market stands still.");
                wasOver = market.IsOver;
            }
        }
        catch (OperationCanceledException)
        {
            Terminal.Note("The venue is closed.");
        }

        return ExitCode.Ok;
    }

    private static (IMarketSource Source, IReadOnlyList<Symbol> Symbols, Timestamp Origin) Open(string[] paths, string[] symbols, ParleyConfig config)
    {
        if (paths.Length == 0)
        {
            SyntheticMarketOptions options = SyntheticSource.Options(config);
            if (symbols.Length > 0) options = options with { Symbols = [.. symbols.Select(s => new Symbol(s.ToUpperInvariant()))] };
            return (new SyntheticMarket(options), options.Symbols, options.Start);
        }

        if (symbols.Length > 1) throw new CliException(ExitCode.Configuration, "--symbol: a recording takes one at most.");
        MarketFileOptions fileOptions = DataVerb.FileOptions(symbols.FirstOrDefault(), timeframe: null);
        MarketFacts facts = MarketProbe.Of(paths, fileOptions);
        if (facts.Timeframe is not null) throw new CliException(ExitCode.Configuration, $"{paths[0]} holds candles; a venue needs trades, quotes or books.");
        return (MarketFiles.OpenAll(paths, fileOptions), facts.Symbols, facts.From);
    }

    /// <summary>From the environment, else made up: they open nothing but this venue.</summary>
    private static ApiCredential Credential() => new(
        Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key ? key : RandomNumberGenerator.GetHexString(32, lowercase: true),
        Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } secret ? secret : RandomNumberGenerator.GetHexString(32, lowercase: true));
}
