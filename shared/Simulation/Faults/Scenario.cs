using Parley.Domain;

namespace Parley.Simulation;

/// <summary>What is to be run.</summary>
/// <param name="Families">Families that may be on; the seed decides which of them are.</param>
/// <param name="OrderShare">1 sends every decision of the strategy, 2 every second one …</param>
/// <param name="Steps">Faults end after so many events at the latest.</param>
/// <param name="Mutant">A wrong protocol put in on purpose.</param>
/// <param name="Level">How deep the venue is simulated; null lets the seed decide.</param>
public sealed record SeedTerms(
    ulong Seed, FaultFamily Families = FaultFamily.All, int OrderShare = 1, long Steps = long.MaxValue, Mutant Mutant = Mutant.None,
    VenueLevel? Level = null);

/// <summary>Where the simulated world ends and the product begins.</summary>
public enum VenueLevel
{
    /// <summary>At the gateway: commands in, facts out, both over lossy links. Every fault of the venue can be drawn here.</summary>
    Facts,

    /// <summary>At the wire: Binance's requests, answers and user data as bytes, through the product's own adapter.</summary>
    Bytes,
}

/// <summary>Everything a seed decides before it begins.</summary>
public sealed record Scenario
{
    private Scenario()
    {
    }

    public FaultFamily Families { get; private init; }

    /// <summary>Virtual time with faults.</summary>
    public TimeSpan Storm { get; private init; }

    public int Instruments { get; private init; }

    /// <summary>True: the deliberation decides on closed bars. False: decisions come from elsewhere, many a minute.</summary>
    public bool Deliberates { get; private init; }

    /// <summary>Mean time between two decisions about an instrument.</summary>
    public TimeSpan DecisionInterval { get; private init; }

    public TimeSpan TickInterval { get; private init; }

    internal LinkTerms Link { get; private init; } = LinkTerms.Good;

    /// <summary>Share of order requests the engine takes long for, and how long at most.</summary>
    public double SlowShare { get; private init; }

    public TimeSpan SlowMax { get; private init; }

    /// <summary>Share of order answers that say nothing definite, whether it was executed or not.</summary>
    public double VagueShare { get; private init; }

    /// <summary>Share of order requests turned away by a limit.</summary>
    public double ThrottleShare { get; private init; }

    /// <summary>How far lookups lag behind the engine.</summary>
    public TimeSpan LookupLag { get; private init; }

    /// <summary>Share of orders that one endpoint does not show for a while.</summary>
    public double BlindShare { get; private init; }

    public TimeSpan BlindMax { get; private init; }

    /// <summary>Mean time between two cuts of the user stream; zero: never.</summary>
    public TimeSpan StreamCutInterval { get; private init; }

    public double StreamDuplicates { get; private init; }

    public double StreamReorders { get; private init; }

    /// <summary>Share of cuts that nobody is told of: the socket looks open.</summary>
    public double HalfOpenShare { get; private init; }

    internal ClockTerms ClockA { get; private init; } = ClockTerms.Right;

    internal ClockTerms ClockB { get; private init; } = ClockTerms.Right;

    /// <summary>Share of durable appends that fail without a trace, and that are stored although they seem to fail.</summary>
    public double AppendLoss { get; private init; }

    public double AppendAnswerLoss { get; private init; }

    public double LeaseConflicts { get; private init; }

    /// <summary>Mean times between events of one machine; zero: never.</summary>
    public TimeSpan CrashInterval { get; private init; }

    public double PowerCutShare { get; private init; }

    /// <summary>Chance per send of dying right before or after it.</summary>
    public double CrashAtSend { get; private init; }

    public TimeSpan PauseInterval { get; private init; }

    public TimeSpan HandInterval { get; private init; }

    public TimeSpan FeedGapInterval { get; private init; }

    public double DecisionDuplicates { get; private init; }

    public TimeSpan DecisionDelayMax { get; private init; }

    public bool TwoNodes { get; private init; }

    public VenueLevel Level { get; private init; }

