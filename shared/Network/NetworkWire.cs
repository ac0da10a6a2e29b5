using System.Buffers;
using Parley.Ports;

namespace Parley.Network;

/// <summary>
/// The real network: HTTP/1.1 over kept connections and WebSockets. No redirect, no cookie, no proxy, no retry: a request
/// is written to one connection once or not at all, and <see cref="IWireSink.OnLost"/> knows which. What arrives waits, whole,
/// in reused memory until the polling thread takes it; receiving allocates nothing once warm.
/// </summary>
/// <remarks>
/// A consumer that stalls makes the sockets stop reading (<see cref="Stalls"/> counts it). Pings behind what was not read
/// stay unanswered then, so after some 20 s more the socket is lost, as it should be.
/// </remarks>
public sealed class NetworkWire : IWire
{
    // After this many arrivals whoever polls gets to do something else.
    private const int BatchMax = 1_024;

    private static readonly TimeSpan DisposePatience = TimeSpan.FromSeconds(5);

    private readonly Inbox inbox = new();
    private readonly BlockPool blocks = new();
    private readonly CountdownEvent running = new(1);
    private readonly Dictionary<long, WireSocket> sockets = [];
    private readonly NetworkWireOptions options;
    private readonly TimeProvider clock;
    private readonly HttpSender sender;
    private readonly HttpMessageInvoker upgrades;
    private long stalls;
    private bool isDisposed;

    public NetworkWire(TimeProvider clock, NetworkWireOptions? options = null)
    {
        this.clock = clock;
        this.options = options ?? new();
        sender = new HttpSender(inbox, this.options, clock, running);
        upgrades = new HttpMessageInvoker(Handlers.New(this.options.ConnectTimeout), disposeHandler: true);
    }

    /// <summary>How often a socket stopped reading because nobody took what it had brought.</summary>
    public long Stalls => Interlocked.Read(ref stalls);

    public void Send(long id, WireRequest request)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        sender.Send(id, request);
    }

    public void Open(long socket, Uri address)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var opened = new WireSocket(
            socket, address, upgrades, inbox, blocks, options, clock, running, () => Interlocked.Increment(ref stalls));
        sockets.Add(socket, opened);
        opened.Open();
    }

    public void Say(long socket, ReadOnlySpan<byte> message)
    {
        if (sockets.TryGetValue(socket, out WireSocket? open)) open.Say(message);
    }

    public void Close(long socket)
    {
        if (sockets.TryGetValue(socket, out WireSocket? open)) open.Close();
    }

    public bool Poll(IWireSink sink)
    {
        int taken = 0;
        while (taken < BatchMax && inbox.TryTake(out Arrival arrival))
        {
            taken = unchecked(taken + 1);
            HandOver(arrival, sink);
        }

        return taken > 0;
    }

    /// <summary>Waits until there is something to poll, but no longer than given. For the polling thread.</summary>
    public void Wait(TimeSpan longest) => inbox.Wait(longest);

    /// <summary>Breaks what is under way, which is heard of no more, and waits until nothing of it is left.</summary>
    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        foreach (WireSocket socket in sockets.Values) socket.Dispose();
        sender.Dispose();
        running.Signal();
        bool ended = running.Wait(DisposePatience);
        upgrades.Dispose();
        // Left to the finalizer where something would not end: disposed under its feet it would take the process along.
        if (!ended) return;
        running.Dispose();
        inbox.Dispose();
    }

    private void HandOver(in Arrival arrival, IWireSink sink)
    {
        switch (arrival.Kind)
        {
            case ArrivalKind.Message:
                sink.OnMessage(arrival.Id, ((Block)arrival.Holder!).Bytes.AsSpan(arrival.Start, arrival.Length));
                break;
            case ArrivalKind.Spent:
                blocks.Return((Block)arrival.Holder!);
                break;
            case ArrivalKind.Answer:
                HandOver(arrival.Id, (HttpAnswer)arrival.Holder!, sink);
                break;
            case ArrivalKind.Lost:
                var loss = (Loss)arrival.Holder!;
                sink.OnLost(arrival.Id, loss.NeverLeft, loss.Reason);
                break;
            case ArrivalKind.Open:
                sink.OnOpen(arrival.Id);
                break;
            default:
                sockets.Remove(arrival.Id);
                sink.OnClosed(arrival.Id, (string)arrival.Holder!);
                break;
        }
    }

    private static void HandOver(long id, HttpAnswer answer, IWireSink sink)
    {
        try
        {
            sink.OnAnswer(id, new WireAnswer(answer.Status, answer.Headers, answer.Body.AsSpan(0, answer.Length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(answer.Body);
        }
    }
}
