using Parley.Domain;

namespace Parley.Simulation;

/// <summary>
/// One machine that runs the edge. Its process may be killed at any step, lose power, stop for a while, be told to drain;
/// what it has on its disk and at the venue stays.
/// </summary>
internal sealed class EdgeNode(World world, string name, ClockTerms terms, Prng chance)
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(200);

    private readonly Timestamp switchedOn = world.Agenda.Now;

    public string Name => name;

    public VenueRoad Road { get; } = new(world, chance);

    /// <summary>The process that runs; null while none does.</summary>
    public EdgeProcess? Process { get; private set; }

    /// <summary>Nothing of the process moves until then.</summary>
    public Timestamp PausedUntil { get; private set; }

    public bool IsPaused => world.Agenda.Now < PausedUntil;

    /// <summary>Switches the machine on, or its process on again.</summary>
    public void Start()
    {
        if (Process is not null) return;
        VirtualClock clock = new(world.Agenda, terms, switchedOn) { IsRight = !world.IsStormy };
        Process = new(world, this, clock, chance);
        Process.Begin();
        Breathe(Process);
    }

    /// <summary>The market shows this; the process sees it when its feed brings it.</summary>
    public void Expect(MarketTick tick)
    {
        if (Process is not { Desk: not null } process || Road.Feed.Loses()) return;
        world.Agenda.At(Road.Feed.ArrivalInOrder(), StepKind.Delivery, () =>
        {
            if (Process == process) Guard(process, () => process.See(tick));
        });
    }

    /// <summary>Something came in for the process: its loop looks around at once.</summary>
    public void Wake(EdgeProcess process)
    {
        if (process.IsWoken) return;
        process.IsWoken = true;
        world.Agenda.At(world.Agenda.Now, StepKind.Loop, () => Turn(process));
    }

    public void Pause(TimeSpan length)
    {
        if (Process is null) return;
        world.Probes.Seen(Probe.Paused);
        EdgeProcess paused = Process;
        PausedUntil = Timestamp.Max(PausedUntil, world.Agenda.Now + length);
        world.Agenda.At(PausedUntil, StepKind.Loop, () => Turn(paused));
    }

    /// <summary>The process is gone this instant; it comes back after a while.</summary>
    public void Crash(bool powerCut, TimeSpan away)
    {
        if (Process is not { } process) return;
        if (process.HasOrderInFlight) world.Probes.Seen(Probe.CrashWithOrderInFlight);
        if (process.HasPosition) world.Probes.Seen(Probe.CrashWithPosition);
        process.Dispose();
        Process = null;
        if (powerCut && world.Log.Owner == process.LogOwner) world.Log.CutPower(chance);
        world.Agenda.In(away, StepKind.Chaos, () =>
        {
            world.Probes.Seen(Probe.Restarted);
            Start();
        });
    }

    /// <summary>Ends the process in order, as a deploy does, and starts the next one.</summary>
    public void Drain()
    {
        if (Process is not { Desk: not null } process || IsPaused) return;
        world.Probes.Seen(Probe.Drained);
        Guard(process, () =>
        {
            process.Finish();
            world.Scheduler.Run(() => _ = process.Lease.ReleaseAsync());
        });
        if (Process != process) return;
        // The table has a moment to hear of it before the process is gone.
        world.Agenda.In(TimeSpan.FromSeconds(2), StepKind.Chaos, () =>
        {
            if (Process == process) Crash(powerCut: false, TimeSpan.FromSeconds(3));
        });
    }

    /// <summary>Faults are over: the network is good, the clock is right, whoever is down comes up.</summary>
    public void Calm()
    {
        foreach (Link link in new[] { Road.Up, Road.Down, Road.Stream, Road.Feed })
        {
            link.IsFaulty = false;
            link.Unclog();
        }

        PausedUntil = default;
        if (Process is not null) Process.Clock.IsRight = true;
    }

    /// <summary>The process has the lease and opens its books.</summary>
    public void Open(EdgeProcess process, Action open)
    {
        if (Process == process) Guard(process, open);
    }

    private void Breathe(EdgeProcess process) => world.Agenda.In(Breath, StepKind.Loop, () =>
    {
        if (Process != process) return;
        Turn(process);
        if (Process == process) Breathe(process);
    });

    private void Turn(EdgeProcess process)
    {
        process.IsWoken = false;
        if (Process == process && !IsPaused) Guard(process, process.Turn);
    }

    /// <summary>Lets the process do something; what kills it kills it, what nobody planned is a violation.</summary>
    private void Guard(EdgeProcess process, Action act)
    {
        try
        {
            act();
        }
        catch (CrashException)
        {
            Crash(chance.NextDouble() < world.Scenario.PowerCutShare, TimeSpan.FromSeconds(60 * chance.NextDouble()));
        }
        catch (IOException)
        {
            // The journal could not be written: a process without a ledger ends, whatever supervises it starts it again.
            Crash(powerCut: false, TimeSpan.FromSeconds(1 + 5 * chance.NextDouble()));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            world.Watch.Violate("escaped-exception", $"{e.GetType().Name}: {e.Message} {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");
            process.Dispose();
            Process = null;
        }
    }
}
