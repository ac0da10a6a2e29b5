using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Risk;
using Parley.Stores;

namespace Parley.Simulation;

/// <summary>
/// Everything there is in one simulated run: venue, market, machines, people, faults, and who watches them. One thread; all
/// chance comes from the seed.
/// </summary>
internal sealed class World
{
    private const decimal InitialCash = 1_000_000m;

    /// <summary>2026-01-05, a Monday, at noon: no day or week turns during a run.</summary>
    private static readonly Timestamp Start = Timestamp.FromMilliseconds(1_767_614_400_000);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan OrdersEnd = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ModeEnds = TimeSpan.FromMinutes(10);

    private readonly ProcessChaos processes;
    private readonly VenueEndpoints? endpoints;
    private readonly List<LinkChaos> clogs = [];
    private readonly Dictionary<Desk, Timestamp> told = [];
    private long processNumber;
    private int run;

    public World(SeedTerms terms)
    {
        Terms = terms;
        Scenario = Scenario.Draw(terms);
        Agenda.StartAt(Start);
        Scheduler = new(Agenda);
        Market = new(this, Chance(2));
        if (Scenario.Level == VenueLevel.Facts)
        {
            EngineSite engine = new(Agenda, Hash, Market.Instruments, InitialCash);
            endpoints = new(Agenda, Chance(3), Scenario, engine, Probes);
            Site = engine;
        }
        else
        {
            Site = new FrontSite(this, Market.Instruments, InitialCash, Chance(3));
        }

        Storage = new(this, Chance(4));
        Strategy = new(this, Chance(5));
        Humans = new(this, Chance(6));
        Nodes = Scenario.TwoNodes
            ? [new(this, "a", Scenario.ClockA, Chance(10)), new(this, "b", Scenario.ClockB, Chance(11))]
            : [new(this, "a", Scenario.ClockA, Chance(10))];
        processes = new(this, Chance(7));
        foreach (EdgeNode node in Nodes)
            clogs.Add(new(Agenda, Chance(20), Scenario.Link, [node.Road.Up, node.Road.Down, node.Road.Stream, node.Road.Feed]));
        Watch = new(this);
    }

    public SeedTerms Terms { get; }

    public Scenario Scenario { get; }

    public Agenda Agenda { get; } = new();

    public TraceHash Hash { get; } = new();

    public Probes Probes { get; } = new();

    public LoneScheduler Scheduler { get; }

    public VenueSite Site { get; }

    public SimulatedMarket Market { get; }

    public StorageFaults Storage { get; }

    public DurableLog Log { get; } = new();

    /// <summary>The lease's table in the cloud, as it truly is.</summary>
    public ITable Table { get; } = JournaledTable.InMemory();

    public IReadOnlyList<EdgeNode> Nodes { get; }

    public SeededStrategy Strategy { get; }

    public Humans Humans { get; }

    public InvariantWatch Watch { get; }

    public RiskLimits Limits { get; } = new()
    {
        RiskPerTrade = 0.001m,
        PositionMax = 0.05m,
        DailyLossMax = 0.5m,
        WeeklyLossMax = 0.5m,
        DrawdownMax = 0.5m,
        OrdersPerMinuteMax = 1_000,
        LiquidityMax = 0.2m,
    };

    /// <summary>When faults end at the latest.</summary>
    public Timestamp StormEnd => Start + WarmUp + Scenario.Storm;

    /// <summary>Faults still happen.</summary>
    public bool IsStormy { get; private set; } = true;

    /// <summary>The venue turned a protecting order away for so long that nobody could have kept it bare for less.</summary>
    public TimeSpan RefusalPatience => IsStormy ? TimeSpan.FromSeconds(40) : TimeSpan.Zero;

    /// <summary>The machine whose process leads; null while none does.</summary>
    public EdgeNode? Leader
    {
        get
        {
            EdgeNode? leader = null;
            foreach (EdgeNode node in Nodes)
                if (node.Process is { Desk: not null } process && (leader is null || process.LogOwner > leader.Process!.LogOwner)) leader = node;
            return leader;
        }
    }

    /// <summary>The machine whose process opened the books last.</summary>
    public EdgeNode? LastLeader { get; set; }

    public long NextProcess() => ++processNumber;

    /// <summary>Whether a desk has been running since before the kill switch was thrown.</summary>
    public bool WasTold(Desk desk) => Humans.KilledAt is { } killed && told.TryGetValue(desk, out Timestamp opened) && opened < killed;

