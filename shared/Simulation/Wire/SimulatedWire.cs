using System.Buffers.Text;
using Parley.Ports;
using Parley.Venues.Simulated.Binance;

namespace Parley.Simulation;

/// <summary>
/// One process's wire to the venue: requests and sockets over lossy links. A request is sent once; what is lost is lost, and
/// the process hears of it at its deadline, or a little earlier when the connection breaks.
/// </summary>
internal sealed class SimulatedWire : IWire
{
    private const long ClockErrorMax = 250;
    private static readonly TimeSpan HalfOpenMax = TimeSpan.FromSeconds(30);

    private readonly VenueRoad road;
    private readonly FrontSite site;
    private readonly Action wake;
    private readonly Queue<Action<IWireSink>> arrived = new();
    private readonly HashSet<long> pending = [];
    private readonly SortedDictionary<long, Socket> sockets = [];
    private readonly List<Socket> open = [];
    private bool isDead;

    public SimulatedWire(VenueRoad road, FrontSite site, Action wake)
    {
        (this.road, this.site, this.wake) = (road, site, wake);
        site.Wires.Add(this);
    }

    public void Send(long id, WireRequest request)
    {
        road.Hash.Add(request.Target);
        byte[] body = request.Body?.ToArray() ?? [];
        road.Hash.Add(body);
        if (road.IsStormy && road.Scenario.ThrottleShare > 0 && road.Chance.NextDouble() < 0.005)
        {
            road.Probes.Seen(Probe.NeverLeft);
            road.Agenda.In(TimeSpan.FromMilliseconds(50), StepKind.Answer, () => Arrive(sink => sink.OnLost(id, neverLeft: true, "connection refused")));
            return;
        }

        if (request.Method == WireMethod.Post) CheckClock(request.Target, body);
        pending.Add(id);
        road.Agenda.In(request.Deadline, StepKind.Timer, () => Lose(id, "no answer before the deadline"));
        if (road.Up.Loses())
        {
            road.Probes.Seen(Probe.RequestLost);
            Break(id);
            return;
        }

        road.Agenda.At(road.Up.Arrival(), StepKind.Request, () => Reach(id, request, body));
    }

    public void Open(long socket, Uri address)
    {
        string target = address.PathAndQuery;
        road.Agenda.At(road.Stream.Arrival(), StepKind.Stream, () =>
        {
            if (isDead) return;
            if (site.Connect(target) is not { } session)
            {
                Arrive(sink => sink.OnClosed(socket, "the venue has no such path"));
                return;
            }

            Socket opened = new(socket, session);
            sockets.Add(socket, opened);
            open.Add(opened);
            Arrive(sink => sink.OnOpen(socket));
            PlanCut(opened);
        });
    }

    public void Say(long socket, ReadOnlySpan<byte> message)
    {
        if (!sockets.TryGetValue(socket, out Socket? said) || said.IsSilent) return;
        byte[] text = message.ToArray();
        road.Agenda.At(road.Stream.ArrivalInOrder(), StepKind.Stream, () =>
        {
            if (!isDead && site.IsOpen(said.Session)) site.Say(said.Session, text);
        });
    }

    public void Close(long socket)
    {
        if (sockets.TryGetValue(socket, out Socket? closed)) End(closed, "closed by us");
    }

    public bool Poll(IWireSink sink)
    {
        bool any = arrived.Count > 0;
        while (arrived.TryDequeue(out Action<IWireSink>? tell)) tell(sink);
        return any;
    }

    /// <summary>Takes what the venue has said on this process's sockets and sends it on its way.</summary>
    public void Collect()
    {
        for (int i = 0; i < open.Count; i++)
        {
            Socket socket = open[i];
            while (site.TryTake(socket.Session, out ReadOnlySpan<byte> text))
            {
                if (!socket.IsSilent) Deliver(socket, text.ToArray());
                else road.Probes.Seen(Probe.StreamFillMissed);
            }

            if (site.IsOpen(socket.Session)) continue;
            open.RemoveAt(i--);
            road.Agenda.At(road.Stream.ArrivalInOrder(), StepKind.Stream, () => End(socket, "closed by the venue"));
        }
    }

