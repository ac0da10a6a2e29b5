using System.Text.Json;
using Parley.Execution;
using Parley.Market;
using Parley.Orchestrations.Inline;
using Parley.Ports;
using Parley.Risk;
using Parley.Stores;
using Parley.Venues.Simulated;

namespace Parley.Orchestrations.Tests;

/// <summary>
/// The desk of one process, and the same desk in two places — the edge with its relay, the cloud with ingest and workflows —
/// on the same market, so that they can be compared.
/// </summary>
internal static class TwoPlaces
{
    public static readonly DecisionSettings Settings = new(Deliberator.Parley, new SortedDictionary<string, string>(), new(), new RiskLimits());

    public static readonly IReadOnlyList<Timeframe> Timeframes = [Timeframe.OneMinute, Timeframe.FiveMinutes];

    public static SyntheticMarket Market(TimeSpan duration, params string[] symbols) => new(new SyntheticMarketOptions
    {
        Seed = 5,
        Symbols = [.. symbols.Select(s => new Symbol(s))],
        History = TimeSpan.FromHours(6),
        Duration = duration,
        PlantedEdge = 1,
    });

    public static Watched RunInOnePlace(SyntheticMarket market)
    {
        Watched watched = new();
        Run(market, watched, relay: null, afterEach: _ => { });
        return watched;
    }

    /// <summary>Runs the edge; every batch it publishes goes to <paramref name="deliver"/>, and orders that come back are carried out before the next event.</summary>
    public static Watched RunTheEdge(SyntheticMarket market, Func<IReadOnlyList<ReadOnlyMemory<byte>>, IEnumerable<OrderIntents>> deliver)
    {
        Watched watched = new();
        Queue<OrderIntents> coming = new();
        TickPacker relay = new(
            market.Instruments, epoch: 1, new TickBatchOptions(),
            (_, batch) =>
            {
                foreach (OrderIntents intents in deliver([batch])) coming.Enqueue(intents);
            },
            why => throw new InvalidOperationException(why));
        Run(market, watched, relay, desk =>
        {
            while (coming.TryDequeue(out OrderIntents? intents)) desk.Post(intents);
            desk.Idle();
        });
        relay.Flush();
        return watched;
    }

    /// <summary>Everything the edge published on a market, and nothing that came back.</summary>
    public static List<ReadOnlyMemory<byte>> Record(SyntheticMarket market)
    {
        List<ReadOnlyMemory<byte>> batches = [];
        RunTheEdge(market, published =>
        {
            batches.AddRange(published);
            return [];
        });
        return batches;
    }

    private static void Run(SyntheticMarket market, Watched watched, TickPacker? relay, Action<Desk> afterEach)
    {
        SimulatedVenue venue = new(new SimulatedVenueOptions { Instruments = market.Instruments, InitialCash = 10_000, LeverageMax = 5 });
        Desk desk = new(
            new DeskOptions
            {
                Instruments = market.Instruments,
                Timeframes = Timeframes,
                Trigger = Timeframe.OneMinute,
                Settings = Settings,
                InitialCash = 10_000,
                Profile = "test",
                Source = market.Name,
                CodeVersion = "test",
                Relay = relay,
            },
            venue, Ledger.Start(new ForgetfulJournal()), watched, TimeProvider.System);
        IMarketSink sink = new MarketFanOut(venue, desk);
        if (relay is not null) sink = new MarketFanOut(relay, sink);
        while (market.Pump(sink)) afterEach(desk);
        watched.Equity = desk.Equity;
    }

    /// <summary>What a desk did.</summary>
    internal sealed class Watched : IDeskObserver
    {
        public List<Decision> Decisions { get; } = [];

        public List<string> Orders { get; } = [];

        public List<VenueFact> Facts { get; } = [];

        public List<(OrderIntents Intents, IntentFate Fate, string Reason)> Elsewhere { get; } = [];

        public decimal Equity { get; set; }

        public void OnDecision(Decision decision) => Decisions.Add(decision);

        public void OnOrder(PlaceOrder order, string decisionId) => Orders.Add(order.ToString());

        public void OnFact(VenueFact fact) => Facts.Add(fact);

        public void OnIntents(OrderIntents intents, IntentFate fate, string reason) => Elsewhere.Add((intents, fate, reason));
    }
}

