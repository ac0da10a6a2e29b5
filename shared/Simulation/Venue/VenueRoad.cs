using Parley.Domain;

namespace Parley.Simulation;

/// <summary>The way between one machine and the venue, both directions, and what lies along it.</summary>
internal sealed class VenueRoad(World world, Prng chance)
{
    public Agenda Agenda => world.Agenda;

    public Scenario Scenario => world.Scenario;

    public Probes Probes => world.Probes;

    public TraceHash Hash => world.Hash;

    public VenueSite Site => world.Site;

    public Prng Chance { get; } = chance;

    public Link Up { get; } = new(world.Agenda, chance, world.Scenario.Link);

    public Link Down { get; } = new(world.Agenda, chance, world.Scenario.Link);

    public Link Stream { get; } = new(world.Agenda, chance, world.Scenario.Link);

    public Link Feed { get; } = new(world.Agenda, chance, world.Scenario.Link);

    /// <summary>True until faults end.</summary>
    public bool IsStormy => world.IsStormy;

    public void Violate(string invariant, string what) => world.Watch.Violate(invariant, what);

    /// <summary>How long the engine takes for an order, or for a cancel.</summary>
    /// <remarks>
    /// Now and then an order that can only reduce comes back from the dead, long after everybody has given it up: the only
    /// harmless way to have late facts. Others stay within half a minute, as the protocol's horizon assumes.
    /// </remarks>
    public TimeSpan EngineDelay(PlaceOrder? order)
    {
        if (!IsStormy || Scenario.SlowShare <= 0) return TimeSpan.FromMilliseconds(1);
        double draw = Chance.NextDouble();
        if (order is { ReduceOnly: true } && draw < Scenario.SlowShare / 10)
        {
            Probes.Seen(Probe.GhostOrder);
            return TimeSpan.FromSeconds(60 + 120 * Chance.NextDouble());
        }

        return draw < Scenario.SlowShare ? Scenario.SlowMax * Chance.NextDouble() : TimeSpan.FromMilliseconds(1);
    }
}
