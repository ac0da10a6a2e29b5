using Parley.Domain;
using Parley.Execution;
using Parley.Hosting;
using Parley.Orchestrations;
using Parley.Ports;
using Parley.Venues.Simulated;

namespace Parley.Edge;

/// <summary>One run of the edge under its lease: the desk on a thread of its own, everything that waits for a network beside it.</summary>
internal sealed class EdgeSession : IAsyncDisposable
{
    /// <summary>How often the loop looks around besides the market, at least.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    /// <summary>How often the desk's own account is taken.</summary>
    private static readonly TimeSpan SightInterval = TimeSpan.FromMilliseconds(200);

    private readonly EdgeRun run;
    private readonly IFence lease;
    private readonly long epoch;
    private readonly EdgeStatusBoard status;
    private readonly DeskMeter measures;
    private readonly TimeProvider clock;
    private readonly Action<string> note;
    private readonly CancellationTokenSource giveUp = new();
    private readonly CancellationTokenSource halt = new();
    private readonly TickOutbox outbox;
    private readonly TickRelay relay;
    private readonly ReceiptWriter receipts;
    private readonly FencedGateway gateway;
    private readonly Desk desk;
    private readonly MarketFanOut sink;
    private readonly IntentIntake intake;
    private readonly EdgeReporter reporter;
    private long sightAt;
    private string? stopped;

    public EdgeSession(
        EdgeRun run, ICloud cloud, LeaseKeeper lease, Ledger ledger, Func<IEnumerable<LedgerRecord>> records, int number, EdgeStatusBoard status, EdgeMetrics metrics,
        TimeProvider clock, Action<string> note)
    {
        (this.run, this.lease, epoch, this.status, measures, this.clock, this.note) = (run, lease, lease.Epoch, status, metrics.Desk, clock, note);
        EdgeConfig config = run.Plan.Config.Edge;
        outbox = new(cloud.Publisher(CloudNames.Hubs.Ticks), new() { Overflow = config.Overflow }, clock, new Random(), note, giveUp.Token)
        {
            Overflowed = () => Command(DeskCommand.Pause, "because ticks are being dropped: decisions would rest on gaps"),
        };
        relay = new(run.Plan.Instruments, epoch, outbox, config.PublishInterval, clock, why => note($"An event fits no batch: {why}"));
        var book = new IntentBook(cloud.Table(CloudNames.Tables.Orders));
        receipts = new(book, epoch, clock, note);
        SimulatedVenue? simulated = run.Venue is null ? new(run.Plan.Venue()) : null;
        gateway = new((IOrderGateway?)run.Venue ?? simulated!, lease, clock);
        DeskOptions options = run.Plan.Desk(number) with { Relay = relay, Recover = run.Venue is null ? null : records };
        desk = new(options, gateway, ledger, new ObserverFanOut(receipts, measures), clock);
        // The venue matches, the relay packs, the desk sees: what the desk then says comes behind the event it says it about.
        sink = new(relay, desk);
        if (simulated is not null) sink = new(simulated, sink);
        ITable control = cloud.Table(CloudNames.Tables.Control);
        intake = new(
            cloud.Consumer(CloudNames.Hubs.Intents, CloudNames.ConsumerGroups.Edge), book, control, epoch, lease,
            new(desk.Post, Command), receipts, metrics, clock, note);
        reporter = new(new ControlBoard(control), () => status.Sight, epoch, config.ReportInterval, Command, Stop, clock, note);
        status.Parts = new(outbox, relay, gateway, reporter);
    }

