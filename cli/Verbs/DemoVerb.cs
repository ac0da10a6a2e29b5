using System.CommandLine;
using System.Globalization;
using Parley.Cli.Configuration;
using Parley.Cli.Hosting;
using Parley.Cli.Output;
using Parley.Domain;
using Parley.Market;
using Symbol = Parley.Domain.Symbol;

namespace Parley.Cli.Verbs;

/// <summary><c>demo</c>: the whole desk on the synthetic market.</summary>
public static class DemoVerb
{
    /// <summary>Market seconds shown per second unless --speed says otherwise.</summary>
    private const double NormalSpeed = 60;

    public static Command Create()
    {
        var duration = new Option<string?>("--duration") { Description = "Stop after this long at the chosen speed (30s, 5m, 1h); with --speed max, after as much market as 60× would show in it. Default: until Ctrl+C.", HelpName = "TIME" };
        var speed = new Option<string>("--speed") { Description = "Market seconds per second, or max.", HelpName = "N|max", DefaultValueFactory = _ => NormalSpeed.ToString(CultureInfo.InvariantCulture) };
        var seed = new Option<ulong?>("--seed") { Description = "Chooses the market; the same seed gives the same market, decisions and ledger. Default: 1." };
        var headless = new Option<bool>("--headless") { Description = "No page." };
        var command = new Command("demo", "The whole desk on a synthetic market: no keys, no account, no network.")
        {
            duration, speed, seed, headless, CommonOptions.DataDirectory, CommonOptions.ConfigFiles,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            Terminal terminal = parsed.Terminal();
            double? pace = Speed(parsed.GetValue(speed)!);
            TimeSpan? span = parsed.GetValue(duration) is { } text ? Span(text) * (pace ?? NormalSpeed) : null;
            Dictionary<string, string> overrides = [];
            if (parsed.GetValue(seed) is { } chosen) overrides["Market.Seed"] = chosen.ToString(CultureInfo.InvariantCulture);
            ParleyConfig config = parsed.LoadConfig("demo", overrides);

            SyntheticMarketOptions market = MarketOf(config);
            using var source = new SyntheticMarket(market);
            Instrument[] instruments = [.. market.Symbols.Select(s => MarketProbe.InstrumentOf(s, perpetual: true, config))];
            SessionPlan plan = SessionPlan.For(config, "demo", $"synthetic market, seed {market.Seed}", instruments, candles: null);
            var options = new HostOptions("demo", pace, market.Start, span is { } s ? market.Start + s : null, parsed.GetValue(headless));
            RunSummary summary = await DeskHost.RunAsync(plan, source, options, terminal, cancellation);
            SummaryTable.Write(terminal, summary);
            terminal.Document(summary);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <exception cref="CliException">Neither a number above 0 nor max.</exception>
    public static double? Speed(string text)
    {
        if (text == "max") return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double speed) && speed is > 0 and <= 1_000_000
            ? speed
            : throw new CliException(ExitCode.Configuration, $"--speed {text}: write a number above 0, or max.");
    }

    private static TimeSpan Span(string text)
    {
        try
        {
            TimeSpan span = DurationConverter.Parse(text);
            return span > TimeSpan.Zero && span <= TimeSpan.FromDays(365) ? span : throw new FormatException($"'{text}' is not between 0 and a year.");
        }
        catch (FormatException e)
        {
            throw new CliException(ExitCode.Configuration, $"--duration: {e.Message}");
        }
    }

    private static SyntheticMarketOptions MarketOf(ParleyConfig config) => new()
    {
        Seed = config.Market.Seed,
        Symbols = [.. config.Market.Symbols.Select(s => new Symbol(s))],
        PlantedEdge = config.Market.PlantedEdge,
        History = config.Market.History,
    };
}
