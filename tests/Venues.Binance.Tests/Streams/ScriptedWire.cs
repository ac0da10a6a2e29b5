using System.Text;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests.Streams;

/// <summary>A wire whose other end a test plays.</summary>
internal sealed class ScriptedWire : IWire
{
    private readonly Queue<Action<IWireSink>> arrivals = new();

    public List<(long Socket, Uri Address)> Opened { get; } = [];

    public List<(long Socket, string Text)> Said { get; } = [];

    public List<(long Id, WireRequest Request)> Sent { get; } = [];

    public List<long> Closed { get; } = [];

    public void Send(long id, WireRequest request) => Sent.Add((id, request));

    public void Open(long socket, Uri address) => Opened.Add((socket, address));

    public void Say(long socket, ReadOnlySpan<byte> message) => Said.Add((socket, Encoding.UTF8.GetString(message)));

    public void Close(long socket)
    {
        if (Closed.Contains(socket)) return;
        Closed.Add(socket);
        Drop(socket, "closed by us");
    }

    public bool Poll(IWireSink sink)
    {
        bool any = arrivals.Count > 0;
        while (arrivals.TryDequeue(out Action<IWireSink>? arrival)) arrival(sink);
        return any;
    }

    public void Dispose()
    {
        // Nothing is held.
    }

    public void Accept(long socket) => arrivals.Enqueue(s => s.OnOpen(socket));

    public void Bring(long socket, string message) => Bring(socket, Encoding.UTF8.GetBytes(message));

    public void Bring(long socket, byte[] message) => arrivals.Enqueue(s => s.OnMessage(socket, message));

    public void Drop(long socket, string reason) => arrivals.Enqueue(s => s.OnClosed(socket, reason));

    public void Answer(long id, int status, string body, params (string Name, string Value)[] headers)
    {
        Dictionary<string, string> named = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers) named[name] = value;
        arrivals.Enqueue(s => s.OnAnswer(id, new WireAnswer(status, named, Encoding.UTF8.GetBytes(body))));
    }

    public void Lose(long id) => arrivals.Enqueue(s => s.OnLost(id, neverLeft: false, "no answer before the deadline"));
}