    public void Dispose()
    {
        isDead = true;
        site.Wires.Remove(this);
        foreach (Socket socket in sockets.Values) site.Disconnect(socket.Session);
        sockets.Clear();
        open.Clear();
    }

    private void Reach(long id, WireRequest request, byte[] body)
    {
        FrontAnswer answer = site.Handle(request.Method, request.Target, body, request.ApiKey);
        if (answer.IsLost || road.Down.Loses())
        {
            road.Probes.Seen(Probe.AnswerLost);
            Break(id);
            return;
        }

        int status = answer.Status;
        Dictionary<string, string> headers = new(answer.Headers, StringComparer.OrdinalIgnoreCase);
        byte[] content = answer.Body.ToArray();
        road.Hash.Add(content);
        road.Agenda.At(road.Down.Arrival() + answer.Delay, StepKind.Answer, () =>
        {
            if (!pending.Remove(id)) return;
            Arrive(sink => sink.OnAnswer(id, new WireAnswer(status, headers, content)));
        });
    }

    /// <summary>I-27: an order is signed with the venue's time, as well as any clock can know it over this network.</summary>
    private void CheckClock(string target, byte[] body)
    {
        if (!target.StartsWith("/fapi/v1/order", StringComparison.Ordinal) && !target.StartsWith("/fapi/v1/algoOrder", StringComparison.Ordinal)) return;
        ReadOnlySpan<byte> name = "timestamp="u8;
        int at = body.AsSpan().IndexOf(name);
        if (at < 0 || !Utf8Parser.TryParse(body.AsSpan(at + name.Length), out long signed, out _)) return;
        long error = Math.Abs(signed - road.Agenda.Now.Milliseconds);
        if (error > ClockErrorMax + road.Up.Slack.TotalMilliseconds) road.Violate("I-27", $"an order is signed {error} ms off the venue's clock");
    }

    // Half of what is lost is lost with its connection, which is noticed.
    private void Break(long id)
    {
        if (road.Chance.NextInt(2) == 0)
            road.Agenda.In(TimeSpan.FromSeconds(3 * road.Chance.NextDouble()), StepKind.Answer, () => Lose(id, "connection reset"));
    }

    private void Lose(long id, string reason)
    {
        if (pending.Remove(id)) Arrive(sink => sink.OnLost(id, neverLeft: false, reason));
    }

    private void PlanCut(Socket socket)
    {
        if (road.Scenario.StreamCutInterval <= TimeSpan.Zero) return;
        TimeSpan until = road.Scenario.StreamCutInterval * road.Chance.NextExponential();
        bool halfOpen = road.Chance.NextDouble() < road.Scenario.HalfOpenShare;
        TimeSpan unnoticed = halfOpen ? HalfOpenMax * road.Chance.NextDouble() : TimeSpan.FromMilliseconds(20);
        road.Agenda.In(until, StepKind.Stream, () =>
        {
            if (isDead || !road.IsStormy || !sockets.ContainsKey(socket.Number)) return;
            road.Probes.Seen(Probe.StreamCut);
            socket.IsSilent = true;
            road.Agenda.In(unnoticed, StepKind.Stream, () => End(socket, "connection reset"));
        });
    }

    private void Deliver(Socket socket, byte[] text) => road.Agenda.At(road.Stream.ArrivalInOrder(), StepKind.Stream, () =>
    {
        // What was on its way when the connection broke is gone with it.
        if (socket.IsSilent || !sockets.ContainsKey(socket.Number)) return;
        road.Hash.Add(text);
        Arrive(sink => sink.OnMessage(socket.Number, text));
    });

    private void End(Socket socket, string reason)
    {
        if (isDead || !sockets.Remove(socket.Number)) return;
        open.Remove(socket);
        site.Disconnect(socket.Session);
        Arrive(sink => sink.OnClosed(socket.Number, reason));
    }

    private void Arrive(Action<IWireSink> tell)
    {
        if (isDead) return;
        arrived.Enqueue(tell);
        wake();
    }

    /// <param name="Session">The venue's number of it.</param>
    private sealed record Socket(long Number, long Session)
    {
        /// <summary>Looks open and carries nothing.</summary>
        public bool IsSilent { get; set; }
    }
}
