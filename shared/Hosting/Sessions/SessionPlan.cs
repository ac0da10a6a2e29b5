using System.Reflection;
using Parley.Domain;
using Parley.Orchestrations;
using Parley.Risk;
using Parley.Venues.Simulated;

namespace Parley.Hosting;

/// <summary>What a run trades, on what data.</summary>
/// <param name="SourceName">Goes into the ledger: names, never paths.</param>
/// <param name="Candles">The data are bars: decide on each of them, fill at the next one's open.</param>
public sealed record SessionPlan(
    ParleyConfig Config,
    string Profile,
    string SourceName,
    IReadOnlyList<Instrument> Instruments,
    IReadOnlyList<Timeframe> Timeframes,
    Timeframe Trigger,
    bool Candles,
    DecisionSettings Settings)
{
    public static string CodeVersion { get; } =
        typeof(SessionPlan).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The configured timeframes the data can serve; for candles the data's own one triggers.</summary>
    public static SessionPlan For(
        ParleyConfig config, string profile, string sourceName, IReadOnlyList<Instrument> instruments, Timeframe? candles,
        IReadOnlyDictionary<string, string>? parameters = null)
    {
        (IReadOnlyList<Timeframe> timeframes, Timeframe trigger) = candles is { } own
            ? (Horizons(config.Desk.Timeframes, own), own)
            : ([.. config.Desk.Timeframes.Order()], config.Desk.Trigger);
        var settings = new DecisionSettings(
            config.Desk.Strategy, new SortedDictionary<string, string>(new Dictionary<string, string>(parameters ?? new Dictionary<string, string>()), StringComparer.Ordinal),
            config.Deliberation, config.Risk);
        return new(config, profile, sourceName, instruments, timeframes, trigger, candles is not null, settings);
    }

    /// <summary>A run at a venue: what the venue says it has, and what the account holds there.</summary>
    /// <exception cref="ConfigException">The account's balance is not known.</exception>
    public static SessionPlan Live(
        ParleyConfig config, string profile, LiveVenue venue, IReadOnlyDictionary<string, string>? parameters = null)
    {
        string quote = venue.Instruments[0].QuoteAsset;
        if (venue.Instruments.FirstOrDefault(i => i.QuoteAsset != quote) is { } other)
            throw new ConfigException($"{other.Symbol} is traded in {other.QuoteAsset} and {venue.Instruments[0].Symbol} in {quote}; one desk keeps its account in one currency.");
        decimal cash = venue.HoldingOf(quote) ?? throw new ConfigException($"{venue.Name} does not say what the account holds of {quote}.");
        RiskLimits risk = config.Risk.Brackets.Count > 0 ? config.Risk : config.Risk with { Brackets = VenueBrackets.Strictest(venue.Brackets) };
        return For(
            config with { Venue = config.Venue with { InitialCash = cash }, Risk = risk }, profile, venue.Name, venue.Instruments, candles: null, parameters);
    }

    /// <summary>The candles' own timeframe and those above it; four hours and a day fill up to three.</summary>
    private static List<Timeframe> Horizons(IReadOnlyList<Timeframe> configured, Timeframe own)
    {
        List<Timeframe> horizons = [own];
        foreach (Timeframe longer in configured.Order().Concat([Timeframe.Parse("4h"), Timeframe.OneDay, Timeframe.Parse("1w")]))
            if (longer > own && longer.Nanoseconds % own.Nanoseconds == 0 && !horizons.Contains(longer) && horizons.Count < 3)
                horizons.Add(longer);
        return horizons;
    }

    /// <summary>How the desk of this run is made.</summary>
    /// <param name="run">Running number of the run in its ledger.</param>
    /// <exception cref="ConfigException">The strategy or one of its parameters is not known.</exception>
    public DeskOptions Desk(int run) => new()
    {
        Instruments = Instruments,
        Timeframes = Timeframes,
        Trigger = Trigger,
        Settings = Settings,
        InitialCash = Config.Venue.InitialCash,
        Profile = Profile,
        Source = SourceName,
        CodeVersion = CodeVersion,
        Run = run,
        BarLateness = Config.Desk.BarLateness,
        BookLevels = Config.Desk.BookLevels,
        Execution = Config.Execution,
        Exits = Config.Exits,
        DecideOnCandles = Candles,
        Protocol = new() { StockInterval = Config.Venue.Kind == VenueKind.Simulated ? null : Config.Venue.StockInterval },
        Rule = RuleOf.For(Settings),
    };

    /// <summary>The simulated venue this run trades on.</summary>
    public SimulatedVenueOptions Venue() => new()
    {
        Instruments = Instruments,
        InitialCash = Config.Venue.InitialCash,
        MakerFeeBps = Config.Venue.MakerFeeBps,
        TakerFeeBps = Config.Venue.TakerFeeBps,
        // A decision at a bar's close must reach the next bar's open, which is the same moment.
        Latency = Candles ? TimeSpan.Zero : Config.Venue.Latency,
        AnswerLatency = Candles ? TimeSpan.Zero : Config.Venue.Latency,
        LeverageMax = Config.Venue.LeverageMax,
        BarSlippageBps = Config.Venue.BarSlippageBps,
    };
}
