using Parley.Domain;
using Parley.Ports;

namespace Parley.Venues.Simulated.Binance;

/// <summary>
/// A wire whose other end is a <see cref="BinanceFront"/> in the same process: no latency but the venue's own. An answer the
/// venue loses is told as lost once its deadline has passed, by the venue's clock. Whatever host is named, it is this venue.
/// </summary>
public sealed class FrontWire(BinanceFront front) : IWire
{
    private readonly FrontAnswer answer = new();
    private readonly PriorityQueue<Ended, (long Due, long Sequence)> answers = new();
    private readonly List<(long Socket, long Session)> sockets = [];
    private readonly Queue<(long Socket, string? Closed)> changes = new();
    private byte[] message = new byte[4_096];
    private long sequence;

    public void Send(long id, WireRequest request)
    {
        front.Handle(new FrontRequest(request.Method, request.Target, request.Body is { } body ? body.Span : default, request.ApiKey), answer);
        bool isLost = answer.IsLost || answer.Delay > request.Deadline;
        Timestamp due = front.Now + (isLost ? request.Deadline : answer.Delay);
        Ended ended = isLost
            ? new Ended(id, 0, null, null)
            : new Ended(id, answer.Status, new Dictionary<string, string>(answer.Headers, StringComparer.OrdinalIgnoreCase), answer.Body.ToArray());
        answers.Enqueue(ended, (due.Nanoseconds, ++sequence));
    }

    public void Open(long socket, Uri address)
    {
        long? session = front.Connect(address.PathAndQuery);
        changes.Enqueue((socket, session is null ? "the venue has no such path" : null));
        if (session is { } number) sockets.Add((socket, number));
    }

    public void Say(long socket, ReadOnlySpan<byte> message)
    {
        if (SessionOf(socket) is { } session) front.Receive(session, message);
    }

    public void Close(long socket)
    {
        if (SessionOf(socket) is not { } session) return;
        front.Disconnect(session);
        sockets.RemoveAll(open => open.Socket == socket);
        changes.Enqueue((socket, "closed by us"));
    }

    public bool Poll(IWireSink sink)
    {
        bool any = false;
        while (changes.TryDequeue(out (long Socket, string? Closed) change))
        {
            any = true;
            if (change.Closed is { } reason) sink.OnClosed(change.Socket, reason);
            else sink.OnOpen(change.Socket);
        }

        while (answers.TryPeek(out Ended? ended, out (long Due, long) priority) && priority.Due <= front.Now.Nanoseconds)
        {
            any = true;
            answers.Dequeue();
            if (ended.Body is null) sink.OnLost(ended.Id, neverLeft: false, "no answer before the deadline");
            else sink.OnAnswer(ended.Id, new WireAnswer(ended.Status, ended.Headers!, ended.Body));
        }

        return PollSockets(sink) || any;
    }

    public void Dispose()
    {
        foreach ((_, long session) in sockets) front.Disconnect(session);
        sockets.Clear();
    }

    private bool PollSockets(IWireSink sink)
    {
        bool any = false;
        // What the sink does may open and close sockets: by index, newest last.
        for (int i = 0; i < sockets.Count; i++)
        {
            (long socket, long session) = sockets[i];
            while (front.TryTake(session, out ReadOnlySpan<byte> text))
            {
                any = true;
                // The sink may talk to the venue, which reuses the memory of what it has handed out.
                if (message.Length < text.Length) message = new byte[text.Length * 2];
                text.CopyTo(message);
                sink.OnMessage(socket, message.AsSpan(0, text.Length));
            }

            if (front.IsOpen(session) || i >= sockets.Count || sockets[i].Socket != socket) continue;
            front.Disconnect(session);
            sockets.RemoveAt(i--);
            any = true;
            sink.OnClosed(socket, "closed by the venue");
        }

        return any;
    }

    private long? SessionOf(long socket)
    {
        foreach ((long Socket, long Session) open in sockets)
            if (open.Socket == socket) return open.Session;
        return null;
    }

    /// <param name="Body">Null when there is no answer.</param>
    private sealed record Ended(long Id, int Status, Dictionary<string, string>? Headers, byte[]? Body);
}
