using Parley.Domain;
using Parley.Execution;
using Parley.Orchestrations;
using Parley.Ports;

namespace Parley.Simulation;

/// <summary>One life of the edge's process: lease, ledger, gateway and desk, all of them the product's own.</summary>
internal sealed class EdgeProcess : IDisposable
{
    private readonly World world;
    private readonly EdgeNode node;
    private readonly Queue<MarketTick> feed = new();
    private INodeGateway? venue;
    private FencedGateway? fence;
    private bool isDead;
    private long heldBack;
    private TimeSpan lastError;

    public EdgeProcess(World world, EdgeNode node, VirtualClock clock, Prng chance)
    {
        (this.world, this.node, Clock) = (world, node, clock);
        LeaseBook book = new(new LeaseTable(world, world.Table, chance, clock), "edge");
        Lease = new(book, $"{node.Name}-{world.NextProcess()}", clock, () => isDead);
    }

    public VirtualClock Clock { get; }

    public NodeLease Lease { get; }

    public Desk? Desk { get; private set; }

    public long LogOwner { get; private set; }

    public bool IsWoken { get; set; }

    public bool HasOrderInFlight => Desk is not null && Desk.Register.Live.Any(order => order.Phase is OrderPhase.Submitting or OrderPhase.Unknown);

    public bool HasPosition => Desk is not null && Desk.Portfolio.Positions.Any(position => !position.Quantity.IsZero);

    public void Begin() => world.Scheduler.Run(() => _ = LeadAsync());

    /// <summary>The process is gone; what it sent stays sent.</summary>
    public void Dispose()
    {
        isDead = true;
        Clock.IsDead = true;
        venue?.Dispose();
        Desk = null;
    }

    public void See(MarketTick tick)
    {
        feed.Enqueue(tick);
        if (!node.IsPaused) Turn();
    }

    /// <summary>One turn of the loop: the beat of the fence, the market, then whatever else is due.</summary>
    public void Turn()
    {
        if (Desk is not { } desk) return;
        fence!.Beat();
        if (fence.HeldBack > heldBack) world.Probes.Seen(Probe.FencedOrder);
        heldBack = fence.HeldBack;
        if (Lease.State == LeaseState.Lost) throw new IOException("The lease is lost: this edge stops.");
        TimeSpan error = Clock.Error;
        if ((error - lastError).Duration() > TimeSpan.FromSeconds(1)) world.Probes.Seen(Probe.ClockStepped);
        lastError = error;
        venue!.Poll();
        Timestamp received = Timestamp.From(Clock.GetUtcNow());
        while (feed.TryDequeue(out MarketTick? tick)) tick.ShowTo(desk, received);
        desk.Idle();
    }

    public void Finish()
    {
        Desk!.Post(DeskCommand.Pause, "because the edge stops");
        Desk.Finish(0);
    }

    private async Task LeadAsync()
    {
        if (!await Lease.AcquireAsync() || isDead) return;
        node.Open(this, OpenDesk);
    }

    private void OpenDesk()
    {
        if (world.LastLeader is { } last && last != node) world.Probes.Seen(Probe.SecondLeader);
        world.LastLeader = node;
        SimulatedJournal journal = new(world.Log, world.Storage);
        LogOwner = world.Log.Owner;
        venue = world.OpenGateway(node.Road, Clock, () => node.Wake(this));
        IOrderGateway watched = new WatchedGateway(venue, world, node, this);
        fence = new(MutantGateway.Wrap(watched, world), Lease, Clock);
        Desk = world.OpenDesk(this, journal, fence);
        fence.Begin();
    }
}
