using Parley.Domain;

namespace Parley.Simulation;

/// <summary>
/// The account's stream of reports on one connection: cut now and then, noticed late or very late, opened again after a
/// back-off. What happens in between is told by nobody.
/// </summary>
internal sealed class UserStream : IDisposable
{
    /// <summary>Name of the condition that holds while the stream is down.</summary>
    public const string Condition = "user-stream";

    private static readonly TimeSpan HalfOpenMax = TimeSpan.FromSeconds(30);

    private readonly VenueRoad road;
    private readonly Action<VenueFact> receive;
    private bool open;
    private bool known;
    private bool disposed;
    private long connection;

    public UserStream(VenueRoad road, Action<VenueFact> receive)
    {
        (this.road, this.receive) = (road, receive);
        road.Site.Listeners.Add(OnHappened);
    }

    /// <summary>Opens the stream; the condition holds until it is.</summary>
    public void Connect()
    {
        Tell(TradingMode.ReduceOnly, "the user stream is not open");
        Open();
    }

    public void Dispose()
    {
        disposed = true;
        road.Site.Listeners.Remove(OnHappened);
    }

    private void Open() => road.Agenda.At(road.Stream.Arrival(), StepKind.Stream, () =>
    {
        if (disposed) return;
        (open, known) = (true, true);
        connection++;
        Tell(TradingMode.Normal, "the user stream is open");
        PlanCut(connection);
    });

    private void PlanCut(long cut)
    {
        if (road.Scenario.StreamCutInterval <= TimeSpan.Zero) return;
        TimeSpan until = road.Scenario.StreamCutInterval * road.Chance.NextExponential();
        bool halfOpen = road.Chance.NextDouble() < road.Scenario.HalfOpenShare;
        TimeSpan unnoticed = halfOpen ? HalfOpenMax * road.Chance.NextDouble() : TimeSpan.FromMilliseconds(20);
        TimeSpan backOff = TimeSpan.FromSeconds(30 * road.Chance.NextDouble() * road.Chance.NextDouble());
        road.Agenda.In(until, StepKind.Stream, () =>
        {
            if (disposed || !road.IsStormy || cut != connection) return;
            open = false;
            road.Probes.Seen(Probe.StreamCut);
            road.Agenda.In(unnoticed, StepKind.Stream, () => Notice(backOff));
        });
    }

    private void Notice(TimeSpan backOff)
    {
        if (disposed) return;
        Tell(TradingMode.ReduceOnly, "the user stream is down");
        road.Agenda.In(backOff, StepKind.Stream, () =>
        {
            if (!disposed) Open();
        });
    }

    private void OnHappened(VenueFact fact)
    {
        // Refusals are told to whoever asked, nobody else.
        if (fact is OrderRefused or CancelRefused) return;
        if (!open)
        {
            if (known && fact is OrderFilled) road.Probes.Seen(Probe.StreamFillMissed);
            return;
        }

        bool again = road.IsStormy && road.Chance.NextDouble() < road.Scenario.StreamDuplicates;
        bool reordered = road.IsStormy && road.Chance.NextDouble() < road.Scenario.StreamReorders;
        if (reordered) road.Probes.Seen(Probe.ReorderedFacts);
        Deliver(fact, reordered ? road.Stream.Arrival() + TimeSpan.FromMilliseconds(road.Chance.NextInt(3_000)) : road.Stream.ArrivalInOrder());
        if (!again) return;
        road.Probes.Seen(Probe.DuplicateFact);
        Deliver(fact, road.Stream.Arrival() + TimeSpan.FromMilliseconds(road.Chance.NextInt(5_000)));
    }

    private void Deliver(VenueFact fact, Timestamp at)
    {
        long sentOn = connection;
        road.Agenda.At(at, StepKind.Stream, () =>
        {
            // What was on its way when the connection broke is gone with it.
            if (disposed || !open || sentOn != connection) return;
            receive(fact);
        });
    }

    private void Tell(TradingMode demands, string reason) =>
        receive(new VenueCondition(Symbol.Account, road.Agenda.Now, Condition, demands, reason));
}
