using Parley.Domain;

namespace Parley.Simulation;

/// <summary>All instruments: feeds the venue's engine first, then whoever listens, each over his own link.</summary>
internal sealed class SimulatedMarket
{
    // Prices in ticks: deep enough that no walk reaches the bottom.
    private static readonly (string Name, long MiddleTicks)[] Names = [("BTCUSDT", 600_000), ("ETHUSDT", 300_000), ("SOLUSDT", 150_000)];

    private readonly World world;
    private readonly Prng chance;
    private readonly List<MarketWalk> walks = [];

    public SimulatedMarket(World world, Prng chance)
    {
        (this.world, this.chance) = (world, chance);
        foreach ((string name, long middle) in Names.Take(world.Scenario.Instruments)) walks.Add(new(InstrumentOf(name), middle, paysFunding: world.Scenario.Level == VenueLevel.Facts, chance));
        Instruments = [.. walks.Select(walk => walk.Instrument)];
    }

    public IReadOnlyList<Instrument> Instruments { get; }

    public Price MiddleOf(Symbol symbol) => walks.Find(walk => walk.Instrument.Symbol == symbol)!.Middle;

    public void Begin()
    {
        foreach (MarketWalk walk in walks) Plan(walk);
    }

    private void Plan(MarketWalk walk) => world.Agenda.In(world.Scenario.TickInterval * (0.2 + 1.6 * chance.NextDouble()), StepKind.Market, () =>
    {
        MarketTick tick = walk.Next(world.Agenda.Now);
        world.Site.OnSnapshot(new(tick.Symbol, world.Agenda.Now, world.Agenda.Now, tick.BookId, tick.Bids, tick.Asks));
        world.Site.OnTrade(tick.Trade);
        if (tick.Mark is { } mark) world.Site.OnMark(mark);
        foreach (EdgeNode node in world.Nodes) node.Expect(tick);
        Plan(walk);
    });

    private static Instrument InstrumentOf(string name) => new(
        new(name), name[..^4], "USDT", InstrumentKind.Perpetual, Price.From(0.1m), Quantity.From(0.001m), Quantity.From(0.001m), 5m);
}
