using System.Text;
using Parley.Ports;

namespace Parley.Venues.Binance.Tests;

/// <summary>An answer of the script.</summary>
/// <param name="Lost">Set when there is no answer; true when nothing left.</param>
internal sealed record Reply(int Status, string Body, Dictionary<string, string>? Headers = null, bool? Lost = null)
{
    public static Reply Ok(string body) => new(200, body);

    public static Reply Error(int status, int code, string message) => new(status, $$"""{"code":{{code}},"msg":"{{message}}"}""");

    public static Reply Gone(bool neverLeft) => new(0, "", Lost: neverLeft);
}

/// <summary>A wire in memory: requests are answered by rules, sockets speak when told to.</summary>
internal sealed class ScriptedWire : IWire
{
    private readonly List<(string Prefix, Func<WireRequest, Reply?> Answer)> rules = [];
    private readonly Queue<Action<IWireSink>> arrived = new();
    private readonly HashSet<long> open = [];

    public List<WireRequest> Sent { get; } = [];

    public List<(long Socket, Uri Address)> Opened { get; } = [];

    public List<(long Socket, string Text)> Said { get; } = [];

    /// <summary>What a socket answers to what we say on it; null for silence.</summary>
    public Func<string, string?> Answers { get; set; } = _ => null;

    /// <summary>The newest rule for a request wins. A rule that gives null leaves the request open.</summary>
    /// <param name="prefix">Method and path: <c>GET /api/v3/time</c>.</param>
    public void When(string prefix, Func<WireRequest, Reply?> answer) => rules.Insert(0, (prefix, answer));

    public void When(string prefix, string body) => When(prefix, _ => Reply.Ok(body));

    public void Send(long id, WireRequest request)
    {
        Sent.Add(request);
        string key = $"{request.Method.ToString().ToUpperInvariant()} {request.Target.Split('?')[0]}";
        Func<WireRequest, Reply?>? rule = rules.Find(r => r.Prefix == key).Answer;
        Reply? reply = rule is null ? Reply.Error(404, 0, $"no script for {key}") : rule(request);
        if (reply is null) return;
        arrived.Enqueue(sink =>
        {
            if (reply.Lost is { } neverLeft) sink.OnLost(id, neverLeft, "lost by script");
            else sink.OnAnswer(id, new WireAnswer(reply.Status, reply.Headers ?? [], Encoding.UTF8.GetBytes(reply.Body)));
        });
    }

    public void Open(long socket, Uri address)
    {
        Opened.Add((socket, address));
        open.Add(socket);
        arrived.Enqueue(sink => sink.OnOpen(socket));
    }

    public void Say(long socket, ReadOnlySpan<byte> message)
    {
        string text = Encoding.UTF8.GetString(message);
        Said.Add((socket, text));
        if (Answers(text) is { } answer) Speak(socket, answer);
    }

    public void Close(long socket)
    {
        if (open.Remove(socket)) arrived.Enqueue(sink => sink.OnClosed(socket, "closed by us"));
    }

    /// <summary>A message arrives on a socket.</summary>
    public void Speak(long socket, string text)
    {
        if (open.Contains(socket)) arrived.Enqueue(sink => sink.OnMessage(socket, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The venue cuts a socket.</summary>
    public void Cut(long socket)
    {
        if (open.Remove(socket)) arrived.Enqueue(sink => sink.OnClosed(socket, "cut by script"));
    }

    public bool Poll(IWireSink sink)
    {
        if (!arrived.TryDequeue(out Action<IWireSink>? next)) return false;
        next(sink);
        return true;
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