    public async Task<EdgeSummary> RunAsync(TimeSpan patience, CancellationToken stop)
    {
        await reporter.BeginAsync(stop);
        status.Phase = EdgePhase.Running;
        using CancellationTokenRegistration stopping = stop.Register(() => Begin(EdgePhase.Stopping, patience));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, halt.Token);
        using CancellationTokenSource beside = new();
        Task publishing = WatchAsync(outbox.RunAsync(), "Publishing");
        Task answering = WatchAsync(receipts.RunAsync(giveUp.Token), "Writing receipts");
        Task taking = WatchAsync(intake.RunAsync(beside.Token), "Taking orders in");
        Task reporting = WatchAsync(reporter.RunAsync(beside.Token), "Reporting");
        try
        {
            await OnItsOwnThread(() => Pump(ended.Token));
            // First nothing more comes in, so that nothing is claimed that would not be carried out.
            await beside.CancelAsync();
            await Task.WhenAll(taking, reporting);
            if (stopped is { } why) throw new EdgeException(why);
            await OnItsOwnThread(Finish);
            int left = await outbox.DrainAsync();
            receipts.Complete();
            await answering;
            await LastReportAsync();
            if (left > 0) note($"{left} batches of ticks could not be published in time.");
            return Summary(left);
        }
        finally
        {
            await beside.CancelAsync();
            await giveUp.CancelAsync();
            await Task.WhenAll(taking, reporting, publishing, answering);
        }
    }

    public ValueTask DisposeAsync()
    {
        outbox.Dispose();
        giveUp.Dispose();
        halt.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Pump(CancellationToken ended)
    {
        var pacer = new Pacer(desk, run.Speed, Breathe, ended) { From = run.PaceFrom, PublishInterval = Breath };
        foreach (Bar bar in (run.Source as LiveMarket)?.History ?? [])
        {
            relay.OnBar(bar);
            desk.WarmUp(bar);
        }

        gateway.Begin();
        try
        {
            while (!ended.IsCancellationRequested && run.Source.Pump(sink))
            {
                if (run.Source is LiveMarket { IsIdle: true })
                {
                    desk.Idle();
                    Breathe();
                }

                pacer.AfterEach();
                if (run.Until is { } end && desk.Now >= end) break;
            }
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            // It waited for room in the outbox, and the outbox has given up.
        }
    }

    // Between two events: everything that goes by the wall clock.
    private void Breathe()
    {
        gateway.Beat();
        status.Breathed();
        relay.FlushWhenDue();
        if (clock.GetElapsedTime(sightAt) >= SightInterval) See();
        if (lease.State == LeaseState.Lost) Stop("The lease is lost: this edge stops and sends nothing more.");
    }

    private void See()
    {
        sightAt = clock.GetTimestamp();
        DeskSight sight = DeskSight.Of(desk, clock, run.Source.FramesRead);
        status.Sight = sight;
        measures.Measure(sight.Status);
    }

    /// <summary>Opens nothing more, takes the facts that have arrived, leaves the stops where they are.</summary>
    private void Finish()
    {
        if (desk.Now != default)
        {
            desk.Post(DeskCommand.Pause, "because the edge stops");
            desk.Finish(run.Source.FramesRead);
            See();
        }

        run.Venue?.Leave();

        try
        {
            relay.Flush();
        }
        catch (OperationCanceledException)
        {
            // No room for the last ticks in time; the outbox counts what is left.
        }
    }

    private async Task LastReportAsync()
    {
        try
        {
            await reporter.ReportAsync(giveUp.Token);
        }
        catch (Exception e)
        {
            note($"The last report could not be written: {e.Message}");
        }
    }

    private EdgeSummary Summary(int left) => new(
        epoch, run.Source.FramesRead, relay.Events, outbox.Published, left, desk.Counters.Orders, desk.Counters.Fills,
        desk.LedgerHead.Root, desk.LedgerHead.Count);

    private void Begin(EdgePhase phase, TimeSpan patience)
    {
        status.Phase = phase;
        giveUp.CancelAfter(patience);
    }

    private void Command(DeskCommand command, string reason) => desk.Post(command, reason);

    /// <summary>Ends the run out of order: nothing more is sent, written or published.</summary>
    private void Stop(string why)
    {
        Interlocked.CompareExchange(ref stopped, why, null);
        halt.Cancel();
        giveUp.Cancel();
    }

    private static Task OnItsOwnThread(Action work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    // What ends because it was told to is no failure. An edge that has gone deaf or dumb for good must not go on.
    private async Task WatchAsync(Task task, string what)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // Told to end.
        }
        catch (Exception e)
        {
            Stop($"{what} has failed: {e.Message}");
        }
    }
}