/// <summary>The cloud's half in memory.</summary>
internal sealed class CloudHalf
{
    public CloudHalf(IReadOnlyList<Symbol> symbols, IBlobStore? checkpoints = null, CloudHalf? shares = null)
    {
        Options = new IngestOptions
        {
            Timeframes = TwoPlaces.Timeframes,
            Trigger = Timeframe.OneMinute,
            Symbols = symbols,
            Settings = TwoPlaces.Settings,
            BacklogMax = TimeSpan.FromDays(1),
            // Small, so that checkpoints are written every few batches.
            TailMax = 96 * 1024,
        };
        Checkpoints = checkpoints ?? shares?.Checkpoints ?? new MemoryBlobs();
        Quarantine = shares?.Quarantine ?? new MemoryBlobs();
        Snapshots = shares?.Snapshots ?? new MemoryBlobs();
        Features = shares?.Features ?? JournaledTable.InMemory();
        Decisions = shares?.Decisions ?? JournaledTable.InMemory();
        Sent = shares?.Sent ?? [];
        ActivityTable activities = new();
        Workflows = shares?.Workflows ?? new InlineWorkflows(activities, TimeProvider.System).AddDesk();
        SnapshotShelf shelf = new(Snapshots);
        if (shares is null)
        {
            new DecisionActivities(1, TwoPlaces.Settings, shelf, new DecisionBook(Decisions), new Collector([]), Workflows).AddTo(activities);
            new EdgeActivities(
                new Collector(Sent), new IntentBook(JournaledTable.InMemory()), new ControlBoard(JournaledTable.InMemory()),
                new LedgerReader(() => new MemoryJournal()), new NoAlerts()).AddTo(activities);
        }

        Ingest = new TickIngest(Options, Checkpoints, Quarantine, shelf, new FeatureBook(Features), Workflows);
    }

    public IngestOptions Options { get; }

    public TickIngest Ingest { get; }

    public InlineWorkflows Workflows { get; }

    public IBlobStore Checkpoints { get; }

    public MemoryBlobs Quarantine { get; }

    public MemoryBlobs Snapshots { get; }

    public JournaledTable Features { get; }

    public JournaledTable Decisions { get; }

    /// <summary>Messages to the edge.</summary>
    public List<EdgeMessage> Sent { get; }

    public Task<IngestReport> IngestAsync(params IReadOnlyList<ReadOnlyMemory<byte>> bodies) =>
        Ingest.IngestAsync(bodies, TestContext.Current.CancellationToken);

    public async Task<List<Decision>> DecisionsAsync(Symbol symbol)
    {
        List<Decision> decisions = [];
        await foreach (Decision decision in new DecisionBook(Decisions).ReadAsync(
            symbol, default, new Timestamp(long.MaxValue), TestContext.Current.CancellationToken)) decisions.Add(decision);
        return decisions;
    }

    /// <summary>Everything that was written, as text: equal states have equal texts.</summary>
    public async Task<string> StateAsync(params IReadOnlyList<Symbol> symbols)
    {
        CancellationToken none = TestContext.Current.CancellationToken;
        List<string> lines = [.. Workflows.Instances.Order(StringComparer.Ordinal)];
        foreach (Symbol symbol in symbols)
        {
            foreach (Timeframe timeframe in Options.Timeframes)
                await foreach (Row row in Features.ReadAsync($"{symbol}-{timeframe}", "0", "~", none))
                    lines.Add($"{row.Partition} {row.Key} {ContentHash.Of(row.Content.Span)}");
            foreach (Decision decision in await DecisionsAsync(symbol))
                lines.Add(ContentHash.Of(JsonSerializer.SerializeToUtf8Bytes(decision, DecisionJson.Canonical.Decision)));
            byte[]? state = await Ingest.SaveAsync(symbol, none);
            lines.Add(state is null ? "no checkpoint" : ContentHash.Of(state));
        }

        return string.Join('\n', lines);
    }

    private sealed class Collector(List<EdgeMessage> into) : IEventPublisher
    {
        public int BodyMax => 1_000_000;

        public Task PublishAsync(string key, IReadOnlyList<ReadOnlyMemory<byte>> bodies, CancellationToken cancellation)
        {
            foreach (ReadOnlyMemory<byte> body in bodies)
                if (JsonDocument.Parse(body).RootElement.TryGetProperty("$type", out _)) into.Add(CloudJson.Read<EdgeMessage>(body, "A message"));
            return Task.CompletedTask;
        }
    }

    private sealed class NoAlerts : IAlerts
    {
        public Task SendAsync(Alert alert, CancellationToken cancellation) => Task.CompletedTask;
    }
}
