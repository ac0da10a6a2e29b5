using Parley.Ports;

namespace Parley.Network;

/// <summary>Takes the end of a request. Spans are valid during the call only.</summary>
public interface IAnswerTaker
{
    void OnAnswer(long id, in WireAnswer answer);

    /// <inheritdoc cref="IWireSink.OnLost"/>
    void OnLost(long id, bool neverLeft, string reason);
}

/// <summary>Takes what happens on a socket. Spans are valid during the call only.</summary>
public interface ISocketTaker
{
    void OnOpen(long socket);

    void OnMessage(long socket, ReadOnlySpan<byte> message);

    void OnClosed(long socket, string reason);
}

/// <summary>Shares one wire among the parts of an adapter: numbers what leaves and brings what comes back to who asked. For one thread.</summary>
public sealed class WireRouter(IWire wire) : IWireSink
{
    private readonly Dictionary<long, IAnswerTaker> asked = [];
    private readonly Dictionary<long, ISocketTaker> sockets = [];
    private long last;

    /// <summary>Requests that have neither been answered nor lost.</summary>
    public int Pending => asked.Count;

    /// <summary>Sends a request once.</summary>
    /// <returns>Its number, which comes back with its end.</returns>
    public long Send(WireRequest request, IAnswerTaker taker)
    {
        long id = ++last;
        asked.Add(id, taker);
        wire.Send(id, request);
        return id;
    }

    /// <returns>The socket's number.</returns>
    public long Open(Uri address, ISocketTaker taker)
    {
        long socket = ++last;
        sockets.Add(socket, taker);
        wire.Open(socket, address);
        return socket;
    }

    public void Say(long socket, ReadOnlySpan<byte> message) => wire.Say(socket, message);

    public void Close(long socket) => wire.Close(socket);

    /// <summary>Brings what has arrived to its takers.</summary>
    /// <returns>False when nothing had.</returns>
    public bool Poll() => wire.Poll(this);

    void IWireSink.OnAnswer(long id, in WireAnswer answer)
    {
        if (asked.Remove(id, out IAnswerTaker? taker)) taker.OnAnswer(id, answer);
    }

    void IWireSink.OnLost(long id, bool neverLeft, string reason)
    {
        if (asked.Remove(id, out IAnswerTaker? taker)) taker.OnLost(id, neverLeft, reason);
    }

    void IWireSink.OnOpen(long socket)
    {
        if (sockets.TryGetValue(socket, out ISocketTaker? taker)) taker.OnOpen(socket);
    }

    void IWireSink.OnMessage(long socket, ReadOnlySpan<byte> message)
    {
        if (sockets.TryGetValue(socket, out ISocketTaker? taker)) taker.OnMessage(socket, message);
    }

    void IWireSink.OnClosed(long socket, string reason)
    {
        if (sockets.Remove(socket, out ISocketTaker? taker)) taker.OnClosed(socket, reason);
    }
}