    /// <summary>Opens the ledger and a desk that goes on where it ends: start-up and recovery are the same path.</summary>
    public Desk OpenDesk(EdgeProcess process, IRecoverableJournal journal, IOrderGateway gateway)
    {
        RecoveredLedger ledger = LedgerRecovery.Open(journal);
        Desk desk = new(
            new DeskOptions
            {
                Instruments = Market.Instruments,
                Timeframes = [Timeframe.OneMinute],
                Trigger = Timeframe.OneMinute,
                Settings = new(Deliberator.Parley, new SortedDictionary<string, string>(StringComparer.Ordinal), new(), Limits),
                InitialCash = InitialCash,
                Profile = "simulation",
                Source = "simulated market",
                CodeVersion = "simulation",
                Run = ++run,
                Recover = () => LedgerRecord.ReadAll(journal),
                Protocol = new() { StockInterval = TimeSpan.FromSeconds(60) },
                Relay = Scenario.Deliberates ? null : new DeafRelay(),
            },
            gateway, ledger.Ledger, new NodeObserver(this, process), process.Clock);
        told[desk] = Agenda.Now;
        return desk;
    }

    /// <summary>Makes a process's way to the venue, as deep as the scenario goes.</summary>
    public INodeGateway OpenGateway(VenueRoad road, TimeProvider clock, Action wake) => Site is FrontSite front
        ? new WireGateway(this, road, front, clock, Prng.For(Terms.Seed, 1_000 + (ulong)NextProcess()), wake)
        : new FactGateway(road, (EngineSite)Site, endpoints!, wake);

    public SeedResult Run()
    {
        Scheduler.Run(() =>
        {
            Begin();
            Weather();
            Calm();
        });
        (Site as IDisposable)?.Dispose();
        return new(Terms, Scenario, Agenda.Steps, Hash.Value, Watch.Orders, Watch.DoubleExposures, Audit.Unadopted, Audit.Unresolved,
            Agenda.Now - Start, Watch.Violations, Probes);
    }

    public Audit Audit { get; } = new();

    private Prng Chance(ulong stream) => Prng.For(Terms.Seed, stream);

    private void Begin()
    {
        Market.Begin();
        foreach (EdgeNode node in Nodes) node.Start();
        Go(Start + WarmUp);
    }

    private void Weather()
    {
        foreach (LinkChaos clog in clogs) clog.Begin();
        processes.Begin();
        Humans.Begin();
        Strategy.Begin();
        Go(StormEnd);
    }

    /// <summary>Faults off: from here on everything must come to rest by itself.</summary>
    private void Calm()
    {
        IsStormy = false;
        if (endpoints is not null) endpoints.IsHonest = true;
        Strategy.End();
        Humans.End();
        processes.End();
        foreach (LinkChaos clog in clogs) clog.End();
        foreach (EdgeNode node in Nodes) node.Calm();
        Timestamp calm = Agenda.Now;
        bool asked = false;
        while (Watch.Violations.Count == 0)
        {
            Go(Agenda.Now + TimeSpan.FromSeconds(1));
            TimeSpan since = Agenda.Now - calm;
            if (since > TimeSpan.FromSeconds(70) && Leader is { Process.Desk: { } desk } && Audit.IsSettled(this, desk)) break;
            if (!asked && since > OrdersEnd)
            {
                // What only a human may end, a human ends; nobody is asked to before everything else had its time.
                asked = true;
                Humans.Resume();
                if (Audit.Unsettled(this) is { } unsettled) Watch.Violate("I-36", unsettled);
            }

            if (since > ModeEnds)
            {
                Watch.Violate("I-37", Audit.WhyNotNormal(this));
                break;
            }
        }

        Watch.Full();
        Audit.Run(this);
    }

    private void Go(Timestamp until)
    {
        while (Watch.Violations.Count == 0 && (!IsStormy || Agenda.Steps < Terms.Steps) && Agenda.TryStep(until, out StepKind kind, out long number))
        {
            Hash.Add(Agenda.Now.Nanoseconds);
            Hash.Add(number * 16 + (int)kind);
            Watch.AfterStep();
        }

        if (Watch.Violations.Count == 0) Agenda.RestUntil(until);
    }
}

/// <summary>Decisions are made elsewhere, and elsewhere needs nothing of this desk.</summary>
internal sealed class DeafRelay : IDeskRelay
{
    public void OnClock(Symbol symbol, Timestamp now)
    {
    }

    public void OnReferenceBar(Symbol symbol, in Bar bar)
    {
    }

    public void OnDue(Symbol symbol, Timestamp now, AccountView account)
    {
    }
}