    /// <summary>Draws a seed's scenario. Families that are off leave all other draws as they were.</summary>
    public static Scenario Draw(SeedTerms terms)
    {
        Prng chance = Prng.For(terms.Seed, 1);
        FaultFamily drawn = FaultFamily.None;
        foreach (FaultFamily family in Enum.GetValues<FaultFamily>())
            if (family is not (FaultFamily.None or FaultFamily.All) && chance.NextInt(2) == 0) drawn |= family;
        FaultFamily on = drawn & terms.Families;
        bool Has(FaultFamily family) => (on & family) != FaultFamily.None;
        double Share(double most) => chance.NextDouble() * most;
        TimeSpan Span(double least, double most) => TimeSpan.FromSeconds(least + chance.NextDouble() * (most - least));
        Scenario all = new()
        {
            Families = on,
            Storm = Span(240, 720),
            Instruments = 1 + chance.NextInt(3),
            Deliberates = chance.NextInt(8) == 0,
            DecisionInterval = Span(3, 15),
            TickInterval = Span(0.4, 1.5),
            Link = LinkTerms.Draw(chance),
            SlowShare = Share(0.15),
            SlowMax = Span(1, 30),
            VagueShare = Share(0.15),
            ThrottleShare = Share(0.05),
            LookupLag = Span(0, 90),
            BlindShare = Share(0.2),
            BlindMax = Span(10, 1_800),
            StreamCutInterval = Span(20, 240),
            StreamDuplicates = Share(0.5),
            StreamReorders = Share(0.3),
            HalfOpenShare = Share(1),
            ClockA = ClockTerms.Draw(chance),
            ClockB = ClockTerms.Draw(chance),
            AppendLoss = Share(0.002),
            AppendAnswerLoss = Share(0.002),
            LeaseConflicts = Share(0.2),
            CrashInterval = Span(60, 400),
            PowerCutShare = Share(0.6),
            CrashAtSend = Share(0.02),
            PauseInterval = Span(30, 300),
            HandInterval = Span(20, 200),
            FeedGapInterval = Span(30, 300),
            DecisionDuplicates = Share(0.5),
            DecisionDelayMax = Span(0, 60),
            TwoNodes = true,
            Level = chance.NextInt(2) == 0 ? VenueLevel.Facts : VenueLevel.Bytes,
        };
        return Keep(all, terms.Level, Has);
    }

    // A request at the wire is a few packets that are sent again when they are lost, and one command takes many requests.
    private static LinkTerms AtLevel(LinkTerms link, VenueLevel level) =>
        level == VenueLevel.Bytes ? link with { Loss = link.Loss / 6 } : link;

    private static Scenario Keep(Scenario all, VenueLevel? level, Func<FaultFamily, bool> has) => all with
    {
        Link = has(FaultFamily.Network) ? AtLevel(all.Link, level ?? all.Level) : LinkTerms.Good,
        SlowShare = has(FaultFamily.Venue) ? all.SlowShare : 0,
        VagueShare = has(FaultFamily.Venue) ? all.VagueShare : 0,
        ThrottleShare = has(FaultFamily.Venue) ? all.ThrottleShare : 0,
        LookupLag = has(FaultFamily.Lookups) ? all.LookupLag : TimeSpan.Zero,
        BlindShare = has(FaultFamily.Lookups) ? all.BlindShare : 0,
        StreamCutInterval = has(FaultFamily.Streams) ? all.StreamCutInterval : TimeSpan.Zero,
        StreamDuplicates = has(FaultFamily.Streams) ? all.StreamDuplicates : 0,
        StreamReorders = has(FaultFamily.Streams) ? all.StreamReorders : 0,
        ClockA = has(FaultFamily.Clocks) ? all.ClockA : ClockTerms.Right,
        ClockB = has(FaultFamily.Clocks) ? all.ClockB : ClockTerms.Right,
        AppendLoss = has(FaultFamily.Storage) ? all.AppendLoss : 0,
        AppendAnswerLoss = has(FaultFamily.Storage) ? all.AppendAnswerLoss : 0,
        LeaseConflicts = has(FaultFamily.Storage) ? all.LeaseConflicts : 0,
        CrashInterval = has(FaultFamily.Process) ? all.CrashInterval : TimeSpan.Zero,
        CrashAtSend = has(FaultFamily.Process) ? all.CrashAtSend : 0,
        PauseInterval = has(FaultFamily.Process) ? all.PauseInterval : TimeSpan.Zero,
        HandInterval = has(FaultFamily.Human) ? all.HandInterval : TimeSpan.Zero,
        FeedGapInterval = has(FaultFamily.Feeds) ? all.FeedGapInterval : TimeSpan.Zero,
        DecisionDuplicates = has(FaultFamily.Decisions) ? all.DecisionDuplicates : 0,
        DecisionDelayMax = has(FaultFamily.Decisions) ? all.DecisionDelayMax : TimeSpan.Zero,
        TwoNodes = has(FaultFamily.Leaders),
        Level = level ?? all.Level,
    };
}
