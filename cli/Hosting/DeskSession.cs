using System.Diagnostics;
using System.Reflection;
using Parley.Cli.Configuration;
using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Venues.Simulated;

namespace Parley.Cli.Hosting;

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

    /// <summary>The candles' own timeframe and those above it; four hours and a day fill up to three.</summary>
    private static List<Timeframe> Horizons(IReadOnlyList<Timeframe> configured, Timeframe own)
    {
        List<Timeframe> horizons = [own];
        foreach (Timeframe longer in configured.Order().Concat([Timeframe.Parse("4h"), Timeframe.OneDay, Timeframe.Parse("1w")]))
            if (longer > own && longer.Nanoseconds % own.Nanoseconds == 0 && !horizons.Contains(longer) && horizons.Count < 3)
                horizons.Add(longer);
        return horizons;
    }
}

/// <summary>One run of the desk against the simulated venue, in the market's own time.</summary>
public sealed class DeskSession
{
    private readonly SimulatedVenue _venue;
    private readonly MarketFanOut _sink;
    private readonly SessionPlan _plan;

    public DeskSession(SessionPlan plan, Ledger ledger, int run, IDeskObserver observer)
    {
        _plan = plan;
        VenueConfig venue = plan.Config.Venue;
        _venue = new SimulatedVenue(new SimulatedVenueOptions
        {
            Instruments = plan.Instruments,
            InitialCash = venue.InitialCash,
            MakerFeeBps = venue.MakerFeeBps,
            TakerFeeBps = venue.TakerFeeBps,
            // A decision at a bar's close must reach the next bar's open, which is the same moment.
            Latency = plan.Candles ? TimeSpan.Zero : venue.Latency,
            AnswerLatency = plan.Candles ? TimeSpan.Zero : venue.Latency,
            LeverageMax = venue.LeverageMax,
            BarSlippageBps = venue.BarSlippageBps,
        });
        Desk = new Desk(
            new DeskOptions
            {
                Instruments = plan.Instruments,
                Timeframes = plan.Timeframes,
                Trigger = plan.Trigger,
                Settings = plan.Settings,
                InitialCash = venue.InitialCash,
                Profile = plan.Profile,
                Source = plan.SourceName,
                CodeVersion = SessionPlan.CodeVersion,
                Run = run,
                BarLateness = plan.Config.Desk.BarLateness,
                BookLevels = plan.Config.Desk.BookLevels,
                DecideOnCandles = plan.Candles,
                Rule = RuleOf.For(plan.Settings),
            },
            _venue, ledger, observer, TimeProvider.System);
        _sink = new MarketFanOut(_venue, Desk);
    }

    public Desk Desk { get; }

    /// <summary>Pumps the source to its end, or until the token or the time limit says stop, and writes the end of the run.</summary>
    /// <param name="until">Venue time at which to stop; null runs to the end of the data.</param>
    /// <param name="afterEach">Called after every record: pacing, progress, publishing.</param>
    public TimeSpan Run(IMarketSource source, Timestamp? until, Action afterEach, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (!cancellation.IsCancellationRequested && source.Pump(_sink))
        {
            afterEach();
            if (until is { } end && Desk.Now >= end) break;
        }

        Desk.Finish(source.FramesRead);
        return Stopwatch.GetElapsedTime(started);
    }
}
