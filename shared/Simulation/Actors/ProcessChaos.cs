using Parley.Domain;

namespace Parley.Simulation;

/// <summary>What happens to machines: killed, without power, stopped for a while, drained, and feeds that fall silent.</summary>
internal sealed class ProcessChaos(World world, Prng chance)
{
    private bool isOver;

    public void Begin()
    {
        foreach (EdgeNode node in world.Nodes)
        {
            Repeat(world.Scenario.CrashInterval, () => EndProcess(node));
            Repeat(world.Scenario.PauseInterval, () => node.Pause(TimeSpan.FromSeconds(30 * chance.NextDouble() * chance.NextDouble())));
            Repeat(world.Scenario.FeedGapInterval, () => node.Road.Feed.ClogUntil(world.Agenda.Now + TimeSpan.FromSeconds(40 * chance.NextDouble())));
        }

        if (world.Scenario.SlowShare > 0) Repeat(TimeSpan.FromSeconds(120), HaltSymbol);
    }

    public void End() => isOver = true;

    private void EndProcess(EdgeNode node)
    {
        if (chance.NextInt(5) == 0) node.Drain();
        else node.Crash(chance.NextDouble() < world.Scenario.PowerCutShare, TimeSpan.FromSeconds(60 * chance.NextDouble()));
    }

    private void HaltSymbol()
    {
        Symbol symbol = world.Market.Instruments[chance.NextInt(world.Market.Instruments.Count)].Symbol;
        world.Probes.Seen(Probe.SymbolHalted);
        world.Site.Halt(symbol, world.Agenda.Now + TimeSpan.FromSeconds(2 + 30 * chance.NextDouble()));
    }

    private void Repeat(TimeSpan mean, Action act)
    {
        if (mean <= TimeSpan.Zero) return;
        world.Agenda.In(mean * chance.NextExponential(), StepKind.Chaos, () =>
        {
            if (isOver) return;
            act();
            Repeat(mean, act);
        });
    }
}
