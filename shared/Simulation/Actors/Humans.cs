using Parley.Domain;
using Parley.Orchestrations;

namespace Parley.Simulation;

/// <summary>People: at the venue's own page, and at the desk's switches.</summary>
internal sealed class Humans(World world, Prng chance)
{
    private long orders;
    private bool isOver;

    /// <summary>When the kill switch was last thrown and nobody has resumed since.</summary>
    public Timestamp? KilledAt { get; private set; }

    public void Begin()
    {
        if (world.Scenario.HandInterval > TimeSpan.Zero) Plan();
    }

    public void End() => isOver = true;

    /// <summary>A human says that all is well.</summary>
    public void Resume()
    {
        KilledAt = null;
        Command(DeskCommand.Resume);
    }

    private void Plan() => world.Agenda.In(world.Scenario.HandInterval * chance.NextExponential(), StepKind.Human, () =>
    {
        if (isOver) return;
        // What was held before the desk's first record is not the desk's to explain.
        if (world.Log.Length > 0) Act();
        Plan();
    });

    private void Act()
    {
        switch (chance.NextInt(10))
        {
            case 0 or 1:
                Trade();
                break;
            case 2 or 3:
                CancelSomething();
                break;
            case 4:
                world.Probes.Seen(Probe.PausedByHand);
                Command(DeskCommand.Pause);
                ResumeLater();
                break;
            case 5:
                Command(DeskCommand.ReduceOnly);
                ResumeLater();
                break;
            case 6:
                Command(DeskCommand.CancelOnly);
                ResumeLater();
                break;
            case 7:
                Command(DeskCommand.Flatten);
                ResumeLater();
                break;
            case 8:
                world.Probes.Seen(Probe.Killed);
                KilledAt ??= world.Agenda.Now;
                Command(DeskCommand.Halt);
                ResumeLater();
                break;
            default:
                Resume();
                break;
        }
    }

    private void Trade()
    {
        Instrument instrument = world.Market.Instruments[chance.NextInt(world.Market.Instruments.Count)];
        ClientOrderId id = new($"web_{++orders}");
        world.Site.Record.Foreign.Add(id);
        world.Probes.Seen(Probe.ManualOrder);
        world.Site.PlaceByHand(new(id, instrument.Symbol, chance.NextInt(2) == 0 ? Side.Buy : Side.Sell, OrderType.Market,
            Quantity.FromRaw(instrument.StepSize.Raw * (1 + chance.NextInt(20))), null, null, TimeInForce.ImmediateOrCancel, ReduceOnly: false));
    }

    private void CancelSomething()
    {
        VenueOrder[] open = [.. world.Site.Record.Orders.Where(order => order.IsOpen)];
        if (open.Length == 0) return;
        world.Probes.Seen(Probe.ManualCancel);
        world.Site.CancelByHand(open[chance.NextInt(open.Length)]);
    }

    private void ResumeLater() => world.Agenda.In(TimeSpan.FromSeconds(5 + chance.NextInt(60)), StepKind.Human, () =>
    {
        if (!isOver) Resume();
    });

    private void Command(DeskCommand command)
    {
        if (world.Leader is not { Process: { Desk: { } desk } process } node) return;
        desk.Post(command);
        node.Wake(process);
    }
}
